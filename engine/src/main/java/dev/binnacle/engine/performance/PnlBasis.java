package dev.binnacle.engine.performance;

/** What a profit was reckoned from. */
public enum PnlBasis {
  /** The change of equity less deposits; counts open positions and every cost, known or not. */
  EQUITY,
  /** The net results of closed trades, because there are no equity marks to compare. */
  CLOSED_TRADES;

  public String wireName() {
    return switch (this) {
      case EQUITY -> "equity";
      case CLOSED_TRADES -> "closed_trades";
    };
  }
}
