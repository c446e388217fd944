package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the closed trades came to. A trade's result is net: {@code pnl - fees}. Above zero it won, below zero it lost, and at
 * zero it did neither. Each closing counts as one trade, also that of a part of a position. Sums are exact, means have 34
 * digits, losses are below zero.
 *
 * @param total all closed trades
 * @param withoutFees trades whose fees are not known in this currency; their results are before fees
 * @param winRate {@code winning / total}
 * @param grossProfit sum of the results above zero
 * @param grossLoss sum of the results below zero
 * @param netProfit {@code grossProfit + grossLoss}
 * @param fees all fees known
 * @param averageWin {@code grossProfit / winning}
 * @param averageLoss {@code grossLoss / losing}
 * @param expectancy what a trade earns on average: {@code netProfit / total}
 * @param expectancyRatio the same for each unit of money that a losing trade loses: {@code expectancy / -averageLoss}
 *     (V. K. Tharp, "Trade Your Way to Financial Freedom", 2nd ed., 2007, ch. 7)
 * @param profitFactor {@code grossProfit / -grossLoss}
 * @param systemQuality {@code √total · mean / sample deviation} of the results (SQN; V. K. Tharp, "Definitive Guide to Position
 *     Sizing", 2008, there of multiples of the risk; the number is not capped at 100 trades)
 * @param currentStreak trades won in a row up to now, or below zero lost
 * @param averageDuration mean of the durations that are known, to the nanosecond
 */
public record TradeFigures(
    long total,
    long winning,
    long losing,
    long breakEven,
    long withoutFees,
    @Nullable Double winRate,
    BigDecimal grossProfit,
    BigDecimal grossLoss,
    BigDecimal netProfit,
    BigDecimal fees,
    @Nullable BigDecimal averageWin,
    @Nullable BigDecimal averageLoss,
    @Nullable BigDecimal expectancy,
    @Nullable Double expectancyRatio,
    @Nullable Double profitFactor,
    @Nullable Double systemQuality,
    long longestWinningStreak,
    long longestLosingStreak,
    long currentStreak,
    @Nullable Duration averageDuration) {

  static TradeFigures of(TradeTotals totals, Streaks streaks, Reasons reasons) {
    boolean any = reasons.need(totals.count() > 0, "no closed trade yet", "win_rate", "expectancy");
    boolean won = reasons.need(totals.winning() > 0, "no winning trade yet", "average_win");
    boolean lost = reasons.need(totals.losing() > 0, "no losing trade yet", "average_loss", "expectancy_ratio", "profit_factor");
    boolean timed = reasons.need(totals.heldCount() > 0, "no trade with a duration yet", "average_duration_seconds");
    BigDecimal averageLoss = lost ? Amounts.mean(totals.grossLoss(), totals.losing()) : null;
    BigDecimal expectancy = any ? Amounts.mean(totals.net(), totals.count()) : null;
    return new TradeFigures(
        totals.count(),
        totals.winning(),
        totals.losing(),
        totals.count() - totals.winning() - totals.losing(),
        totals.withoutFees(),
        any ? (double) totals.winning() / totals.count() : null,
        totals.grossProfit(),
        totals.grossLoss(),
        totals.net(),
        totals.fees(),
        won ? Amounts.mean(totals.grossProfit(), totals.winning()) : null,
        averageLoss,
        expectancy,
        expectancy != null && averageLoss != null ? Amounts.ratio(expectancy, averageLoss.negate()) : null,
        lost ? Amounts.ratio(totals.grossProfit(), totals.grossLoss().negate()) : null,
        quality(totals, reasons),
        streaks.longestWinning(),
        streaks.longestLosing(),
        streaks.current(),
        timed ? totals.held().dividedBy(totals.heldCount()) : null);
  }

  private static @Nullable Double quality(TradeTotals totals, Reasons reasons) {
    if (!reasons.need(totals.count() >= 2, "needs 2 closed trades, has " + totals.count(), "sqn")) {
      return null;
    }
    double deviation = totals.deviation();
    if (!reasons.need(deviation > 0, "all trades had the same result", "sqn")) {
      return null;
    }
    return Amounts.mean(totals.net(), totals.count()).doubleValue() / deviation * Math.sqrt((double) totals.count());
  }

  void nameIn(Map<String, @Nullable Object> names) {
    names.put("total_trades", total);
    names.put("winning_trades", winning);
    names.put("losing_trades", losing);
    names.put("break_even_trades", breakEven);
    names.put("trades_without_fees", withoutFees);
    names.put("win_rate", winRate);
    names.put("gross_profit", grossProfit);
    names.put("gross_loss", grossLoss);
    names.put("net_profit", netProfit);
    names.put("fees", fees);
    names.put("average_win", averageWin);
    names.put("average_loss", averageLoss);
    names.put("expectancy", expectancy);
    names.put("expectancy_ratio", expectancyRatio);
    names.put("profit_factor", profitFactor);
    names.put("sqn", systemQuality);
    names.put("longest_winning_streak", longestWinningStreak);
    names.put("longest_losing_streak", longestLosingStreak);
    names.put("current_streak", currentStreak);
    names.put("average_duration_seconds", averageDuration == null ? null : Seconds.of(averageDuration));
  }
}
