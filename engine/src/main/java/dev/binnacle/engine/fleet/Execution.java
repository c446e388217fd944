package dev.binnacle.engine.fleet;

import dev.binnacle.model.Event;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What filling orders cost: series that are made of the bot's orders and trades, in basis points.
 *
 * <p>{@code slippage_bps} of each filled order is how much worse its mean price was than the one that was expected: its own price, or
 * for an order without one the newest mark, if that is not older than {@value #FRESH_SECONDS} s. Below zero it was better. {@code
 * fee_bps} of each closed trade is its fees against the value of what was closed, if both are in one currency. A bot that sends a metric
 * of such a name itself knows better: none is made then.
 */
public final class Execution {
  private static final MetricName SLIPPAGE = new MetricName("slippage_bps");
  private static final MetricName FEES = new MetricName("fee_bps");
  private static final long FRESH_SECONDS = 10;
  private static final double BASIS_POINTS = 10_000;

  private Execution() {}

  /** Whether the series is made of orders and trades. */
  public static boolean makes(MetricName metric) {
    return metric.equals(SLIPPAGE) || metric.equals(FEES);
  }

  /** What the event says of the costs; empty when it says nothing. */
  static List<Sample> of(Event event, Telemetry telemetry) {
    if (event instanceof Event.OrderUpdate order && !telemetry.metrics().containsKey(SLIPPAGE)) {
      return sample(SLIPPAGE, slippage(order, telemetry));
    }
    return event instanceof Event.TradeClosed trade && !telemetry.metrics().containsKey(FEES)
        ? sample(FEES, fees(trade))
        : List.of();
  }

  private static List<Sample> sample(MetricName metric, @Nullable Double value) {
    return value == null || !Double.isFinite(value) ? List.of() : List.of(new Sample(metric, new Sample.Reading.Number(value)));
  }

  private static @Nullable Double slippage(Event.OrderUpdate order, Telemetry telemetry) {
    BigDecimal paid = order.averagePrice();
    BigDecimal expected = order.price() == null ? mark(order, telemetry) : order.price();
    if (order.status() != OrderStatus.FILLED || paid == null || expected == null) {
      return null;
    }
    double worse = paid.doubleValue() / expected.doubleValue() - 1;
    return (order.side() == Side.BUY ? worse : -worse) * BASIS_POINTS;
  }

  private static @Nullable BigDecimal mark(Event.OrderUpdate order, Telemetry telemetry) {
    Telemetry.Price mark = telemetry.price(order.symbol());
    boolean fresh = mark != null && Duration.between(mark.at(), order.at()).abs().toSeconds() < FRESH_SECONDS;
    return mark == null || !fresh ? null : mark.price();
  }

  private static @Nullable Double fees(Event.TradeClosed trade) {
    double value = trade.exitPrice().doubleValue() * trade.quantity().doubleValue();
    return trade.fees() == null || !trade.fees().currency().equals(trade.currency())
        ? null
        : (Double) (trade.fees().amount().doubleValue() / value * BASIS_POINTS);
  }
}
