package dev.binnacle.storage;

import java.time.Duration;

/** How finely readings are kept, and so for how long. */
enum Tier {
  FULL(0, Duration.ZERO),
  MINUTES(1, Duration.ofMinutes(1)),
  HOURS(2, Duration.ofHours(1));

  static final long MINUTE_MILLIS = 60_000;
  static final long HOUR_MILLIS = 3_600_000;
  static final long DAY_MILLIS = 86_400_000;

  private final int number;
  private final Duration resolution;

  Tier(int number, Duration resolution) {
    this.number = number;
    this.resolution = resolution;
  }

  /** As the file calls it. */
  int number() {
    return number;
  }

  Duration resolution() {
    return resolution;
  }

  static long floor(long millis, long step) {
    return Math.floorDiv(millis, step) * step;
  }
}
