package dev.binnacle.config;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together how the configuration does. */
final class HealthView {
  private HealthView() {}

  static ConfigHealth of(Live<?> live, Board board, Listeners<?> listeners, Instant now) {
    Snapshot<?> committed = live.committed();
    String degraded = board.degraded();
    Instant missing = board.missingSince;
    List<ConfigHealth.ConsumerState> consumers = live.consumers.values().stream()
        .map(consumer -> new ConfigHealth.ConsumerState(consumer.name(), consumer.seenVersion(), lag(consumer, committed, now)))
        .toList();
    return new ConfigHealth(status(board, degraded, missing), reason(board, degraded, missing), committed.version(),
        board.reloads.get(),
        board.refusals.get(), board.noOps.get(), board.deferred.get(), board.turnedAway.get(), board.dropped.get(),
        board.lastReload,
        board.failuresRunning, board.watching, degraded, consumers, listeners.ill());
  }

  private static ConfigHealth.Status status(Board board, @Nullable String degraded, @Nullable Instant missing) {
    if (missing != null) {
      return ConfigHealth.Status.SOURCE_MISSING;
    }
    if (board.failuresRunning > 0) {
      return ConfigHealth.Status.REFUSING;
    }
    return degraded == null ? ConfigHealth.Status.ACTIVE : ConfigHealth.Status.DEGRADED;
  }

  private static @Nullable String reason(Board board, @Nullable String degraded, @Nullable Instant missing) {
    if (missing != null) {
      return "the file is gone since " + missing;
    }
    if (board.failuresRunning > 0 && degraded == null) {
      return "the last " + (board.failuresRunning == 1 ? "save was" : board.failuresRunning + " saves were") + " refused";
    }
    return degraded;
  }

  private static Duration lag(ConfigConsumer consumer, Snapshot<?> committed, Instant now) {
    Duration since = Duration.between(committed.at(), now);
    return consumer.seenVersion() >= committed.version() || since.isNegative() ? Duration.ZERO : since;
  }
}
