package dev.binnacle.notify;

/** What somebody who gives commands is trusted with, in rising order: each may do what those before it may. */
public enum Role {
  /** Asks and changes nothing. */
  VIEWER,
  /** Also takes care of alerts, and pauses a bot that is named. */
  TRADER,
  /** Also halts a bot that is named, and lets it trade again. */
  OPERATOR,
  /** Also acts on all bots at once, and changes configuration. */
  ADMIN
}
