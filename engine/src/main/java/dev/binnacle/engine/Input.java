package dev.binnacle.engine;

import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to the engine: a closed set. */
public sealed interface Input {

  /**
   * A batch of events from a bot. Answered by one {@link Effect.Reply} with the same {@code ticket}.
   *
   * @param live false when the batch comes from a spool of an earlier run or time, so that it says nothing of the present
   */
  record Received(BotId bot, List<Arrival> arrivals, boolean live, long ticket) implements Input {}

  /**
   * Events about a bot that are not the bot's own word, such as what became of the configuration that is kept for it. Recorded and
   * shown as the bot's are, but no sign of life. Answered as {@link Received} is.
   */
  record Noted(BotId bot, List<Arrival> arrivals, long ticket) implements Input {}

  /** A bot's instance opened a connection that stays. Counts as hearing from it. */
  record LinkOpened(BotId bot, InstanceId instance) implements Input {}

  /** The connection ended, for whatever reason. The bot may be well: it becomes stale only by silence. */
  record LinkClosed(BotId bot, InstanceId instance) implements Input {}

  /** Time passes. Sent at least once a second; silence, staleness and marks of equity are judged here. */
  record Tick() implements Input {}

  /** The settings changed: silence and the declared bots are judged by these from now on. */
  record Resettled(FleetSettings settings) implements Input {}

  /** Bots that the settings name exist even before their first event. */
  record Declared(List<BotId> bots) implements Input {}

  /** A person asks for something. Answered by one {@link Effect.CommandDone} with the same {@code ticket}. */
  record Commanded(Command command, @Nullable String operator, long ticket) implements Input {}

  /** What a person can ask of the engine. */
  sealed interface Command {
    /** Remove a bot that is offline from the fleet; refused while it is heard. Its history stays. */
    record ForgetBot(BotId bot) implements Command {}

    /** An instance says which configuration it runs with, or that it refuses one. */
    record NoteConfig(
        BotId bot, InstanceId instance, @Nullable Long version, String hash, boolean applied, @Nullable String reason)
        implements Command {
      Fact.ConfigSeen seen(Instant at) {
        return new Fact.ConfigSeen(bot, at, instance, version, hash, applied, reason);
      }
    }
  }
}
