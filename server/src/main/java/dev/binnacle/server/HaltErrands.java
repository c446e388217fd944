package dev.binnacle.server;

import dev.binnacle.engine.control.ControlSnapshot.BotGuard;
import dev.binnacle.engine.control.Errand;
import dev.binnacle.model.BotId;
import dev.binnacle.protocol.LinkMessage;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the engine wants done about halts. Closing guards and cancelling orders waits for nothing; opening guards waits for the
 * journal; closing positions waits for the journal or, where that is slow, for a line in {@link HaltLog}.
 *
 * <p><b>Threads:</b> taken on the engine's thread, which never waits; carried out on a thread of its own, in order.
 */
final class HaltErrands implements Consumer<Errand>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HaltErrands.class);
  private static final int MOST_WAITING = 100_000;
  private static final Duration JOURNAL_PATIENCE = Duration.ofMillis(250);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final EngineLoop loop;
  private final Links links;
  private final ExchangeWork work;
  private final Exchanges exchanges;
  private final HaltLog haltLog;
  private final ActionDoor door;
  private final BlockingQueue<Errand> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean missed = new AtomicBoolean();
  private final ScheduledExecutorService patience =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("halt-log").daemon().factory());
  private final Thread thread = Thread.ofPlatform().name("halts").daemon().unstarted(this::run);

  /** What a bot has open now. Never waits. */
  interface Links {
    void halt(BotId bot, LinkMessage.HaltTold halt);

    void release(BotId bot, LinkMessage.ReleaseTold release);
  }

  HaltErrands(EngineLoop loop, Links links, ExchangeWork work, Exchanges exchanges, HaltLog haltLog, ActionDoor door) {
    this.door = door;
    this.loop = loop;
    this.links = links;
    this.work = work;
    this.exchanges = exchanges;
    this.haltLog = haltLog;
  }

  void start() {
    thread.start();
  }

  @Override
  public void accept(Errand errand) {
    if (errand instanceof Errand.CloseGuards guards) {
      door.close(guards);
    }
    if (!waiting.offer(errand) && !missed.getAndSet(true)) {
      LOG.error("more than {} errands of halts wait: all guards are told again when there is room", MOST_WAITING);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Errand next = waiting.take();
        try {
          carryOut(next);
        } catch (RuntimeException e) {
          LOG.error("halt {}: an errand for {} failed", next.halt(), next.bot(), e);
        }
        if (waiting.isEmpty() && missed.getAndSet(false)) {
          loop.control().bots().stream().map(BotGuard::orders).forEach(orders -> orders.forEach(this::close));
        }
      }
    } catch (InterruptedException _) {
      // It was told to stop.
    }
  }

  private void carryOut(Errand errand) {
    switch (errand) {
      case Errand.CloseGuards it -> close(it);
      case Errand.OpenGuards it -> loop.onDisk(it.awaits(), () -> open(it));
      case Errand.CancelOrders it -> work.cancel(it);
      case Errand.Verify it -> work.verify(it);
      case Errand.Flatten it -> flatten(it);
    }
  }

  private void close(Errand.CloseGuards it) {
    links.halt(it.bot(), new LinkMessage.HaltTold(it.latch(), it.cancel(), it.liquidation()));
  }

  private void open(Errand.OpenGuards it) {
    work.end(it.halt(), it.bot());
    door.open(it);
    links.release(it.bot(), new LinkMessage.ReleaseTold(it.halt(), it.epoch(), it.by(), it.reason()));
  }

  private void flatten(Errand.Flatten it) {
    AtomicBoolean begun = new AtomicBoolean();
    loop.onDisk(it.awaits(), () -> {
      if (begun.compareAndSet(false, true)) {
        work.flatten(it);
      }
    });
    patience.schedule(() -> flattenByLog(it, begun), JOURNAL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The journal has not written in time: a line of its own is record enough, and is looked for at the next start. */
  private void flattenByLog(Errand.Flatten it, AtomicBoolean begun) {
    if (begun.get()) {
      return;
    }
    if (haltLog.record(new HaltLog.Line(it.halt(), it.bot(), it.symbol(), it.liquidation()))
        && begun.compareAndSet(false, true)) {
      LOG.warn("halt {}: the journal is slow, positions of {} are closed on the record in {}", it.halt(), it.bot(), haltLog);
      work.flatten(it);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    patience.shutdownNow();
    work.close();
    try {
      if (!thread.join(CLOSE)) {
        LOG.warn("an errand of a halt is still being carried out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchanges.close();
    haltLog.close();
  }
}
