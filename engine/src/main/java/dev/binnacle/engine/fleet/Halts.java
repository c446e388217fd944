package dev.binnacle.engine.fleet;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;

/** What halts have to say of an order that its bot tells to be open. */
public interface Halts {
  /** There are none. */
  Halts NONE = (bot, order) -> Fate.FREE;

  /** What becomes of an order. */
  enum Fate {
    /** No halt that is done reaches it. */
    FREE,
    /** A halt that lets no order pass is done with the bot, and nobody has proved that the order is gone. */
    LEFT,
    /** A halt has proved that it is gone, whatever the bot tells. */
    GONE
  }

  Fate fate(BotId bot, Event.OrderUpdate order);
}
