package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Instant;

/** The equity at a time, after the deposit that came with it (below zero: a withdrawal). */
record Mark(Instant at, BigDecimal equity, BigDecimal deposit) {
  Mark {
    Amounts.time(at);
    Amounts.decimal("equity", equity);
    Amounts.decimal("deposit", deposit);
  }

  boolean carriesDeposit() {
    return deposit.signum() != 0;
  }

  double after() {
    return equity.doubleValue();
  }

  /** The equity just before the deposit. The subtraction is exact, so that an idle account has a return of exactly zero. */
  double before() {
    return carriesDeposit() ? equity.subtract(deposit).doubleValue() : equity.doubleValue();
  }
}
