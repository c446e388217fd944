package dev.binnacle.notify;

import java.time.Duration;
import java.util.List;

/**
 * What a service takes.
 *
 * @param rates all of which hold; empty for as fast as it goes
 * @param merges whether many waiting messages may be sent as one digest
 * @param images whether a chart can be attached
 */
public record Limits(List<Rate> rates, boolean merges, boolean images) {
  public static final Limits NONE = new Limits(List.of(), false, false);

  public Limits {
    rates = List.copyOf(rates);
  }

  /** At most {@code permits} sends in any {@code window}. */
  public record Rate(int permits, Duration window) {
    public Rate {
      if (permits < 1 || window.isNegative() || window.isZero()) {
        throw new IllegalArgumentException(
            "a rate must allow 1 send or more in a time above 0, was " + permits + " in " + window);
      }
    }

    public static Rate of(int permits, Duration window) {
      return new Rate(permits, window);
    }
  }
}
