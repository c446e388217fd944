package dev.binnacle.engine.performance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the returns {@code r} of the N complete periods say. A period is complete when the next one has begun; the first one,
 * in which the marks begin, has no return. Periods without a mark between two that have one are idle: the equity is carried
 * forward and the return is zero. {@code P} is periods per year, {@code s} the sample deviation of {@code r} (N - 1). Each
 * figure needs two periods.
 *
 * <p>The percentiles are those of the newest 4,000 complete periods (and the one that ended last); all else covers all periods.
 *
 * @param sharpe {@code mean(r - f) / s · √P}, with {@code f} the risk-free return of a period (W. F. Sharpe, "The Sharpe
 *     Ratio", Journal of Portfolio Management, 1994); null where the returns do not vary
 * @param sortino {@code mean(r) / d · √P}, with the downside deviation {@code d = √(Σ min(r, 0)² / N)} over all periods
 *     against a target of 0 (F. A. Sortino and L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal
 *     of Investing, 1994); null where no period lost
 * @param calmar annual return / |maximum drawdown| (T. W. Young, "Calmar Ratio: A Smoother Tool", Futures, 1991), both since
 *     the beginning instead of over 36 months; null where there was no drawdown
 * @param volatility {@code s · √P}
 * @param downsideDeviation {@code d · √P}
 * @param valueAtRisk95 the 5th percentile of {@code r}, linearly interpolated at rank {@code 1 + 0.05 (N - 1)} (definition 7
 *     of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician, 1996). A loss is
 *     below zero; above zero even the fifth worst of a hundred periods earned
 * @param conditionalValueAtRisk95 mean of the returns at or below that (R. T. Rockafellar and S. Uryasev, "Optimization of
 *     Conditional Value-at-Risk", Journal of Risk, 2000)
 * @param parametricValueAtRisk95 {@code mean(r) + z · s}, with {@code z = -1.644854} the 5th percentile of the normal
 *     distribution (P. Jorion, "Value at Risk", 3rd ed., 2006)
 * @param parametricConditionalValueAtRisk95 {@code mean(r) - s · φ(z) / 0.05}, with {@code φ(z) / 0.05 = 2.062713}
 */
public record ReturnFigures(
    @Nullable Double sharpe,
    @Nullable Double sortino,
    @Nullable Double calmar,
    @Nullable Double volatility,
    @Nullable Double downsideDeviation,
    @Nullable Double valueAtRisk95,
    @Nullable Double conditionalValueAtRisk95,
    @Nullable Double parametricValueAtRisk95,
    @Nullable Double parametricConditionalValueAtRisk95) {

  private static final String[] ALL = {
    "sharpe_ratio",
    "sortino_ratio",
    "calmar_ratio",
    "volatility",
    "downside_deviation",
    "value_at_risk_95",
    "conditional_value_at_risk_95",
    "parametric_value_at_risk_95",
    "parametric_conditional_value_at_risk_95"
  };
  private static final ReturnFigures NONE = new ReturnFigures(null, null, null, null, null, null, null, null, null);
  private static final double NORMAL_5TH_PERCENTILE = -1.6448536269514722;
  private static final double NORMAL_5_PERCENT_TAIL_MEAN = -2.0627128075074257;

  /**
   * @param annualReturn null if there is none
   * @param maxDrawdown zero or below
   */
  static ReturnFigures of(
      CompleteReturns returns, Conventions conventions, @Nullable Double annualReturn, double maxDrawdown, Reasons reasons) {
    Moments moments = returns.moments();
    if (moments.count() < 2) {
      return none(tooFew(moments.count()), reasons);
    }
    double scale = Math.sqrt(conventions.periodsPerYear());
    double deviation = moments.deviation();
    double downside = moments.downsideDeviation();
    double valueAtRisk = returns.fifthPercentile();
    boolean varies = reasons.need(deviation > 0, "the returns do not vary", "sharpe_ratio");
    boolean loses = reasons.need(downside > 0, "no period lost", "sortino_ratio");
    boolean sinks = reasons.need(maxDrawdown < 0, "no drawdown yet", "calmar_ratio");
    boolean grows = reasons.need(annualReturn != null, "the annual return is undefined", "calmar_ratio");
    return new ReturnFigures(
        varies ? reasons.finite("sharpe_ratio", (moments.mean() - conventions.riskFreePerPeriod()) / deviation * scale) : null,
        loses ? reasons.finite("sortino_ratio", moments.mean() / downside * scale) : null,
        sinks && grows && annualReturn != null ? reasons.finite("calmar_ratio", annualReturn / -maxDrawdown) : null,
        reasons.finite("volatility", deviation * scale),
        reasons.finite("downside_deviation", downside * scale),
        reasons.finite("value_at_risk_95", valueAtRisk),
        reasons.finite("conditional_value_at_risk_95", returns.meanUpTo(valueAtRisk)),
        reasons.finite("parametric_value_at_risk_95", moments.mean() + NORMAL_5TH_PERCENTILE * deviation),
        reasons.finite(
            "parametric_conditional_value_at_risk_95", moments.mean() + NORMAL_5_PERCENT_TAIL_MEAN * deviation));
  }

  static ReturnFigures none(String reason, Reasons reasons) {
    reasons.need(false, reason, ALL);
    return NONE;
  }

  static String tooFew(long periods) {
    return "needs 2 complete periods, has " + periods;
  }

  void nameIn(Map<String, @Nullable Object> names) {
    names.put("sharpe_ratio", sharpe);
    names.put("sortino_ratio", sortino);
    names.put("calmar_ratio", calmar);
    names.put("volatility", volatility);
    names.put("downside_deviation", downsideDeviation);
    names.put("value_at_risk_95", valueAtRisk95);
    names.put("conditional_value_at_risk_95", conditionalValueAtRisk95);
    names.put("parametric_value_at_risk_95", parametricValueAtRisk95);
    names.put("parametric_conditional_value_at_risk_95", parametricConditionalValueAtRisk95);
  }
}
