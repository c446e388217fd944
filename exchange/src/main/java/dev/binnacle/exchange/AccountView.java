package dev.binnacle.exchange;

import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one side says of an account at one time: a bot of itself, or its venue of it.
 *
 * @param orders those that are open
 * @param positions signed quantities by instrument, long above zero; none of zero
 * @param balance null where this side does not say
 * @param fills the newest ones, those that both sides should know
 */
public record AccountView(
    List<Resting> orders, Map<Symbol, BigDecimal> positions, @Nullable Money balance, List<Filled> fills) {
  public AccountView {
    orders = List.copyOf(orders);
    positions = Map.copyOf(positions);
    fills = List.copyOf(fills);
  }

  /**
   * An open order.
   *
   * @param clientId the sender's id, by which it is found when the venue's is not known to the bot; empty where there is none
   */
  public record Resting(OrderId id, String clientId, Symbol symbol, Side side, BigDecimal remaining) {
    public static Resting of(OrderState order) {
      return new Resting(order.id(), order.clientId(), order.symbol(), order.side(), order.remaining());
    }
  }

  /** What of an order filled in all. */
  public record Filled(OrderId order, Symbol symbol, Side side, BigDecimal quantity) {}

  /** The venue's side: what was read from it. Positions of several kinds in one instrument are summed, as a bot sees them. */
  public static AccountView read(
      List<OrderState> orders, List<NetPosition> positions, @Nullable AccountBalance balance, List<Fill> fills) {
    Map<Symbol, BigDecimal> held = new LinkedHashMap<>();
    positions.forEach(position -> held.merge(position.symbol(), position.quantity(), BigDecimal::add));
    Map<OrderId, Filled> filled = new LinkedHashMap<>();
    fills.forEach(fill -> filled.merge(
        fill.order(),
        new Filled(fill.order(), fill.symbol(), fill.side(), fill.quantity()),
        (one, other) -> new Filled(one.order, one.symbol, one.side, one.quantity.add(other.quantity))));
    return new AccountView(
        orders.stream().map(Resting::of).toList(), held, balance == null ? null : balance.total(), List.copyOf(filled.values()));
  }
}
