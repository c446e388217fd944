import dev.binnacle.client.Decision;
import dev.binnacle.client.Guard;
import dev.binnacle.client.HaltOrder;
import dev.binnacle.client.Intent;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Order;
import dev.binnacle.client.OrderLimits;
import dev.binnacle.client.OrderRefusedException;
import dev.binnacle.client.Pass;
import dev.binnacle.client.Silence;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A bot whose every order goes through its guard, and that cleans up after itself when it is halted. */
final class Guarded {
  /** What the bot knows of its venue. */
  interface Venue {
    void send(Order order) throws IOException;

    /** Gives the order's fate, or throws if that cannot be known now either. */
    boolean hasOrder(OrderId order) throws IOException;

    void cancelAll() throws IOException;

    /** Signed: long above zero. */
    Map<Symbol, BigDecimal> positions() throws IOException;
  }

  private final Venue venue;
  private final Guard guard;

  Guarded(Monitor monitor, Venue venue) {
    this.venue = venue;
    this.guard = monitor.guard();
    monitor.onHalt(this::stop);
  }

  static Monitor monitor(URI server, String token, Path spool) {
    return Monitor.builder("btc-trend", server, token)
        .spoolDirectory(spool)
        .whenSilent(Silence.REDUCE, Duration.ofMinutes(5))
        .orderLimits(
            OrderLimits.NONE
                .withOrderValue(Money.of("5000", "USD"))
                .withMessages(20, Duration.ofSeconds(1))
                .withRepeats(10, Duration.ofMinutes(1)))
        .connect();
  }

  /** On the trading thread. */
  void trade(Symbol symbol, Side side, BigDecimal quantity, Money price) throws IOException {
    if (!guard.allows(Intent.OPEN)) {
      return;
    }
    BigDecimal size = quantity.multiply(guard.riskFactor().factor());
    if (size.signum() == 0) {
      return;
    }
    Order order =
        Order.limit(symbol, side, size, price.amount(), price.currency()).withId(UUID.randomUUID().toString());
    try (Pass pass = guard.enter(order)) {
      venue.send(order);
      pass.sent();
    } catch (OrderRefusedException e) {
      Decision why = e.decision();
      System.out.println(why.rule() + ": " + why.reason());
    }
  }

  /** Now and then: orders whose answer was lost. */
  void askForUnknownOrders() throws IOException {
    for (OrderId order : guard.unknown()) {
      boolean ignored = venue.hasOrder(order);
      guard.settled(order);
    }
  }

  /** On a thread of its own, when the guard is closed already. */
  private void stop(HaltOrder halt) throws IOException {
    if (halt.cancel()) {
      venue.cancelAll();
    }
    if (halt.liquidation() != null) {
      for (Map.Entry<Symbol, BigDecimal> position : venue.positions().entrySet()) {
        Side side = position.getValue().signum() > 0 ? Side.SELL : Side.BUY;
        Order order =
            Order.market(position.getKey(), side, position.getValue().abs())
                .withId(UUID.randomUUID().toString())
                .reduceOnlyAtVenue();
        try (Pass pass = guard.flatten(order)) {
          venue.send(order);
          pass.sent();
        }
      }
    }
  }
}
