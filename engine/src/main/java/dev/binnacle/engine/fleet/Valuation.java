package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.performance.PositionValue;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums up what is held, of one bot or of several: a symbol that several hold is one symbol. */
final class Valuation {
  private final Map<Symbol, BigDecimal> grossBySymbol = new HashMap<>();
  private BigDecimal net = BigDecimal.ZERO;
  private boolean known = true;

  /** Each position counts at its price, or at the entry price where no other is known. */
  Valuation add(Holdings holdings) {
    for (PositionView position : holdings.positions()) {
      known &= position.currency().equals(holdings.account());
      BigDecimal price = position.currentPrice() == null ? position.entryPrice() : position.currentPrice();
      BigDecimal value = price.multiply(position.quantity());
      grossBySymbol.merge(position.symbol(), value, BigDecimal::add);
      net = net.add(value.multiply(position.side().sign()));
    }
    return this;
  }

  /** Null when a position is in another currency than its account, or when it is more than any amount may be. */
  @Nullable PositionValue total() {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal most = BigDecimal.ZERO;
    for (BigDecimal each : grossBySymbol.values()) {
      sum = sum.add(each);
      most = most.max(each);
    }
    BigDecimal gross = Exact.amount(sum);
    BigDecimal signed = Exact.amount(net);
    BigDecimal largest = Exact.amount(most);
    return known && gross != null && signed != null && largest != null ? new PositionValue(gross, signed, largest) : null;
  }
}
