package dev.binnacle.server;

import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.JournalHealth;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The probes of the server's parts. The readings are those that the stock's rules about the server name. */
final class ServerProbes {
  /** In percent of the disk: below the first the server is ill, below the second it cannot go on for long. */
  private static final double LITTLE = 10;
  private static final double HARDLY_ANY = 2;
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration FAR_BEHIND = Duration.ofSeconds(60);

  private ServerProbes() {}

  /** A probe from its name and what it does. */
  record Probe(String name, Supplier<Finding> looking) implements HealthProbe {
    @Override
    public Finding look() {
      return looking.get();
    }
  }

  /** @param history for how long the history has not held all that is durable */
  static List<HealthProbe> of(Binnacle.Rooms rooms, Path data, Supplier<Duration> history, Supplier<Instant> now) {
    return List.of(
        engine(() -> rooms.loop().failure(), () -> rooms.loop().snapshot().at(), now),
        journal(() -> rooms.storage().journal().health(), () -> rooms.storage().journal().backlog().entries()),
        history(history),
        disk(data));
  }

  /** @param turned the time of the engine's last turn, of which there is one a second at least */
  static HealthProbe engine(Supplier<Optional<Throwable>> failure, Supplier<Instant> turned, Supplier<Instant> now) {
    return new Probe("engine", () -> {
      Duration lag = Duration.between(turned.get(), now.get());
      List<Sample> readings = List.of(Sample.of("engine_lag_seconds", Math.max(0, lag.toMillis() / 1000.0)));
      if (failure.get().isPresent()) {
        return new HealthProbe.Finding(
            Health.FAILED, "has stopped after an error; restart the server and see its log", readings);
      }
      return lag.compareTo(LATE) > 0
          ? new HealthProbe.Finding(Health.DEGRADED, "is " + lag.toSeconds() + " s behind", readings)
          : new HealthProbe.Finding(Health.HEALTHY, "keeps up", readings);
    });
  }

  static HealthProbe journal(Supplier<JournalHealth> health, LongSupplier backlog) {
    return new Probe("journal", () -> {
      JournalHealth now = health.get();
      List<Sample> readings =
          List.of(
              Sample.of("journal_failing", now.failing() ? 1 : 0), Sample.of("journal_backlog", backlog.getAsLong()));
      return now.failing()
          ? new HealthProbe.Finding(Health.FAILED, "cannot be written: " + now.reason(), readings)
          : new HealthProbe.Finding(Health.HEALTHY, "is written", readings);
    });
  }

  static HealthProbe history(Supplier<Duration> lag) {
    return new Probe("history", () -> {
      Duration behind = lag.get();
      List<Sample> readings = List.of(Sample.of("history_lag_seconds", behind.toMillis() / 1000.0));
      return behind.compareTo(FAR_BEHIND) > 0
          ? new HealthProbe.Finding(Health.DEGRADED, "is " + behind.toSeconds() + " s behind", readings)
          : new HealthProbe.Finding(Health.HEALTHY, "keeps up", readings);
    });
  }

  static HealthProbe disk(Path folder) {
    return new Probe("disk", () -> {
      try {
        FileStore disk = Files.getFileStore(folder);
        return disk(disk.getUsableSpace(), disk.getTotalSpace());
      } catch (IOException e) {
        return new HealthProbe.Finding(Health.FAILED, "cannot be looked at: " + e.getMessage(), List.of());
      }
    });
  }

  static HealthProbe.Finding disk(long usable, long total) {
    if (total <= 0) {
      return new HealthProbe.Finding(Health.UNKNOWN, "does not say how large it is", List.of());
    }
    double percent = 100.0 * usable / total;
    Health health = percent < HARDLY_ANY ? Health.FAILED : percent < LITTLE ? Health.DEGRADED : Health.HEALTHY;
    String message = String.format(Locale.ROOT, "%.1f %% of it are free, %d MiB", percent, usable >> 20);
    return new HealthProbe.Finding(
        health, message, List.of(Sample.of("disk_free_percent", percent), Sample.of("disk_free_mb", usable / 1e6)));
  }
}
