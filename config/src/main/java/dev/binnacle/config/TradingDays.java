package dev.binnacle.config;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** What a market does on a date, in its own zone. */
interface TradingDays {
  Day on(LocalDate date);

  /** Whether it ever closes. */
  default boolean closes() {
    return true;
  }

  sealed interface Day {
    String reason();
  }

  /** {@code hours} are in order, at least one. */
  record Trading(List<Hours> hours, String reason) implements Day {
    static Trading of(LocalTime from, LocalTime to, String reason) {
      return new Trading(List.of(new Hours(from, to)), reason);
    }
  }

  record Holiday(String reason) implements Day {}

  record Unsure(String reason) implements Day {}

  /** Midnight as the end is that of the day's end. */
  record Hours(LocalTime from, LocalTime to) {
    boolean untilMidnight() {
      return to.equals(LocalTime.MIDNIGHT);
    }
  }

  /** A market that never closes. */
  record Always() implements TradingDays {
    @Override
    public Day on(LocalDate date) {
      return Trading.of(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, "trades around the clock");
    }

    @Override
    public boolean closes() {
      return false;
    }
  }
}
