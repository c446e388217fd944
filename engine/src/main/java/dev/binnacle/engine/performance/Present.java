package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of the present only, and replaced by what is newer. */
record Present(
    @Nullable BigDecimal grossValue,
    @Nullable BigDecimal netValue,
    @Nullable BigDecimal largestValue,
    @Nullable Instant grossValueAt,
    @Nullable Double riskFactor,
    @Nullable String riskReason,
    @Nullable Instant riskAt) {
  static final Present UNKNOWN = new Present(null, null, null, null, null, null, null);

  Present withValue(Instant at, @Nullable PositionValue value) {
    if (!Amounts.newer(at, grossValueAt)) {
      return this;
    }
    return value == null
        ? new Present(null, null, null, at, riskFactor, riskReason, riskAt)
        : new Present(value.gross(), value.net(), value.largest(), at, riskFactor, riskReason, riskAt);
  }

  Present withRisk(Instant at, @Nullable Double factor, @Nullable String reason) {
    return Amounts.newer(at, riskAt)
        ? new Present(grossValue, netValue, largestValue, grossValueAt, factor, reason, at)
        : this;
  }
}
