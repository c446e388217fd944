package dev.binnacle.engine.performance;

import java.math.BigDecimal;

/**
 * What the open positions of an account are worth together, in its currency.
 *
 * @param gross what is long plus what is short, both counted up
 * @param net what is long less what is short
 * @param largest the gross value of the instrument with the largest one; 0 when nothing is open
 */
public record PositionValue(BigDecimal gross, BigDecimal net, BigDecimal largest) {
  public static final PositionValue NONE = new PositionValue(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  public PositionValue {
    Amounts.notNegative("gross value", gross);
    Amounts.decimal("net value", net);
    Amounts.notNegative("largest value", largest);
  }
}
