package dev.binnacle.model;

/** What is so of a bot now, in worsening order. */
public enum BotStatus {
  /** Heard from lately. */
  ONLINE,
  /** Stopped by a halt and says so. */
  HALTED,
  /** Not heard from for longer than it should be, but not long enough to call it gone. */
  STALE,
  /** Alive, but a critical component has failed or its last report was a critical error. */
  ERROR,
  /** Gone: it said good-bye, or has been silent for long. */
  OFFLINE
}
