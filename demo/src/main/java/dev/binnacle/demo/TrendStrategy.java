package dev.binnacle.demo;

import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;

/** Follows the trend: long while a fast average is above a slow one, short while it is below, with a stop of three mean ranges. */
final class TrendStrategy implements Strategy {
  private static final BigDecimal QUANTITY = new BigDecimal("1.5");
  private static final int FAST = 9;
  private static final int SLOW = 30;
  private static final int RANGE = 14;
  private static final double STOP_RANGES = 3;
  /** The averages must differ by this share of the price, so that noise at a crossing does not turn the position twice. */
  private static final double BAND = 0.0004;

  @Override
  public String name() {
    return "ema_trend";
  }

  @Override
  public int warmUp() {
    return SLOW * 2;
  }

  @Override
  public Wish decide(BarSeries bars, BigDecimal net, List<OrderState> open) {
    if (!open.isEmpty()) {
      return Wish.NOTHING;
    }
    int last = bars.getEndIndex();
    ClosePriceIndicator close = new ClosePriceIndicator(bars);
    double price = close.getValue(last).doubleValue();
    double fast = new EMAIndicator(close, FAST).getValue(last).doubleValue();
    double slow = new EMAIndicator(close, SLOW).getValue(last).doubleValue();
    double lead = (fast - slow) / price;
    if (Math.abs(lead) < BAND) {
      return Wish.NOTHING;
    }
    Side side = lead > 0 ? Side.BUY : Side.SELL;
    if (net.signum() == side.sign().signum()) {
      return Wish.NOTHING;
    }
    List<NewOrder> orders = new ArrayList<>();
    if (net.signum() != 0) {
      orders.add(new NewOrder(side, net.abs(), null, true, null, null, "trend_turned"));
    }
    double range = new ATRIndicator(bars, RANGE).getValue(last).doubleValue();
    BigDecimal stop = cents(price - side.sign().signum() * STOP_RANGES * range);
    orders.add(new NewOrder(side, QUANTITY, null, false, stop, null, "trend"));
    return new Wish(List.of(), orders);
  }

  static BigDecimal cents(double price) {
    return BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_UP);
  }
}
