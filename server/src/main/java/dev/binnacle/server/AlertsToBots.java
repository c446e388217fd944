package dev.binnacle.server;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.protocol.LinkMessage;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells bots of the alerts about them, as far as people are told too: what is only pending is nobody's business yet. A silence is no
 * reason to keep it from the bot.
 *
 * <p><b>Threads:</b> taken on the engine's thread, which never waits; told on a thread of its own, in order.
 */
final class AlertsToBots implements Consumer<Fact.OfAlerts>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertsToBots.class);
  private static final int MOST_WAITING = 10_000;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final BiConsumer<BotId, LinkMessage.AlertTold> links;
  private final Thread thread = Thread.ofVirtual().name("alerts-to-bots").unstarted(this::run);

  private record Told(BotId bot, LinkMessage.AlertTold alert) {}

  /** @param links sends to what a bot has open now; never waits */
  AlertsToBots(BiConsumer<BotId, LinkMessage.AlertTold> links) {
    this.links = links;
  }

  void start() {
    thread.start();
  }

  @Override
  public void accept(Fact.OfAlerts fact) {
    if (!(fact instanceof Fact.AlertChanged(var at, Alert alert, var from))) {
      return;
    }
    BotId bot = alert.subject().bot();
    if (bot == null || !isTold(alert.state(), from)) {
      return;
    }
    if (!waiting.offer(new Told(bot, LinkMessage.AlertTold.of(alert))) && dropped.getAndIncrement() == 0) {
      LOG.warn("more than {} alerts wait for their bots: some are not told to them", MOST_WAITING);
    }
  }

  /** An end is told of what was open, even when nobody asks any more. */
  private static boolean isTold(AlertState state, @Nullable AlertState from) {
    return state.isOpen() || state.isOver() && from != null && from.isOpen();
  }

  /** Alerts that were not told to their bots, since too many waited. */
  long dropped() {
    return dropped.get();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Told next = waiting.take();
        try {
          links.accept(next.bot(), next.alert());
        } catch (RuntimeException e) {
          LOG.warn("bot {} could not be told of alert {}", next.bot(), next.alert().id(), e);
        }
      }
    } catch (InterruptedException _) {
      // It was told to stop.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(CLOSE)) {
        LOG.warn("a bot is still being told of an alert");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
