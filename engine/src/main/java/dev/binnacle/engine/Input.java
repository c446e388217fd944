package dev.binnacle.engine;

import dev.binnacle.engine.control.ControlSettings;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.engine.control.GuardReport;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Weighing;
import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.TriggerKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  /**
   * The settings changed: silence and the declared bots are judged by these from now on, and rules are these. Rules that are as
   * they were change nothing and tell nothing again.
   *
   * @param alerts null to leave them as they are
   * @param control null to leave it as it is; halts in force go on
   */
  record Resettled(FleetSettings settings, @Nullable AlertSettings alerts, @Nullable ControlSettings control) implements Input {
    public Resettled(FleetSettings settings) {
      this(settings, null, null);
    }

    public Resettled(FleetSettings settings, @Nullable AlertSettings alerts) {
      this(settings, alerts, null);
    }
  }

  /** A run of a bot says what its guard holds. A sign of no life: it may be a bot that is halted and silent otherwise. */
  record GuardHeard(BotId bot, GuardReport report) implements Input {}

  /**
   * A way to an exchange answers an {@link dev.binnacle.engine.control.Errand}.
   *
   * @param epoch of the errand
   * @param asked of the errand
   */
  record ExchangeTold(HaltId halt, long epoch, BotId bot, long asked, ExchangeReport report) implements Input {}

  /** Something was seen of Binnacle itself, such as a channel that is broken or a disk that is full. {@code part} is what it is about. */
  record Observed(String part, MetricName metric, Sample.Reading reading) implements Input {}

  /** A model says how odd a value of a bot's metric was. The score is in the unit of the model; a higher one is odder. */
  record Scored(BotId bot, MetricName metric, Condition.Model model, Instant at, double score) implements Input {
    /** The model's answer to what it was asked. */
    public static Scored of(Weighing asked, double score) {
      return new Scored(asked.bot(), asked.metric(), asked.model(), asked.at(), score);
    }
  }

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

    /** The operator takes care of an alert, until then or, if it is null, until it ends. A second one takes over from the first. */
    record Acknowledge(AlertId alert, @Nullable String comment, @Nullable Instant until) implements Command {}

    /** Nobody takes care of the alert any more. */
    record Unacknowledge(AlertId alert) implements Command {}

    /** Nobody is told of alerts with these labels until then; see {@link Silence}. Its id is {@link #idAt}. */
    record BeginSilence(Map<String, String> matcher, Instant until, Silence.Term term, String comment) implements Command {
      public BeginSilence {
        matcher = Map.copyOf(matcher);
      }

      /** The id of the silence that was begun by the command that was done at {@code awaits}. */
      public static SilenceId idAt(long awaits) {
        return new SilenceId("s" + awaits);
      }
    }

    record EndSilence(SilenceId silence) implements Command {}

    /**
     * Stop what {@code scope} names. Joins a halt in force that stops the same or more; {@link Effect.CommandDone#halt} names the halt
     * that it began or joined.
     *
     * @param liquidation how positions are closed; null unless the mode is {@link HaltMode#LIQUIDATE}
     */
    record RequestHalt(HaltScope scope, HaltMode mode, @Nullable Liquidation liquidation, String reason, HaltOrigin origin)
        implements Command {}

    /**
     * Let trading go on as far as this halt is concerned.
     *
     * @param epoch of the halt as the operator saw it; refused when it was widened since
     * @param force whether it is to be released though not all that it was to do is done and proved
     */
    record ReleaseHalt(HaltId halt, long epoch, String reason, boolean force) implements Command {}

    /**
     * Keep that something is to be done at a bot's exchange. Refused while a halt covers what it adds. It must not be begun before the
     * answer, unless it can be done twice.
     *
     * @param wish its operator, its time and its stage are set here
     */
    record BeginAction(Action wish) implements Command {}

    /** Keep what came of an action. */
    record EndAction(ActionId action, Action.Stage stage, String outcome) implements Command {}

    /** Arm a throttle of a bot again: what it has halted can be released then, and it halts again once it has seen the bot at rest. */
    record RearmTrigger(TriggerKind trigger, BotId bot, String reason) implements Command {}
  }
}
