package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The two figures that move with every price, as they would be if the equity were marked now. Cheap enough to read every second
 * for every account.
 *
 * @param drawdown below the peak, zero or below; null without an equity above zero
 * @param dailyPnl as in {@link ProfitFigures}; null when neither equity nor a closed trade is known
 */
public record Glance(@Nullable Double drawdown, @Nullable BigDecimal dailyPnl) {

  /** @param value the equity now; null when it is not known, so that only closed trades tell */
  static Glance of(@Nullable Curve curve, TradeBook trades, Periods periods, Instant now, @Nullable BigDecimal value) {
    if (curve == null) {
      return new Glance(null, trades.totals().count() > 0 ? trades.netOf(periods.dayOf(now)) : null);
    }
    return value == null ? new Glance(null, null) : new Glance(drawdown(curve, value), dailyPnl(curve, periods, now, value));
  }

  private static @Nullable Double drawdown(Curve curve, BigDecimal value) {
    Underwater underwater = curve.underwater();
    if (underwater == null || !curve.life().grows()) {
      return underwater == null ? null : underwater.depth();
    }
    return underwater.observe(curve.last().at(), curve.life().at(value.doubleValue())).depth();
  }

  private static BigDecimal dailyPnl(Curve curve, Periods periods, Instant now, BigDecimal value) {
    boolean dayBegins = periods.dayOf(now) > curve.day();
    return dayBegins
        ? value.subtract(curve.last().equity())
        : value.subtract(curve.dayOpening()).subtract(curve.dayPaidIn());
  }
}
