package dev.binnacle.engine.performance;

import java.time.Duration;

/** Durations as they travel: seconds with a fraction. */
final class Seconds {
  private Seconds() {}

  static double of(Duration length) {
    return length.getSeconds() + length.getNano() / 1e9;
  }
}
