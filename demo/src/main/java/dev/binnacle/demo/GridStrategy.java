package dev.binnacle.demo;

import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;

/**
 * Keeps a ladder of buy orders below a slow average of the price and of sell orders above it, a mean range apart; leans against what it
 * holds, and never holds more than six steps.
 */
final class GridStrategy implements Strategy {
  private static final BigDecimal STEP_QUANTITY = new BigDecimal("0.4");
  private static final int MOST_STEPS = 6;
  private static final int RUNGS = 2;
  private static final int AVERAGE = 12;
  private static final int RANGE = 20;
  private static final double SPACING_RANGES = 0.6;

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public int warmUp() {
    return RANGE * 2;
  }

  @Override
  public Wish decide(BarSeries bars, BigDecimal net, List<OrderState> open) {
    int last = bars.getEndIndex();
    double middle = new EMAIndicator(new ClosePriceIndicator(bars), AVERAGE).getValue(last).doubleValue();
    double spacing = Math.max(0.5, SPACING_RANGES * new ATRIndicator(bars, RANGE).getValue(last).doubleValue());
    double held = net.doubleValue() / STEP_QUANTITY.doubleValue();
    double leaning = middle - held * spacing * 0.35;
    List<NewOrder> rungs = new ArrayList<>();
    for (int rung = 1; rung <= RUNGS; rung++) {
      if (held + rung <= MOST_STEPS) {
        rungs.add(rung(Side.BUY, leaning - rung * spacing));
      }
      if (held - rung >= -MOST_STEPS) {
        rungs.add(rung(Side.SELL, leaning + rung * spacing));
      }
    }
    return new Wish(open, rungs);
  }

  private static NewOrder rung(Side side, double price) {
    return new NewOrder(side, STEP_QUANTITY, TrendStrategy.cents(price), false, null, null, "grid");
  }
}
