package dev.binnacle.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: twice as long each time, give or take a fifth so that many who failed together do not come back together.
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

  /** @param failures in a row, from 1 */
  Duration after(int failures) {
    int doublings = Math.min(30, Math.max(0, failures - 1));
    long millis = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis((long) (millis * (0.8 + 0.4 * random.nextDouble())));
  }
}
