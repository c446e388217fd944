package dev.binnacle.engine.performance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How time is cut into the periods whose returns the ratios are made of. {@code length} is set for {@link Kind#FIXED} only.
 *
 * <p><b>Threads:</b> immutable.
 */
public record Sampling(Kind kind, @Nullable Duration length) {
  /** Every calendar day, which suits a market that never closes. */
  public static final Sampling DAILY = new Sampling(Kind.DAILY, null);

  /** Monday to Friday. Marks of a week-end belong to the Monday after it; holidays are ordinary days. */
  public static final Sampling WEEKDAYS = new Sampling(Kind.WEEKDAYS, null);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  public Sampling {
    if ((kind == Kind.FIXED) != (length != null)) {
      throw new IllegalArgumentException("sampling needs a length if it is fixed, and only then, was " + kind + ", " + length);
    }
    if (length != null && !isLength(length)) {
      throw new IllegalArgumentException("sampling must be whole seconds, from 1 second to 366 days, was " + length);
    }
  }

  /**
   * Periods of one length, counted from 1970-01-01T00:00Z.
   *
   * @throws IllegalArgumentException if the length is not of whole seconds, or not between one second and 366 days
   */
  public static Sampling every(Duration length) {
    return new Sampling(Kind.FIXED, length);
  }

  /** Whether periods may be as long as this. */
  public static boolean isLength(Duration length) {
    return length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0
        && length.equals(Duration.ofSeconds(length.toSeconds()));
  }

  /** {@code daily}, {@code weekdays}, or the length in ISO-8601 such as {@code PT1H}. */
  public String label() {
    return switch (kind) {
      case DAILY -> "daily";
      case WEEKDAYS -> "weekdays";
      case FIXED -> String.valueOf(length);
    };
  }

  /** The ways to cut time. */
  public enum Kind {
    DAILY,
    WEEKDAYS,
    FIXED
  }
}
