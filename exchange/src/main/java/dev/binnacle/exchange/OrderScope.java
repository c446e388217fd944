package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.util.Set;

/** Which orders of an account somebody means. */
@FunctionalInterface
public interface OrderScope {
  OrderScope ALL = order -> true;

  boolean covers(OrderState order);

  static OrderScope of(Set<Symbol> symbols) {
    Set<Symbol> copy = Set.copyOf(symbols);
    return order -> copy.contains(order.symbol());
  }

  /** Orders whose sender's id begins so: those of one bot among several on an account. */
  static OrderScope ofClient(String prefix) {
    return order -> order.clientId().startsWith(prefix);
  }

  default OrderScope and(OrderScope other) {
    return order -> covers(order) && other.covers(order);
  }
}
