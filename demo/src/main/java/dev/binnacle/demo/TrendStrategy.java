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

/** Follows the trend: long while a fast average is above a slow one, short while it is below, with a stop some mean ranges away. */
final class TrendStrategy implements Strategy {
  private static final int RANGE = 14;
  private static final int LONGEST = 200;

  private final Playbook<TrendSettings> playbook;

  TrendStrategy(Playbook<TrendSettings> playbook) {
    this.playbook = playbook;
  }

  @Override
  public String name() {
    return "ema_trend";
  }

  @Override
  public int warmUp() {
    return Math.min(LONGEST, playbook.now().slow() * 2);
  }

  @Override
  public Wish decide(BarSeries bars, BigDecimal net, List<OrderState> open) {
    if (!open.isEmpty()) {
      return Wish.NOTHING;
    }
    TrendSettings settings = playbook.now();
    int last = bars.getEndIndex();
    ClosePriceIndicator close = new ClosePriceIndicator(bars);
    double price = close.getValue(last).doubleValue();
    double fast = new EMAIndicator(close, settings.fast()).getValue(last).doubleValue();
    double slow = new EMAIndicator(close, settings.slow()).getValue(last).doubleValue();
    double lead = (fast - slow) / price;
    if (Math.abs(lead) < settings.band()) {
      return Wish.NOTHING;
    }
    Side side = lead > 0 ? Side.BUY : Side.SELL;
    if (net.signum() == side.sign().signum()) {
      return Wish.NOTHING;
    }
    boolean enters = side == Side.BUY || settings.shorts();
    List<NewOrder> orders = new ArrayList<>();
    if (net.signum() != 0) {
      orders.add(new NewOrder(side, net.abs(), null, true, null, null, "trend_turned"));
    }
    if (!enters) {
      return new Wish(List.of(), orders);
    }
    double range = new ATRIndicator(bars, RANGE).getValue(last).doubleValue();
    BigDecimal stop = cents(price - side.sign().signum() * settings.stopRanges() * range);
    orders.add(new NewOrder(side, settings.quantity(), null, false, stop, null, "trend"));
    return new Wish(List.of(), orders);
  }

  static BigDecimal cents(double price) {
    return BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_UP);
  }
}
