package dev.binnacle.engine.fleet;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import java.time.Instant;

/**
 * Hears what is said of now, after the fleet has changed by it. Nothing of a spool, of a replay, or of an instance whose word does not
 * count comes here. All calls of one input come while it is applied.
 */
public interface Watch {
  /** Pays no attention. */
  Watch NOBODY = new Nobody();

  /** A bot's metric, at a time that can be believed. */
  void sampled(BotId bot, Instant at, Sample sample);

  /** A durable event was taken. */
  void happened(BotId bot, Event event);

  /** Numbers are missing. */
  void missed(Fact.GapFound gap);

  /** A batch of the bot was taken, or a connection opened. */
  void taken(Present bot);

  /** Time has passed. Comes once for each bot on each tick, and then once for the fleet. */
  void ticked(Present bot);

  void ticked(FleetPresent fleet);

  /** Nobody knows the bot any more. */
  void forgotten(BotId bot);
}
