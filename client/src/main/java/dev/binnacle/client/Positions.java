package dev.binnacle.client;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the bot has said of its positions, and the orders that have passed since and may come on top.
 *
 * <p>An order counts from when it passed until the bot next reports the instrument's position, or says that the venue refused it. That
 * errs on the safe side while orders rest, and on the other for the moment between a report and a fill that it did not know of yet.
 *
 * <p><b>Threads:</b> guarded by itself; nobody waits under its lock.
 */
final class Positions {
  static final int MOST = 10_000;

  private final Map<Symbol, Held> bySymbol = new LinkedHashMap<>();

  /** Of one instrument. {@code quantity} is signed, long above zero. */
  private static final class Held {
    private @Nullable BigDecimal quantity;
    private @Nullable BigDecimal price;
    private @Nullable Currency currency;
    /** Of the newest order that had one: it values what has passed where nothing was reported, and no other order. */
    private @Nullable BigDecimal orderPrice;
    private @Nullable Currency orderCurrency;
    private BigDecimal bought = BigDecimal.ZERO;
    private BigDecimal sold = BigDecimal.ZERO;
  }

  synchronized void reported(Event.PositionUpdate position) {
    Held held = of(position.symbol());
    if (held == null) {
      return;
    }
    held.quantity = position.quantity().multiply(position.side().sign());
    BigDecimal current = position.currentPrice();
    held.price = current != null ? current : held.price != null ? held.price : position.entryPrice();
    held.currency = position.currency();
    held.bought = BigDecimal.ZERO;
    held.sold = BigDecimal.ZERO;
  }

  synchronized void priced(Symbol symbol, BigDecimal price) {
    Held held = of(symbol);
    if (held != null && price.signum() > 0) {
      held.price = price;
    }
  }

  /** The newest price of the instrument; null when none was reported. */
  synchronized @Nullable BigDecimal price(Symbol symbol) {
    Held held = bySymbol.get(symbol);
    return held == null ? null : held.price;
  }

  /** The currency that the instrument's position is in; null when none was reported. */
  synchronized @Nullable Currency currency(Symbol symbol) {
    Held held = bySymbol.get(symbol);
    return held == null ? null : held.currency;
  }

  synchronized void passed(Order order) {
    Held held = of(order.symbol());
    if (held != null) {
      add(held, order, order.quantity());
      held.orderPrice = order.price() == null ? held.orderPrice : order.price();
      held.orderCurrency = order.currency() == null ? held.orderCurrency : order.currency();
    }
  }

  synchronized void rejected(Order order) {
    Held held = bySymbol.get(order.symbol());
    if (held != null) {
      add(held, order, order.quantity().negate());
    }
  }

  private static void add(Held held, Order order, BigDecimal quantity) {
    if (order.side() == Side.BUY) {
      held.bought = held.bought.add(quantity).max(BigDecimal.ZERO);
    } else {
      held.sold = held.sold.add(quantity).max(BigDecimal.ZERO);
    }
  }

  /** Whether the order, after those of its side that have passed, still brings the position nearer to zero; false if nobody knows. */
  synchronized boolean reduces(Order order) {
    Held held = bySymbol.get(order.symbol());
    BigDecimal quantity = held == null ? null : held.quantity;
    if (held == null || quantity == null || quantity.signum() == 0) {
      return false;
    }
    boolean isOpposite = (quantity.signum() > 0) == (order.side() == Side.SELL);
    BigDecimal pending = order.side() == Side.SELL ? held.sold : held.bought;
    return isOpposite && pending.add(order.quantity()).compareTo(quantity.abs()) <= 0;
  }

  /** How many units the position would have at the worst with this order filled, without a sign. */
  synchronized BigDecimal worstWith(Order order) {
    Held held = bySymbol.get(order.symbol());
    boolean buys = order.side() == Side.BUY;
    BigDecimal quantity = held == null || held.quantity == null ? BigDecimal.ZERO : held.quantity;
    BigDecimal up = held == null ? BigDecimal.ZERO : held.bought;
    BigDecimal down = held == null ? BigDecimal.ZERO : held.sold;
    return buys ? quantity.add(up).add(order.quantity()).abs() : quantity.subtract(down).subtract(order.quantity()).abs();
  }

  /**
   * What all other instruments' positions are worth at the worst, in this currency.
   *
   * @return null when one of them is in another currency, or has no price
   */
  synchronized @Nullable BigDecimal grossWithout(Symbol symbol, Currency currency) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<Symbol, Held> entry : bySymbol.entrySet()) {
      Held held = entry.getValue();
      BigDecimal quantity = held.quantity == null ? BigDecimal.ZERO : held.quantity;
      BigDecimal worst = quantity.add(held.bought).abs().max(quantity.subtract(held.sold).abs());
      if (entry.getKey().equals(symbol) || worst.signum() == 0) {
        continue;
      }
      Currency own = held.currency != null ? held.currency : held.orderCurrency;
      BigDecimal price = held.price != null ? held.price : held.orderPrice;
      if (price == null || (own != null && !own.equals(currency))) {
        return null;
      }
      sum = sum.add(worst.multiply(price));
    }
    return sum;
  }

  private @Nullable Held of(Symbol symbol) {
    Held held = bySymbol.get(symbol);
    if (held == null && bySymbol.size() < MOST) {
      held = new Held();
      bySymbol.put(symbol, held);
    }
    return held;
  }
}
