package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.util.Set;

/**
 * What is to be closed, and how.
 *
 * @param key names this flattening: a run with the same key takes up what one before it began, and places nothing twice
 * @param symbols the instruments in scope; empty for all
 * @param deadline when to give up and name what is left
 */
public record FlattenPlan(String key, ClosePolicy policy, Execution execution, Set<Symbol> symbols, Duration deadline) {
  public FlattenPlan {
    if (key.isBlank()) {
      throw new IllegalArgumentException("a flattening needs a key, by which its orders are found again after a crash");
    }
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("deadline must be above 0, was " + deadline);
    }
    symbols = Set.copyOf(symbols);
  }

  boolean covers(Symbol symbol) {
    return symbols.isEmpty() || symbols.contains(symbol);
  }
}
