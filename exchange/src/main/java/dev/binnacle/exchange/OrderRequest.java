package dev.binnacle.exchange;

import dev.binnacle.model.OrderKind;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order to send.
 *
 * @param clientId the sender's own key: a second order with the same one is the same order, not another
 * @param quantity in units of the instrument, above 0
 * @param price the limit; required for a limit order, null for a market order
 * @param reduceOnly whether the order may only make a position smaller, never open or turn one
 */
public record OrderRequest(
    String clientId, Symbol symbol, Side side, OrderKind kind, BigDecimal quantity, @Nullable BigDecimal price,
    boolean reduceOnly) {
  public OrderRequest {
    if (quantity.signum() <= 0) {
      throw new IllegalArgumentException("quantity must be above 0, was " + quantity.toPlainString());
    }
    if ((kind == OrderKind.LIMIT) != (price != null)) {
      throw new IllegalArgumentException("a limit order has a price and no other does, was " + kind + " with price " + price);
    }
  }

  public static OrderRequest market(String clientId, Symbol symbol, Side side, BigDecimal quantity) {
    return new OrderRequest(clientId, symbol, side, OrderKind.MARKET, quantity, null, false);
  }

  public static OrderRequest limit(String clientId, Symbol symbol, Side side, BigDecimal quantity, BigDecimal price) {
    return new OrderRequest(clientId, symbol, side, OrderKind.LIMIT, quantity, price, false);
  }

  public OrderRequest reducing() {
    return new OrderRequest(clientId, symbol, side, kind, quantity, price, true);
  }
}
