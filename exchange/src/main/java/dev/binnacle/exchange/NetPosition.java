package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an account holds of an instrument.
 *
 * @param quantity above zero when long and below when short, never zero
 * @param entryPrice the mean price that was paid; null where the venue does not tell, as for what is held outright
 */
public record NetPosition(
    Symbol symbol, InstrumentKind kind, BigDecimal quantity, @Nullable BigDecimal entryPrice, BigDecimal currentPrice) {
  /** Null when the entry price is not known. */
  public @Nullable BigDecimal unrealized() {
    return entryPrice == null ? null : currentPrice.subtract(entryPrice).multiply(quantity);
  }
}
