package dev.binnacle.engine.performance;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is and was at risk. The drawdowns are those of the curve of time-weighted growth at every mark (M. Magdon-Ismail and
 * A. F. Atiya, "Maximum Drawdown", Risk, 2004): a deposit neither deepens nor heals one. After a loss of everything, -1, the
 * curve begins anew with the next equity above zero.
 *
 * @param currentDrawdown {@code now / peak - 1}, zero or below
 * @param currentDrawdownSince when the curve last stood at its peak, null at the peak
 * @param exposure gross value of the open positions / equity
 * @param netExposure what is long less what is short / equity: below zero when short outweighs
 * @param symbolExposure gross value of the instrument with the largest one / equity
 * @param riskPerTrade mean of |entry - stop| x quantity / equity at entry over the trades opened with a stop (Tharp's percent
 *     risk). The equity at entry is the last mark at or before it that was known when the trade was reported
 * @param dynamicRiskFactor the bot's own figure, never reckoned here
 * @param riskReason what the bot gave as its reason
 * @param successRate operations succeeded / attempted over the last 24 hours in steps of ten minutes, if there were at least
 *     20. It says nothing of profit: that is the win rate
 */
public record RiskFigures(
    @Nullable Double currentDrawdown,
    @Nullable Instant currentDrawdownSince,
    @Nullable Drawdown maxDrawdown,
    @Nullable Double exposure,
    @Nullable Double netExposure,
    @Nullable Double symbolExposure,
    @Nullable Double riskPerTrade,
    @Nullable Double dynamicRiskFactor,
    @Nullable String riskReason,
    @Nullable Double successRate,
    long operationsAttempted,
    long operationsSucceeded) {

  void nameIn(Map<String, @Nullable Object> names) {
    Drawdown deepest = maxDrawdown;
    Duration duration = deepest == null ? null : deepest.duration();
    names.put("current_drawdown", currentDrawdown);
    names.put("current_drawdown_since", currentDrawdownSince);
    names.put("max_drawdown", deepest == null ? null : deepest.depth());
    names.put("max_drawdown_peak_at", deepest == null ? null : deepest.peakAt());
    names.put("max_drawdown_trough_at", deepest == null ? null : deepest.troughAt());
    names.put("max_drawdown_recovered_at", deepest == null ? null : deepest.recoveredAt());
    names.put("max_drawdown_duration_seconds", duration == null ? null : Seconds.of(duration));
    names.put("exposure", exposure);
    names.put("net_exposure", netExposure);
    names.put("symbol_exposure", symbolExposure);
    names.put("risk_per_trade", riskPerTrade);
    names.put("dynamic_risk_factor", dynamicRiskFactor);
    names.put("risk_reason", riskReason);
    names.put("success_rate", successRate);
    names.put("operations_attempted", operationsAttempted);
    names.put("operations_succeeded", operationsSucceeded);
  }
}
