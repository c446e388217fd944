package dev.binnacle.model;

/** How much a halt does, in rising strength: each does all that the one before does. */
public enum HaltMode {
  /** No new exposure: what reduces a position may still be sent. */
  PAUSE,
  /** No order at all is sent; what rests at the venue stays there. */
  STOP,
  /** What rests is cancelled, and proved to be gone. */
  CANCEL,
  /** Positions are closed as a {@link Liquidation} says. Never a default. */
  LIQUIDATE;

  /** What a guard lets pass under it. */
  public GuardLevel level() {
    return this == PAUSE ? GuardLevel.REDUCING : GuardLevel.CLOSED;
  }

  /** The stronger of the two. */
  public HaltMode and(HaltMode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
