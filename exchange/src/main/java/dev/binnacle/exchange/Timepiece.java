package dev.binnacle.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time that passes, and waiting for it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface Timepiece extends InstantSource {
  /** Waits. Returns at once for a duration that is not above zero. */
  void sleep(Duration duration) throws InterruptedException;

  /** The machine's monotone clock: a deadline does not move when somebody sets the time of day. */
  static Timepiece system() {
    return new SystemTimepiece();
  }

  /** Begins at the time of day and goes on by the monotone clock. */
  final class SystemTimepiece implements Timepiece {
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    private SystemTimepiece() {}

    @Override
    public Instant instant() {
      return start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (duration.isPositive()) {
        Thread.sleep(duration);
      }
    }
  }
}
