package dev.binnacle.model;

/** What a bot says of itself in a heartbeat. */
public enum RunState {
  /** Trading, or looking for a trade. */
  RUNNING,
  /** Alive but opening nothing, and will go on by itself or at a word. */
  PAUSED,
  /** Stopped by a halt: opens nothing until a person releases it. */
  HALTED
}
