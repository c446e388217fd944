package dev.binnacle.demo;

import dev.binnacle.exchange.Fill;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A venue fills in small parts; a bot thinks in orders. */
final class Fills {
  private Fills() {}

  /** The fills of each order as one, at their mean price and with the number of the last; in the order of the first of each. */
  static List<Fill> byOrder(List<Fill> fills) {
    Map<OrderId, Fill> joined = new LinkedHashMap<>();
    fills.forEach(fill -> joined.merge(fill.order(), fill, Fills::join));
    return List.copyOf(joined.values());
  }

  private static Fill join(Fill first, Fill second) {
    BigDecimal quantity = first.quantity().add(second.quantity());
    BigDecimal value = first.price().multiply(first.quantity()).add(second.price().multiply(second.quantity()));
    Money fee = first.fee().plus(second.fee());
    BigDecimal price = value.divide(quantity, MathContext.DECIMAL64);
    return new Fill(second.number(), first.order(), first.symbol(), first.side(), price, quantity, fee);
  }
}
