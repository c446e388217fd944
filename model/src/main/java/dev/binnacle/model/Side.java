package dev.binnacle.model;

import java.math.BigDecimal;

/** The side that opens: {@link #BUY} is long, {@link #SELL} is short. A trade keeps it from opening to closing. */
public enum Side {
  BUY,
  SELL;

  /** +1 for a buy and -1 for a sell: the sign of the profit when the price rises. */
  public BigDecimal sign() {
    return this == BUY ? BigDecimal.ONE : BigDecimal.ONE.negate();
  }

  public Side opposite() {
    return this == BUY ? SELL : BUY;
  }
}
