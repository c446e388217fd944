package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An order as the venue tells it. {@code averagePrice} is the mean price of what is {@code filled}; null while nothing is. */
public record OrderState(
    OrderId id,
    String clientId,
    Symbol symbol,
    Side side,
    OrderKind kind,
    OrderStatus status,
    BigDecimal quantity,
    BigDecimal filled,
    @Nullable BigDecimal price,
    @Nullable BigDecimal averagePrice,
    boolean reduceOnly) {
  public BigDecimal remaining() {
    return quantity.subtract(filled);
  }
}
