package dev.binnacle.model;

/** What a bot's guard lets pass, in rising strictness. Cancels always pass. */
public enum GuardLevel {
  /** Everything that its limits allow. */
  OPEN,
  /** Only what brings a position nearer to zero. */
  REDUCING,
  /** No order. */
  CLOSED;

  /** The stricter of the two. */
  public GuardLevel and(GuardLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
