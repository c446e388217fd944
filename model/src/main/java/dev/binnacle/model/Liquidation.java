package dev.binnacle.model;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How positions are closed.
 *
 * @param collarPct how far from the last price a limit order may be, in percent; null for market orders
 * @param deadline how long limit orders may take before the rest is named as residue; null where there are none
 */
public record Liquidation(Positions positions, @Nullable BigDecimal collarPct, @Nullable Duration deadline) {
  /** Everything, at the market. */
  public static final Liquidation ALL_AT_MARKET = new Liquidation(Positions.FLATTEN_ALL, null, null);

  private static final BigDecimal WIDEST = new BigDecimal(50);

  public Liquidation {
    if (collarPct != null && Check.positive("collar_pct", collarPct).compareTo(WIDEST) > 0) {
      throw new InvalidValueException(
          "collar_pct", "range", "collar_pct must be at most " + WIDEST + ", was " + collarPct.toPlainString());
    }
    if ((collarPct == null) != (deadline == null)) {
      throw new InvalidValueException(
          "deadline", "required-with-collar", "a collar needs a deadline, and a deadline a collar: give both or neither");
    }
    if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
      throw new InvalidValueException("deadline", "positive", "deadline must be above 0, was " + deadline);
    }
  }

  /** Which positions are closed. */
  public enum Positions {
    FLATTEN_ALL,
    /** What is held outright stays; an instrument of unknown kind is closed as a derivative. */
    KEEP_SPOT_CLOSE_DERIVATIVES,
    KEEP_ALL
  }
}
