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
 * holds, and never holds more than some steps.
 */
final class GridStrategy implements Strategy {
  private static final int RANGE = 20;

  private final Playbook<GridSettings> playbook;

  GridStrategy(Playbook<GridSettings> playbook) {
    this.playbook = playbook;
  }

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
    GridSettings settings = playbook.now();
    int last = bars.getEndIndex();
    double middle = new EMAIndicator(new ClosePriceIndicator(bars), settings.average()).getValue(last).doubleValue();
    double spacing = Math.max(0.5, settings.spacingRanges() * new ATRIndicator(bars, RANGE).getValue(last).doubleValue());
    double held = net.doubleValue() / settings.stepQuantity().doubleValue();
    double leaning = middle - held * spacing * 0.35;
    List<NewOrder> rungs = new ArrayList<>();
    for (int rung = 1; rung <= settings.rungs(); rung++) {
      if (held + rung <= settings.mostSteps()) {
        rungs.add(rung(settings, Side.BUY, leaning - rung * spacing));
      }
      if (held - rung >= -settings.mostSteps()) {
        rungs.add(rung(settings, Side.SELL, leaning + rung * spacing));
      }
    }
    return new Wish(open, rungs);
  }

  private static NewOrder rung(GridSettings settings, Side side, double price) {
    return new NewOrder(side, settings.stepQuantity(), TrendStrategy.cents(price), false, null, null, "grid");
  }
}
