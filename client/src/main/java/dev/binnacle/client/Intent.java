package dev.binnacle.client;

/** What an order is for. */
public enum Intent {
  /** May add to a position or open one. */
  OPEN,
  /** Brings a position nearer to zero, and never past it. */
  REDUCE,
  /** Takes an order back. Always passes. */
  CANCEL
}
