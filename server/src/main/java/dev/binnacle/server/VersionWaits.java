package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who wait for a newer version of a configuration.
 *
 * <p><b>Threads:</b> thread-safe. Whoever tells of a version never runs what the waiting ones do next: {@code off} does.
 */
final class VersionWaits {
  static final int MOST = 2_000;

  private final Set<Waiting> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final Executor off;

  private record Waiting(BotId bot, long after, CompletableFuture<Boolean> news) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(news);
    }
  }

  VersionWaits(Executor off) {
    this.off = off;
  }

  /** True when a version above is told, false at the end of the time, or at once when too many wait. */
  CompletableFuture<Boolean> await(BotId bot, long after, Duration atMost) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      return CompletableFuture.completedFuture(false);
    }
    Waiting waiting = new Waiting(bot, after, new CompletableFuture<>());
    all.add(waiting);
    waiting.news.completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS);
    return waiting.news.whenComplete(
        (news, failure) -> {
          all.remove(waiting);
          count.decrementAndGet();
        });
  }

  void happened(BotId bot, Event event) {
    boolean inForce = event instanceof Event.ConfigUpdate update
        && (update.outcome() == ConfigOutcome.ACCEPTED || update.outcome() == ConfigOutcome.ROLLED_BACK);
    if (inForce && event instanceof Event.ConfigUpdate update && update.version() != null) {
      tell(bot, update.version());
    }
  }

  void tell(BotId bot, long version) {
    for (Waiting waiting : all) {
      if (waiting.bot.equals(bot) && version > waiting.after) {
        waiting.news.completeAsync(() -> true, off);
      }
    }
  }
}
