package dev.binnacle.engine.performance;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every figure of one account at one moment. A figure that is undefined is null, and {@code undefined} says why, under the
 * figure's name on the wire. Ratios, returns and drawdowns are fractions, doubles are finite.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param at the moment
 */
public record Figures(
    Instant at,
    ProfitFigures profit,
    TradeFigures trades,
    ReturnFigures returns,
    RiskFigures risk,
    Coverage coverage,
    Conventions conventions,
    Map<String, String> undefined) {
  public Figures {
    undefined = Map.copyOf(undefined);
  }

  /**
   * All figures under their names on the wire, in a fixed order: decimals, doubles, longs, instants and texts; {@code
   * conventions} is a map of its own.
   */
  public Map<String, @Nullable Object> byName() {
    Map<String, @Nullable Object> names = new LinkedHashMap<>();
    profit.nameIn(names);
    trades.nameIn(names);
    returns.nameIn(names);
    risk.nameIn(names);
    coverage.nameIn(names);
    names.put("conventions", conventions.byName());
    return Collections.unmodifiableMap(names);
  }
}
