package dev.binnacle.web.view;

import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.engine.performance.Coverage;
import dev.binnacle.engine.performance.Drawdown;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.ProfitFigures;
import dev.binnacle.engine.performance.ReturnFigures;
import dev.binnacle.engine.performance.RiskFigures;
import dev.binnacle.engine.performance.TradeFigures;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Performance figures: fractions, exact amounts, and for each one that is undefined the reason. */
public final class FigureShapes {
  private static final Shape<Conventions> CONVENTIONS =
      Shape
          .<Conventions>object("Conventions",
              "What the figures depend on beside what happened: figures of unlike conventions do not compare")
          .text("sampling", conventions -> conventions.sampling().label())
          .number("periods_per_year", Conventions::periodsPerYear)
          .number("risk_free_rate", Conventions::riskFreeRate)
          .text("time_zone", conventions -> conventions.zone().getId())
          .text("day_start", conventions -> conventions.dayStart().toString())
          .constant("returns", "time-weighted")
          .constant("equity", "with unrealised profit")
          .constant("deviation", "sample")
          .number("downside_target", conventions -> 0)
          .constant("trade_result", "net of fees")
          .shape();

  public static final Shape<Figures> PERFORMANCE =
      Shape
          .<Figures>object("Performance",
              "What trading earned and what it risked. Ratios, returns and drawdowns are fractions, amounts exact")
          .with(profit(), Figures::profit)
          .with(trades(), Figures::trades)
          .with(returns(), Figures::returns)
          .with(risk(), Figures::risk)
          .with(coverage(), Figures::coverage)
          .map("undefined", Shape.text(Function.<String>identity()), Figures::undefined)
          .note("why a figure is null, under its name")
          .child("conventions", CONVENTIONS, Figures::conventions)
          .shape();

  private FigureShapes() {}

  private static Fields<ProfitFigures> profit() {
    return Shape.<ProfitFigures>object("Profit", "What was earned")
        .decimalOrNull("equity", ProfitFigures::equity)
        .decimalOrNull("net_deposits", ProfitFigures::netDeposits)
        .decimalOrNull("total_pnl", ProfitFigures::totalPnl)
        .text("total_pnl_basis", profit -> profit.totalPnlBasis().wireName())
        .decimalOrNull("daily_pnl", ProfitFigures::dailyPnl)
        .text("daily_pnl_basis", profit -> profit.dailyPnlBasis().wireName())
        .numberOrNull("total_return", ProfitFigures::totalReturn)
        .numberOrNull("daily_return", ProfitFigures::dailyReturn)
        .numberOrNull("annual_return", ProfitFigures::annualReturn);
  }

  private static Fields<TradeFigures> trades() {
    return Shape.<TradeFigures>object("TradeFigures", "What the closed trades came to")
        .count("total_trades", TradeFigures::total)
        .count("winning_trades", TradeFigures::winning)
        .count("losing_trades", TradeFigures::losing)
        .count("break_even_trades", TradeFigures::breakEven)
        .count("trades_without_fees", TradeFigures::withoutFees)
        .numberOrNull("win_rate", TradeFigures::winRate)
        .decimal("gross_profit", TradeFigures::grossProfit)
        .decimal("gross_loss", TradeFigures::grossLoss)
        .decimal("net_profit", TradeFigures::netProfit)
        .decimal("fees", TradeFigures::fees)
        .decimalOrNull("average_win", TradeFigures::averageWin)
        .decimalOrNull("average_loss", TradeFigures::averageLoss)
        .decimalOrNull("expectancy", TradeFigures::expectancy)
        .numberOrNull("expectancy_ratio", TradeFigures::expectancyRatio)
        .numberOrNull("profit_factor", TradeFigures::profitFactor)
        .numberOrNull("sqn", TradeFigures::systemQuality)
        .count("longest_winning_streak", TradeFigures::longestWinningStreak)
        .count("longest_losing_streak", TradeFigures::longestLosingStreak)
        .count("current_streak", TradeFigures::currentStreak)
        .numberOrNull("average_duration_seconds", trades -> seconds(trades.averageDuration()));
  }

  private static Fields<ReturnFigures> returns() {
    return Shape.<ReturnFigures>object("ReturnFigures", "What the returns of the periods say")
        .numberOrNull("sharpe_ratio", ReturnFigures::sharpe)
        .numberOrNull("sortino_ratio", ReturnFigures::sortino)
        .numberOrNull("calmar_ratio", ReturnFigures::calmar)
        .numberOrNull("volatility", ReturnFigures::volatility)
        .numberOrNull("downside_deviation", ReturnFigures::downsideDeviation)
        .numberOrNull("value_at_risk_95", ReturnFigures::valueAtRisk95)
        .note("a return: a loss is below zero")
        .numberOrNull("conditional_value_at_risk_95", ReturnFigures::conditionalValueAtRisk95)
        .numberOrNull("parametric_value_at_risk_95", ReturnFigures::parametricValueAtRisk95)
        .numberOrNull("parametric_conditional_value_at_risk_95", ReturnFigures::parametricConditionalValueAtRisk95);
  }

  private static Fields<RiskFigures> risk() {
    return Shape.<RiskFigures>object("RiskFigures", "What is and was at risk")
        .numberOrNull("current_drawdown", RiskFigures::currentDrawdown)
        .note("zero or below")
        .timeOrNull("current_drawdown_since", RiskFigures::currentDrawdownSince)
        .numberOrNull("max_drawdown", deepest(Drawdown::depth))
        .timeOrNull("max_drawdown_peak_at", deepest(Drawdown::peakAt))
        .timeOrNull("max_drawdown_trough_at", deepest(Drawdown::troughAt))
        .timeOrNull("max_drawdown_recovered_at", deepest(Drawdown::recoveredAt))
        .numberOrNull("max_drawdown_duration_seconds", deepest(drawdown -> seconds(drawdown.duration())))
        .numberOrNull("exposure", RiskFigures::exposure)
        .numberOrNull("net_exposure", RiskFigures::netExposure)
        .note("below zero when short outweighs")
        .numberOrNull("symbol_exposure", RiskFigures::symbolExposure)
        .note("of the instrument of which most is held")
        .numberOrNull("risk_per_trade", RiskFigures::riskPerTrade)
        .numberOrNull("dynamic_risk_factor", RiskFigures::dynamicRiskFactor)
        .textOrNull("risk_reason", RiskFigures::riskReason)
        .numberOrNull("success_rate", RiskFigures::successRate)
        .note("operations that succeeded; says nothing of profit")
        .count("operations_attempted", RiskFigures::operationsAttempted)
        .count("operations_succeeded", RiskFigures::operationsSucceeded);
  }

  private static Fields<Coverage> coverage() {
    return Shape.<Coverage>object("Coverage", "What the figures were made from")
        .count("periods", Coverage::periods)
        .size("window_periods", Coverage::windowPeriods)
        .timeOrNull("since", Coverage::since)
        .timeOrNull("until", Coverage::until)
        .count("restated", Coverage::restated)
        .count("too_late", Coverage::tooLate);
  }

  private static <V> Function<RiskFigures, @Nullable V> deepest(Function<Drawdown, @Nullable V> get) {
    return risk -> risk.maxDrawdown() == null ? null : get.apply(risk.maxDrawdown());
  }

  private static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : BigDecimal.valueOf(duration.toMillis(), 3).doubleValue();
  }
}
