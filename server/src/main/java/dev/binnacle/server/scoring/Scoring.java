package dev.binnacle.server.scoring;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.rules.Weighing;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weighs what the engine asks about, one after the other, on a thread of its own. What it cannot take in is let go and counted: a value that
 * nobody weighed is missing in the share of odd ones, and no more.
 *
 * <p><b>Threads:</b> thread-safe; {@link #ask} never blocks.
 */
public final class Scoring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Scoring.class);
  private static final int MOST_WAITING = 16_384;

  private final BlockingQueue<Weighing> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Models models;
  private final Predicate<Input> engine;
  private final Thread thread = Thread.ofPlatform().name("scorer").daemon().unstarted(this::run);
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong unheard = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile long leftOut;
  private volatile boolean closed;

  /**
   * @param models not used elsewhere
   * @param engine takes a score; says whether there was room for it
   */
  public Scoring(Models models, Predicate<Input> engine) {
    this.models = models;
    this.engine = engine;
  }

  public void start() {
    thread.start();
  }

  /** Has the value weighed soon, if there is room. */
  public void ask(Weighing weighing) {
    if (!waiting.offer(weighing)) {
      refused.incrementAndGet();
    }
  }

  private void run() {
    while (!closed) {
      try {
        Weighing next = waiting.poll(1, TimeUnit.SECONDS);
        if (next != null) {
          weigh(next);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** One bad series must not end the scores of all others. */
  private void weigh(Weighing next) {
    try {
      Double score = models.score(next);
      leftOut = models.leftOut();
      if (score != null && !engine.test(Input.Scored.of(next, score))) {
        unheard.incrementAndGet();
      }
    } catch (RuntimeException e) {
      if (failed.getAndIncrement() == 0) {
        log.warn("{} of {} could not be weighed; more of that kind are only counted", next.metric(), next.bot(), e);
      }
    }
  }

  /**
   * What was not scored, since the start.
   *
   * @param refused because too many waited
   * @param leftOut because there were too many series
   * @param unheard because the engine had no room for the score
   * @param failed because the model could not
   */
  public record Counts(long refused, long leftOut, long unheard, long failed) {}

  public Counts counts() {
    return new Counts(refused.get(), leftOut, unheard.get(), failed.get());
  }

  /** Ends; what waits is not weighed any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
