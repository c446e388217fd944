package dev.binnacle.model;

/** How an order asks to be filled. */
public enum OrderKind {
  MARKET,
  LIMIT,
  STOP
}
