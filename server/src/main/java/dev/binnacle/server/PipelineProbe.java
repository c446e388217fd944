package dev.binnacle.server;

import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.Outbox;
import dev.binnacle.storage.OutboxHealth;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries the way of an alert from the decision to the channels' workers: the outbox's thread has to take up all that is decided, to write, and
 * to have the disk keep it. No message is made for it. Whether the workers move is seen of each channel by itself.
 *
 * <p><b>Threads:</b> thread-safe; a look may take three seconds.
 */
final class PipelineProbe implements HealthProbe {
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  /** A disk that is slow for a moment is no reason to call the watcher. */
  private static final Duration GONE = Duration.ofMinutes(1);

  private final Outbox outbox;
  private final LongSupplier nanos;
  private long answered; // guarded by this
  private @Nullable Finding last; // guarded by this

  /** @param nanos a clock for durations, such as {@link System#nanoTime} */
  PipelineProbe(Outbox outbox, LongSupplier nanos) {
    this.outbox = outbox;
    this.nanos = nanos;
    answered = nanos.getAsLong();
  }

  @Override
  public String name() {
    return "alert-pipeline";
  }

  /** While it is well it is tried every 30 s, and at every look while it is not. */
  @Override
  public synchronized Finding look() {
    Finding before = last;
    if (before != null && before.health() == Health.HEALTHY && since(answered).compareTo(EVERY) < 0) {
      return before;
    }
    Finding now = attempt();
    last = now;
    return now;
  }

  private Finding attempt() {
    long begun = nanos.getAsLong();
    if (isAnswered()) {
      answered = nanos.getAsLong();
      Duration took = since(begun);
      return new Finding(Health.HEALTHY, "takes " + took.toMillis() + " ms from the journal to the outbox", readings(took));
    }
    Duration silent = since(answered);
    OutboxHealth outboxHealth = outbox.health();
    String why = outboxHealth.reason() == null ? "" : ": " + outboxHealth.reason();
    return new Finding(
        silent.compareTo(GONE) < 0 ? Health.DEGRADED : Health.FAILED,
        "what is decided has not come into the outbox for " + silent.toSeconds() + " s" + why, readings(silent));
  }

  private boolean isAnswered() {
    try {
      return outbox.probe(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Duration since(long then) {
    return Duration.ofNanos(nanos.getAsLong() - then);
  }

  private static List<Sample> readings(Duration time) {
    return List.of(Sample.of("alert_pipeline_seconds", time.toMillis() / 1000.0));
  }
}
