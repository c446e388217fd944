package dev.binnacle.engine.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the marks of one instrument, or of any, come in, by the engine's clock.
 *
 * @param heard when the last one came
 * @param pause the longest time between two of late: a longer one is remembered at once, and forgotten as marks come faster again
 * @param marks that came since the engine runs
 */
public record Feed(Instant heard, Duration pause, long marks) {
  /** What is left of the longest pause after one mark more. */
  private static final int KEPT = 15;
  private static final int OF = 16;

  static Feed next(@Nullable Feed before, Instant now) {
    if (before == null) {
      return new Feed(now, Duration.ZERO, 1);
    }
    Duration pause = Duration.between(before.heard, now);
    Duration faded = before.pause.multipliedBy(KEPT).dividedBy(OF);
    return new Feed(now, pause.compareTo(faded) > 0 ? pause : faded, before.marks + 1);
  }
}
