package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules for what may be booked: bounded decimals and times that a bot can mean. */
final class Amounts {
  /** What is below this is rounding, in a return, a deviation or a drawdown. */
  static final double NOISE = 1e-12;

  /** Growth is cut off here, so that no product of growths overflows. */
  static final double LARGEST_GROWTH = 1e100;

  private static final int DIGITS = 30;
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Amounts() {}

  /** A decimal on which no arithmetic can explode: 1E+999999999 is one number and a gigabyte once something is added to it. */
  static BigDecimal decimal(String name, BigDecimal value) {
    if (value.scale() > DIGITS || (long) value.precision() - value.scale() > DIGITS) {
      throw new IllegalArgumentException(name + " must have at most " + DIGITS + " digits on either side of the point");
    }
    return value;
  }

  static BigDecimal notNegative(String name, BigDecimal value) {
    if (decimal(name, value).signum() < 0) {
      throw new IllegalArgumentException(name + " must not be below 0, was " + value.toPlainString());
    }
    return value;
  }

  static Instant time(Instant at) {
    if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
      throw new IllegalArgumentException("time must lie between 1990 and 2200, was " + at);
    }
    return at;
  }

  static BigDecimal mean(BigDecimal sum, long count) {
    return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
  }

  static double ratio(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, MathContext.DECIMAL64).doubleValue();
  }

  static boolean newer(Instant at, @Nullable Instant known) {
    return known == null || !at.isBefore(known);
  }
}
