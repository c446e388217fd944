package dev.binnacle.model;

/** Where an order is in its life. */
public enum OrderStatus {
  OPEN,
  PARTIALLY_FILLED,
  FILLED,
  CANCELLED,
  REJECTED,
  EXPIRED;

  /** Whether the order can still fill. */
  public boolean isOpen() {
    return this == OPEN || this == PARTIALLY_FILLED;
  }
}
