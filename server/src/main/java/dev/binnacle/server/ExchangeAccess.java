package dev.binnacle.server;

import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.model.Symbol;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bot's way to its exchange.
 *
 * @param gateway of the account, which several bots may share; opened when it is first asked for, which may wait for the venue and fail
 * @param flattening is held by who closes positions of the account: one at a time
 * @param orders which orders of the account are the bot's
 * @param symbols which instruments are; empty for all
 * @param orderPrefix with which the bot's own ids of its orders begin; null for any
 * @param real whether money is at stake
 * @param byHand whether people may place orders there
 */
record ExchangeAccess(
    Supplier<PacedGateway> gateway, ReentrantLock flattening, OrderScope orders, Set<Symbol> symbols,
    @Nullable String orderPrefix,
    boolean real, boolean byHand) {
  ExchangeAccess {
    symbols = Set.copyOf(symbols);
  }

  /** The orders that are meant by an errand for one instrument, or for all where it is null. */
  OrderScope ordersOf(@Nullable Symbol symbol) {
    return symbol == null ? orders : orders.and(OrderScope.of(Set.of(symbol)));
  }

  /**
   * The instruments that are meant by an errand for one instrument, or for all where it is null; empty for every instrument of the
   * account.
   */
  Set<Symbol> symbolsOf(@Nullable Symbol symbol) {
    return symbol == null ? symbols : Set.of(symbol);
  }

  /** Whether the bot has anything to do with this instrument. */
  boolean trades(@Nullable Symbol symbol) {
    return symbol == null || symbols.isEmpty() || symbols.contains(symbol);
  }
}
