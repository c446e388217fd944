package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.math.BigDecimal;

/** What an account holds of an instrument: {@code quantity} is above zero when long and below when short, never zero. */
public record NetPosition(Symbol symbol, BigDecimal quantity, BigDecimal entryPrice, BigDecimal currentPrice) {
  public BigDecimal unrealized() {
    return currentPrice.subtract(entryPrice).multiply(quantity);
  }
}
