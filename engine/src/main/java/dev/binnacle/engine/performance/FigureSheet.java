package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Works out the figures of one moment. */
final class FigureSheet {
  private static final String NO_EQUITY = "no equity mark yet";

  private final Conventions conventions;
  private final Periods periods;
  private final EquityBook equity;
  private final TradeBook trades;
  private final Instant now;
  private final Reasons reasons = new Reasons();

  FigureSheet(Conventions conventions, Periods periods, EquityBook equity, TradeBook trades, Instant now) {
    this.conventions = conventions;
    this.periods = periods;
    this.equity = equity;
    this.trades = trades;
    this.now = now;
  }

  Figures fill(Present present, OperationsWindow.Tally operations, long restated, long tooLate) {
    Curve curve = equity.curve();
    TradeFigures traded = trades.sheet().figures();
    reasons.addAll(trades.sheet().undefined());
    CompleteReturns returns = curve == null ? null : new CompleteReturns(equity.window(), curve, hasEnded(curve.period()));
    ProfitFigures profit = profit(curve, returns);
    RiskFigures risk = risk(curve, present, operations);
    ReturnFigures returned = returned(returns, profit.annualReturn(), risk.maxDrawdown());
    Coverage coverage =
        new Coverage(
            returns == null ? 0 : returns.moments().count(),
            returns == null ? 0 : returns.windowSize(),
            curve == null ? null : curve.first().at(),
            curve == null ? null : curve.last().at(),
            restated,
            tooLate);
    reasons.need(curve != null, NO_EQUITY, "since", "until");
    return new Figures(now, profit, traded, returned, risk, coverage, conventions, reasons.toMap());
  }

  private boolean hasEnded(long period) {
    return !now.isBefore(periods.endOf(period));
  }

  private ProfitFigures profit(@Nullable Curve curve, @Nullable CompleteReturns returns) {
    if (curve == null || returns == null) {
      reasons.need(false, NO_EQUITY, "equity", "net_deposits", "total_return", "daily_return", "annual_return");
      BigDecimal today = netOfToday(periods.dayOf(now));
      PnlBasis basis = PnlBasis.CLOSED_TRADES;
      return new ProfitFigures(null, null, netOfTrades(), basis, today, basis, null, null, null);
    }
    BigDecimal value = curve.last().equity();
    boolean compares = !curve.last().equals(curve.first());
    long today = Math.max(periods.dayOf(now), curve.day());
    boolean marked = curve.day() == today && (compares || !trades.closedOn(today));
    BigDecimal changed = value.subtract(curve.first().equity()).subtract(curve.paidIn());
    BigDecimal changedToday = value.subtract(curve.dayOpening()).subtract(curve.dayPaidIn());
    return new ProfitFigures(
        value,
        curve.paidIn(),
        compares ? changed : netOfTrades(),
        compares ? PnlBasis.EQUITY : PnlBasis.CLOSED_TRADES,
        marked ? changedToday : netOfToday(today),
        marked ? PnlBasis.EQUITY : PnlBasis.CLOSED_TRADES,
        growth("total_return", curve.total(), value),
        reasons.need(curve.day() == today, "no equity mark since the day began", "daily_return")
            ? growth("daily_return", curve.inDay(), value)
            : null,
        annual(returns.moments()));
  }

  private @Nullable BigDecimal netOfTrades() {
    boolean any = reasons.need(trades.totals().count() > 0, "neither two equity marks nor a closed trade yet", "total_pnl");
    return any ? trades.totals().net() : null;
  }

  private @Nullable BigDecimal netOfToday(long today) {
    boolean any = equity.curve() != null || trades.totals().count() > 0;
    return reasons.need(any, "neither an equity mark nor a closed trade yet", "daily_pnl") ? trades.netOf(today) : null;
  }

  private @Nullable Double growth(String figure, Span span, BigDecimal value) {
    boolean grows = reasons.need(span.grows(), "the equity that it began with was not above zero", figure);
    return grows ? reasons.finite(figure, span.at(value.doubleValue()) - 1) : null;
  }

  private @Nullable Double annual(Moments moments) {
    if (!reasons.need(moments.count() >= 2, ReturnFigures.tooFew(moments.count()), "annual_return")) {
      return null;
    }
    double annual = Math.pow(moments.growth(), conventions.periodsPerYear() / moments.count()) - 1;
    return reasons.finite("annual_return", annual);
  }

  private ReturnFigures returned(
      @Nullable CompleteReturns returns, @Nullable Double annualReturn, @Nullable Drawdown maxDrawdown) {
    double depth = maxDrawdown == null ? 0 : maxDrawdown.depth();
    return returns == null
        ? ReturnFigures.none(NO_EQUITY, reasons)
        : ReturnFigures.of(returns, conventions, annualReturn, depth, reasons);
  }

  private RiskFigures risk(@Nullable Curve curve, Present present, OperationsWindow.Tally operations) {
    Underwater underwater = curve == null ? null : curve.underwater();
    TradeBook.RiskTaken risk = trades.risk();
    boolean stops = reasons.need(risk.count() > 0, "no trade was opened with a stop and a known equity", "risk_per_trade");
    boolean enough =
        reasons.need(
            operations.attempted() >= OperationsWindow.FEWEST,
            "needs " + OperationsWindow.FEWEST + " operations within 24 hours, has " + operations.attempted(),
            "success_rate");
    reasons.need(present.riskFactor() != null, "the bot has not reported one", "dynamic_risk_factor");
    reasons.need(present.riskReason() != null, "the bot has not reported one", "risk_reason");
    reasons.need(
        underwater != null,
        curve == null ? NO_EQUITY : "equity has not been above zero yet",
        "current_drawdown",
        "current_drawdown_since",
        "max_drawdown",
        "max_drawdown_peak_at",
        "max_drawdown_trough_at",
        "max_drawdown_recovered_at",
        "max_drawdown_duration_seconds");
    return new RiskFigures(
        underwater == null ? null : underwater.depth(),
        underwater == null || underwater.depth() == 0 ? null : underwater.peakAt(),
        underwater == null ? null : drawdown(underwater),
        exposure("exposure", curve, present.grossValue()),
        exposure("net_exposure", curve, present.netValue()),
        exposure("symbol_exposure", curve, present.largestValue()),
        stops ? reasons.finite("risk_per_trade", risk.sum() / risk.count()) : null,
        present.riskFactor(),
        present.riskReason(),
        enough ? (double) operations.succeeded() / operations.attempted() : null,
        operations.attempted(),
        operations.succeeded());
  }

  private Drawdown drawdown(Underwater underwater) {
    Drawdown deepest = Drawdown.of(underwater, now);
    reasons.need(underwater.depth() < 0, "not below the peak", "current_drawdown_since");
    reasons.need(
        deepest.depth() < 0,
        "no drawdown yet",
        "max_drawdown_peak_at",
        "max_drawdown_trough_at",
        "max_drawdown_recovered_at",
        "max_drawdown_duration_seconds");
    reasons.need(deepest.recoveredAt() != null, "not recovered yet", "max_drawdown_recovered_at");
    return deepest;
  }

  private @Nullable Double exposure(String figure, @Nullable Curve curve, @Nullable BigDecimal value) {
    if (!reasons.need(value != null, "the value of the open positions is not known", figure)
        || !reasons.need(curve != null, NO_EQUITY, figure)
        || value == null
        || curve == null
        || !reasons.need(curve.last().equity().signum() > 0, "equity is not above zero", figure)) {
      return null;
    }
    return reasons.finite(figure, Amounts.ratio(value, curve.last().equity()));
  }
}
