package dev.binnacle.client;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: at random up to a bound that doubles with each failure, so that a thousand bots that lost the
 * same server do not come back together.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class Backoff {
  static final long SHORTEST_BOUND_NANOS = 100_000_000L;
  static final long LONGEST_BOUND_NANOS = 30_000_000_000L;
  private static final int MOST_DOUBLINGS = 20;

  private final DoubleSupplier random;
  private int failures;

  /**
   * @param random numbers from 0 to 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  long nextNanos() {
    long bound = Math.min(LONGEST_BOUND_NANOS, SHORTEST_BOUND_NANOS << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return (long) (random.getAsDouble() * bound);
  }

  /** The wait after a refusal that will not pass by itself, such as of a wrong token: long, and never short by chance. */
  long refusedNanos() {
    failures++;
    return LONGEST_BOUND_NANOS + (long) (random.getAsDouble() * LONGEST_BOUND_NANOS);
  }

  void reset() {
    failures = 0;
  }
}
