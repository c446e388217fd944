package dev.binnacle.config;

/** When a changed value may take effect. In order of strictness: a change of several values waits for the strictest of theirs. */
public enum ApplyMode {
  /** At once. */
  HOT,
  /** For trades that open after the change; one that is open keeps what it was opened with. */
  NEXT_TRADE,
  /** When no position is open. */
  WHEN_FLAT,
  /** When the market is closed. */
  MARKET_CLOSED,
  /** With the next start of the program. */
  RESTART
}
