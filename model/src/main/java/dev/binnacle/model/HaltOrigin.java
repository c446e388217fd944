package dev.binnacle.model;

/** Where a halt comes from. */
public enum HaltOrigin {
  /** A person asked for it. */
  PERSON,
  /** An automatic trigger did. */
  TRIGGER,
  /** The bot's own code closed its guard. */
  BOT,
  /** A limit of the bot's guard was broken so that it closed. */
  LIMIT,
  /** A halt file lies beside the bot. */
  FILE,
  /** The bot was without the server for longer than it may be. */
  SILENCE,
  /** A rehearsal. */
  DRILL
}
