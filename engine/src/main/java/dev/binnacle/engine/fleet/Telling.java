package dev.binnacle.engine.fleet;

/** Who tells a batch, and of when. */
enum Telling {
  /** The bot, of now. */
  NOW,
  /** The bot, of an earlier time: says nothing of the present. */
  SPOOLED,
  /** Somebody else, about the bot and of now: no sign of its life. */
  ABOUT
}
