package dev.binnacle.exchange;

import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out the order that closes a position, and no more than it. Confined to the thread that runs the flattening. */
final class ClosingOrders {
  /** A last price so far from the price of the position's reading is an odd value, and no collar is laid around it. */
  private static final BigDecimal ODD = new BigDecimal("0.2");

  private final PacedGateway gateway;
  private final Effort effort;
  private final Symbol symbol;
  private final Side side;
  private @Nullable Instrument instrument;

  /** What is to be done now. */
  sealed interface Next {
    record Send(OrderRequest request) implements Next {}

    /** Nothing may be sent now, for this reason. */
    record Wait(String why) implements Next {}

    record Dust(String why) implements Next {}
  }

  ClosingOrders(PacedGateway gateway, Effort effort, Symbol symbol, Side side) {
    this.gateway = gateway;
    this.effort = effort;
    this.symbol = symbol;
    this.side = side;
  }

  Next next(String clientId, NetPosition position, Execution execution) {
    Optional<Instrument> rules = rules();
    Optional<List<OrderState>> open = effort.once("listing open orders", gateway::openOrders);
    if (rules.isEmpty() || open.isEmpty()) {
      return new Next.Wait("the venue did not tell what is needed for an order");
    }
    BigDecimal held = position.quantity().abs();
    if (rules.get().isDust(held, position.currentPrice())) {
      return new Next.Dust("less than the venue trades: at least " + rules.get().smallest().toPlainString() + " of it, worth "
          + rules.get().smallestValue().toPlainString());
    }
    BigDecimal resting = open.get().stream()
        .filter(order -> order.symbol().equals(symbol) && order.side() == side)
        .map(OrderState::remaining)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal quantity = rules.get().wholeSteps(held.subtract(resting).max(BigDecimal.ZERO));
    if (quantity.signum() == 0 || rules.get().isDust(quantity, position.currentPrice())) {
      return new Next.Wait(
          "orders that rest on the closing side would close " + resting.toPlainString() + " of it: cancel them first");
    }
    return switch (execution) {
      case Execution.Market() -> send(OrderRequest.market(clientId, symbol, side, quantity), position);
      case Execution.Collared collared -> collared(clientId, position, quantity, collared, rules.get());
    };
  }

  private Optional<Instrument> rules() {
    Instrument known = instrument;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Instrument> read = effort.once("reading the rules of " + symbol, () -> gateway.instrument(symbol));
    read.ifPresent(rules -> instrument = rules);
    return read;
  }

  private Next collared(
      String clientId, NetPosition position, BigDecimal quantity, Execution.Collared collar, Instrument rules) {
    Optional<BigDecimal> last = effort.once("reading the last price of " + symbol, () -> gateway.lastPrice(symbol));
    if (last.isEmpty()) {
      return new Next.Wait("the last price could not be read");
    }
    BigDecimal apart = last.get().subtract(position.currentPrice()).abs();
    if (last.get().signum() <= 0 || apart.compareTo(position.currentPrice().multiply(ODD)) > 0) {
      return new Next.Wait("the last price " + last.get().toPlainString() + " is far from the position's "
          + position.currentPrice().toPlainString() + ", and no limit was set by it");
    }
    BigDecimal part = last.get().multiply(collar.percent()).movePointLeft(2);
    BigDecimal limit = side == Side.SELL
        ? rules.price(last.get().subtract(part), RoundingMode.CEILING)
        : rules.price(last.get().add(part), RoundingMode.FLOOR);
    return limit.signum() > 0
        ? send(OrderRequest.limit(clientId, symbol, side, quantity, limit), position)
        : new Next.Wait("the collar leaves no price above 0");
  }

  private Next send(OrderRequest request, NetPosition position) {
    boolean reduces = gateway.capabilities().reduceOnly() && position.kind() != InstrumentKind.SPOT;
    return new Next.Send(reduces ? request.reducing() : request);
  }
}
