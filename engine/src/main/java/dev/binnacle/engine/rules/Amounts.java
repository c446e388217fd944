package dev.binnacle.engine.rules;

import java.time.Duration;

/** The checks that several settings share. */
final class Amounts {
  private static final Duration LONGEST = Duration.ofDays(366);

  private Amounts() {}

  static Duration positive(String what, Duration value) {
    if (value.isZero()) {
      throw new IllegalArgumentException(what + " must be above 0, was " + value);
    }
    return notNegative(what, value);
  }

  static Duration notNegative(String what, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + " must lie between 0 and 366 days, was " + value);
    }
    return value;
  }

  static double finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " must be a finite number, was " + value);
    }
    return value;
  }

  static double notNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be 0 or more, was " + value);
    }
    return value;
  }

  /** A fraction above 0 and up to {@code most}. */
  static double fraction(String what, double value, double most) {
    if (!(value > 0 && value <= most)) {
      throw new IllegalArgumentException(what + " must be a fraction above 0 and up to " + most + ", was " + value);
    }
    return value;
  }

  static int atLeast(String what, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be " + least + " or more, was " + value);
    }
    return value;
  }
}
