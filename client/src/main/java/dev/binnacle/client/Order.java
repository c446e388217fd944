package dev.binnacle.client;

import dev.binnacle.model.Currency;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that a bot is about to send, as its {@link Guard} judges it.
 *
 * @param id the client's own id for it, by which it can be found at the venue if the answer is lost; null when it has none
 * @param quantity above zero; of a cancel it says nothing and is 0
 * @param price per unit: of a limit order its limit, of a market order what it is expected to come to; null when nobody knows, and
 *     then limits on values refuse it unless the bot has reported a price of the instrument
 * @param currency of the price; null when there is no price
 * @param reduceOnly whether the venue itself lets the order only reduce a position
 */
public record Order(
    @Nullable OrderId id,
    Intent intent,
    Symbol symbol,
    Side side,
    BigDecimal quantity,
    @Nullable BigDecimal price,
    @Nullable Currency currency,
    boolean reduceOnly) {
  public Order {
    Objects.requireNonNull(intent, "intent");
    Objects.requireNonNull(symbol, "symbol");
    Objects.requireNonNull(side, "side");
    if (intent != Intent.CANCEL && quantity.signum() <= 0) {
      throw new IllegalArgumentException("quantity must be above 0, was " + quantity.toPlainString());
    }
    if (price != null && price.signum() <= 0) {
      throw new IllegalArgumentException("price must be above 0, was " + price.toPlainString());
    }
    if ((price == null) != (currency == null)) {
      throw new IllegalArgumentException("a price needs its currency, and a currency a price: give both or neither");
    }
  }

  /** One that opens or adds, at a limit. */
  public static Order limit(Symbol symbol, Side side, BigDecimal quantity, BigDecimal price, Currency currency) {
    return new Order(null, Intent.OPEN, symbol, side, quantity, price, currency, false);
  }

  /** One that opens or adds, at the market. */
  public static Order market(Symbol symbol, Side side, BigDecimal quantity) {
    return new Order(null, Intent.OPEN, symbol, side, quantity, null, null, false);
  }

  /** The cancel of an order. */
  public static Order cancel(Symbol symbol) {
    return new Order(null, Intent.CANCEL, symbol, Side.BUY, BigDecimal.ZERO, null, null, false);
  }

  /** The same with an id. */
  public Order withId(String newId) {
    return new Order(new OrderId(newId), intent, symbol, side, quantity, price, currency, reduceOnly);
  }

  /** The same as one that only reduces; the guard holds it against the position that the bot has reported. */
  public Order reducing() {
    return new Order(id, Intent.REDUCE, symbol, side, quantity, price, currency, reduceOnly);
  }

  /** The same as one that only reduces, and that the venue holds to it. */
  public Order reduceOnlyAtVenue() {
    return new Order(id, Intent.REDUCE, symbol, side, quantity, price, currency, true);
  }
}
