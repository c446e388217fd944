package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was earned. Returns are time-weighted fractions: {@code Π (equity before deposit / equity after the deposit before it)
 * - 1}, the product taken over the stretches between deposits, so that paying in or out earns nothing (GIPS; C. R. Bacon,
 * "Practical Portfolio Performance Measurement and Attribution", 2nd ed., 2008, ch. 2). Equity includes unrealised profit. A
 * stretch that loses more than everything counts as a loss of everything; one that begins without equity has no return and is
 * left out.
 *
 * @param equity the newest mark
 * @param netDeposits paid in less taken out after the first mark
 * @param totalPnl {@code equity - first equity - netDeposits} once there are two marks; until then the net result of all
 *     closed trades
 * @param dailyPnl {@code equity - equity at the begin of the day - deposits of the day} once the day has a mark; until then
 *     the net result of the trades closed on it. The equity at the begin of a day is the last mark before it, of the first
 *     day its first mark
 * @param totalReturn since the first mark
 * @param dailyReturn since the begin of the day
 * @param annualReturn {@code Π (1 + r)^(periodsPerYear / N) - 1} over the N complete periods (compound annual growth)
 */
public record ProfitFigures(
    @Nullable BigDecimal equity,
    @Nullable BigDecimal netDeposits,
    @Nullable BigDecimal totalPnl,
    PnlBasis totalPnlBasis,
    @Nullable BigDecimal dailyPnl,
    PnlBasis dailyPnlBasis,
    @Nullable Double totalReturn,
    @Nullable Double dailyReturn,
    @Nullable Double annualReturn) {

  void nameIn(Map<String, @Nullable Object> names) {
    names.put("equity", equity);
    names.put("net_deposits", netDeposits);
    names.put("total_pnl", totalPnl);
    names.put("total_pnl_basis", totalPnlBasis.wireName());
    names.put("daily_pnl", dailyPnl);
    names.put("daily_pnl_basis", dailyPnlBasis.wireName());
    names.put("total_return", totalReturn);
    names.put("daily_return", dailyReturn);
    names.put("annual_return", annualReturn);
  }
}
