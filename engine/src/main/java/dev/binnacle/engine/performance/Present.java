package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of the present only, and replaced by what is newer. */
record Present(
    @Nullable BigDecimal grossValue,
    @Nullable Instant grossValueAt,
    @Nullable Double riskFactor,
    @Nullable String riskReason,
    @Nullable Instant riskAt) {
  static final Present UNKNOWN = new Present(null, null, null, null, null);

  Present withGrossValue(Instant at, @Nullable BigDecimal value) {
    return Amounts.newer(at, grossValueAt) ? new Present(value, at, riskFactor, riskReason, riskAt) : this;
  }

  Present withRisk(Instant at, @Nullable Double factor, @Nullable String reason) {
    return Amounts.newer(at, riskAt) ? new Present(grossValue, grossValueAt, factor, reason, at) : this;
  }
}
