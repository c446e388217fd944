package dev.binnacle.server;

import dev.binnacle.model.BotId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All configuration files that are kept here. Opened off the start's path; what could not be opened is tried again.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class ManagedConfigs implements AutoCloseable {
  private static final Duration TRIED_AGAIN = Duration.ofSeconds(5);

  private final BiFunction<BotId, Settings.Config, ManagedConfig.Surroundings> around;
  private final ScheduledExecutorService opener =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("config-opener").daemon().factory());
  private volatile Map<BotId, ManagedConfig> byBot = Map.of();

  ManagedConfigs(BiFunction<BotId, Settings.Config, ManagedConfig.Surroundings> around) {
    this.around = around;
  }

  void start(Map<BotId, Settings.Bot> bots) {
    settle(bots);
    opener.scheduleWithFixedDelay(this::openAll, TRIED_AGAIN.toMillis(), TRIED_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Keeps these from now on: what is the same stays open, the rest is closed, and then opened. Waits for what is closed. */
  synchronized void settle(Map<BotId, Settings.Bot> bots) {
    Map<BotId, ManagedConfig> before = byBot;
    Map<BotId, ManagedConfig> next = new TreeMap<>();
    bots.forEach(
        (bot, settings) -> {
          Settings.Config wanted = settings.config();
          ManagedConfig known = before.get(bot);
          if (wanted != null) {
            next.put(bot,
                known != null && known.settings().equals(wanted)
                    ? known
                    : new ManagedConfig(bot, wanted, around.apply(bot, wanted)));
          }
        });
    // Closed before the next one is known, which the opener may otherwise open while this still holds the folder of its history.
    before.forEach(
        (bot, known) -> {
          if (next.get(bot) != known) {
            known.close();
          }
        });
    byBot = next;
    opener.execute(this::openAll);
  }

  private void openAll() {
    byBot.values().forEach(ManagedConfig::open);
  }

  @Nullable ManagedConfig of(BotId bot) {
    return byBot.get(bot);
  }

  Map<BotId, ManagedConfig> all() {
    return byBot;
  }

  @Override
  public void close() {
    opener.shutdown();
    try {
      if (!opener.awaitTermination(2, TimeUnit.SECONDS)) {
        opener.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byBot.values().forEach(ManagedConfig::close);
  }
}
