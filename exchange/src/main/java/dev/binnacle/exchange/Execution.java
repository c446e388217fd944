package dev.binnacle.exchange;

import java.math.BigDecimal;
import java.time.Duration;

/** How a position is closed. */
public sealed interface Execution {
  Execution AT_MARKET = new Market();

  record Market() implements Execution {}

  /**
   * A limit order that may be so far from the last price, and no farther.
   *
   * @param percent above 0, at most 50
   * @param deadline how long it may take
   * @param thenMarket whether the rest is then closed at the market; else it is named and left
   */
  record Collared(BigDecimal percent, Duration deadline, boolean thenMarket) implements Execution {
    private static final BigDecimal WIDEST = BigDecimal.valueOf(50);

    public Collared {
      if (percent.signum() <= 0 || percent.compareTo(WIDEST) > 0) {
        throw new IllegalArgumentException("a collar must be above 0 and at most 50 percent, was " + percent.toPlainString());
      }
      if (!deadline.isPositive()) {
        throw new IllegalArgumentException("a collar's deadline must be above 0, was " + deadline);
      }
    }
  }
}
