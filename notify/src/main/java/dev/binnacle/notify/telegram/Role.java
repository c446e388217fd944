package dev.binnacle.notify.telegram;

/** What somebody is trusted with, in rising order. */
public enum Role {
  /** Asks and changes nothing. */
  VIEWER,
  /** Also acts on a bot that is named, and on alerts. */
  OPERATOR,
  /** Also acts on all bots at once, and changes configuration. */
  ADMIN
}
