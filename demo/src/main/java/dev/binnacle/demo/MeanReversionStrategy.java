package dev.binnacle.demo;

import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;

/** Bets on the way back: buys well below the mean when sold out, sells well above it when bought up, and leaves at the mean. */
final class MeanReversionStrategy implements Strategy {
  private final Playbook<MeanReversionSettings> playbook;

  MeanReversionStrategy(Playbook<MeanReversionSettings> playbook) {
    this.playbook = playbook;
  }

  @Override
  public String name() {
    return "mean_reversion";
  }

  @Override
  public int warmUp() {
    return playbook.now().mean() * 2;
  }

  @Override
  public Wish decide(BarSeries bars, BigDecimal net, List<OrderState> open) {
    if (!open.isEmpty()) {
      return new Wish(open, List.of());
    }
    MeanReversionSettings settings = playbook.now();
    int last = bars.getEndIndex();
    ClosePriceIndicator close = new ClosePriceIndicator(bars);
    double price = close.getValue(last).doubleValue();
    double mean = new SMAIndicator(close, settings.mean()).getValue(last).doubleValue();
    double deviation = new StandardDeviationIndicator(close, settings.mean()).getValue(last).doubleValue();
    double away = deviation == 0 ? 0 : (price - mean) / deviation;
    if (net.signum() != 0) {
      return leave(net, away, playbook.held());
    }
    double strength = new RSIIndicator(close, settings.strength()).getValue(last).doubleValue();
    if (away < -settings.entryDeviations() && strength < 35) {
      return enter(Side.BUY, price, mean, deviation, settings);
    }
    return away > settings.entryDeviations() && strength > 65 ? enter(Side.SELL, price, mean, deviation, settings) : Wish.NOTHING;
  }

  private static Wish leave(BigDecimal net, double away, MeanReversionSettings settings) {
    Side closing = net.signum() > 0 ? Side.SELL : Side.BUY;
    double gone = away * net.signum();
    if (gone >= 0) {
      return market(closing, net.abs(), "back_at_mean");
    }
    return gone < -settings.stopDeviations() ? market(closing, net.abs(), "stop_loss") : Wish.NOTHING;
  }

  private static Wish market(Side side, BigDecimal quantity, String reason) {
    return new Wish(List.of(), List.of(new NewOrder(side, quantity, null, true, null, null, reason)));
  }

  private static Wish enter(Side side, double price, double mean, double deviation, MeanReversionSettings settings) {
    double room = settings.stopDeviations() - settings.entryDeviations();
    BigDecimal stop = TrendStrategy.cents(price - side.sign().signum() * room * deviation);
    NewOrder order =
        new NewOrder(side, settings.quantity(), TrendStrategy.cents(price), false, stop, TrendStrategy.cents(mean),
            "far_from_mean");
    return new Wish(List.of(), List.of(order));
  }
}
