package dev.binnacle.model;

/** Whether a bot's orders move real money. {@link #LIVE} is assumed of a bot that does not say. */
public enum TradingMode {
  LIVE,
  PAPER
}
