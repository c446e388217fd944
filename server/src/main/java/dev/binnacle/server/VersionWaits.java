package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.web.api.Configurations;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

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

  private record Waiting(BotId bot, Configurations.Held held, CompletableFuture<Boolean> news) {
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

  /** True when something newer is told, false at the end of the time, or at once when too many wait. */
  CompletableFuture<Boolean> await(BotId bot, Configurations.Held held, Duration atMost) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      return CompletableFuture.completedFuture(false);
    }
    Waiting waiting = new Waiting(bot, held, new CompletableFuture<>());
    all.add(waiting);
    waiting.news.completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS);
    return waiting.news.whenComplete(
        (news, failure) -> {
          all.remove(waiting);
          count.decrementAndGet();
        });
  }

  /** Answers those for whom there is something newer. The test must not wait. */
  void tell(BotId bot, Predicate<Configurations.Held> isNewer) {
    for (Waiting waiting : all) {
      if (waiting.bot.equals(bot) && isNewer.test(waiting.held)) {
        waiting.news.completeAsync(() -> true, off);
      }
    }
  }
}
