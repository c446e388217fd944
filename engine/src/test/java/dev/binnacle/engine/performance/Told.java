package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ledger that is told things in short. */
final class Told {
  static final Instant MONDAY = Instant.parse("2024-01-01T12:00:00Z");

  final Ledger ledger;

  Told(Conventions conventions) {
    ledger = new Ledger(conventions);
  }

  static Told inOneDay() {
    return new Told(Conventions.DEFAULT);
  }

  /** Equity at noon of one day after the other, beginning on Monday, 1 January 2024. */
  static Told daily(Conventions conventions, String... equities) {
    Told told = new Told(conventions);
    for (int i = 0; i < equities.length; i++) {
      told.equity(noon(i), equities[i]);
    }
    return told;
  }

  /** Closed trades, one an hour; {@code +100/2} is a profit of 100 with fees of 2, {@code -5} a loss with unknown fees. */
  static Told trades(String... results) {
    Told told = inOneDay();
    for (int i = 0; i < results.length; i++) {
      String[] parts = results[i].split("/", 2);
      told.closed(MONDAY.plus(Duration.ofHours(i)), parts[0], parts.length > 1 ? parts[1] : null);
    }
    return told;
  }

  static Instant noon(int day) {
    return MONDAY.plus(Duration.ofDays(day));
  }

  static Instant at(String text) {
    return Instant.parse(text);
  }

  Arrival equity(Instant at, String value) {
    return equity(at, value, "0");
  }

  Arrival equity(Instant at, String value, String deposit) {
    return ledger.equity(at, new BigDecimal(value), new BigDecimal(deposit));
  }

  Arrival closed(Instant at, String pnl, @Nullable String fees) {
    return ledger.tradeClosed(at, new BigDecimal(pnl), fees == null ? null : new BigDecimal(fees), null);
  }

  Figures figures(Instant now) {
    return ledger.figures(now);
  }

  /** All figures as of the end of time, when every period is complete. */
  Figures figures() {
    return ledger.figures(Instant.parse("2199-12-31T00:00:00Z"));
  }
}
