package dev.binnacle.model;

/** Where an alert is in its life. */
public enum AlertState {
  /** The condition holds, not yet for as long as the rule asks. */
  PENDING,
  /** It has held for as long as the rule asks: people are told. */
  FIRING,
  /** It was firing, and what it looks at is not told any more: neither good nor bad. */
  NO_DATA,
  /** It came and went so often that only that is told, until it rests. */
  FLAPPING,
  /** A good value was seen for as long as the rule asks. The end. */
  RESOLVED,
  /** The condition ceased before the alert fired, or nobody asks any more: the rule or its bot is gone. The end, of which nobody is told. */
  ENDED;

  public boolean isOver() {
    return this == RESOLVED || this == ENDED;
  }

  /** Whether people have been told of it and not of its end. */
  public boolean isOpen() {
    return this == FIRING || this == NO_DATA || this == FLAPPING;
  }
}
