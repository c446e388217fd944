package dev.binnacle.server;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.protocol.EventWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records of the configurations that are kept here, on their way into the engine's mailbox. Each is keyed by its link of the history's
 * chain, so that one that is told again, as after a restart, is the same one and counts once.
 *
 * <p><b>Threads:</b> thread-safe; a thread of its own hands over, in order.
 */
final class ConfigNotes implements AutoCloseable {
  private static final int MOST_WAITING = 10_000;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final EngineLoop loop;
  private final ArrayDeque<Note> waiting = new ArrayDeque<>();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean handingOver = new AtomicBoolean();
  private final ScheduledExecutorService courier =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("config-notes").daemon().factory());

  private record Note(BotId bot, Arrival arrival) {}

  ConfigNotes(EngineLoop loop) {
    this.loop = loop;
  }

  /** Takes a record, and never waits. Beyond the bound it is dropped and counted; the next start tells it again. */
  void note(BotId bot, Event.ConfigUpdate update, String key) {
    Envelope envelope = new Envelope(update, null, Envelope.UNSEQUENCED, key);
    Note note = new Note(bot, new Arrival.Decoded(0, envelope, EventWriter.contentHash(update)));
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING) {
        dropped.incrementAndGet();
        return;
      }
      waiting.add(note);
    }
    handOverSoon(Duration.ZERO);
  }

  /** Records that found the queue full since the start. */
  long dropped() {
    return dropped.get();
  }

  private void handOverSoon(Duration delay) {
    if (!courier.isShutdown() && handingOver.compareAndSet(false, true)) {
      courier.schedule(this::handOver, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void handOver() {
    handingOver.set(false);
    while (true) {
      Note next;
      synchronized (waiting) {
        next = waiting.peek();
      }
      if (next == null) {
        return;
      }
      if (loop.note(next.bot, List.of(next.arrival)).isEmpty()) {
        handOverSoon(PAUSE);
        return;
      }
      synchronized (waiting) {
        waiting.remove();
      }
    }
  }

  @Override
  public void close() {
    courier.shutdown();
    try {
      if (!courier.awaitTermination(1, TimeUnit.SECONDS)) {
        courier.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
