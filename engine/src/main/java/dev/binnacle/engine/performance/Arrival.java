package dev.binnacle.engine.performance;

/** When something came, compared with what the ledger had been told before. */
public enum Arrival {
  /** It belongs to the present period, or to a newer one. */
  PRESENT,
  /** It belongs to a period that had been closed, and has changed that period's figures. */
  RESTATED,
  /**
   * It is older than anything that can still be put in order. A trade has been added to the totals but not to the streaks,
   * and of a mark only the deposit has been taken.
   */
  TOO_LATE
}
