package dev.binnacle.engine.control;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All halts at one time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param index of the last input that is in it
 * @param halts in force, the newest first
 * @param released halts that are over, the one that was released last first
 * @param actions of operators, the newest first: those under way, and those that ended last
 * @param bots that a halt holds, or whose guard was heard of since the engine runs, by name
 * @param triggers what may halt without a person, and how far each bot is from it
 */
public record ControlSnapshot(
    long index, Instant at, List<Halt> halts, List<Halt> released, List<Action> actions, List<BotGuard> bots,
    TriggersView triggers,
    Counters counters) {
  public ControlSnapshot {
    actions = List.copyOf(actions);
    halts = List.copyOf(halts);
    released = List.copyOf(released);
    bots = List.copyOf(bots);
  }

  public Optional<Action> action(ActionId id) {
    return actions.stream().filter(action -> action.id().equals(id)).findFirst();
  }

  /** Among those in force, and those that are over. */
  public Optional<Halt> halt(HaltId id) {
    return halts.stream().filter(halt -> halt.id().equals(id)).findFirst()
        .or(() -> released.stream().filter(halt -> halt.id().equals(id)).findFirst());
  }

  public Optional<BotGuard> bot(BotId id) {
    return bots.stream().filter(bot -> bot.bot().equals(id)).findFirst();
  }

  /**
   * What one bot's guards are to hold, and what they say.
   *
   * @param wanted the strictest of all halts that hold the whole bot
   * @param reason why, a sentence for a person
   * @param orders what its guards are to be told: one for each halt that holds the bot or one of its instruments
   * @param confirmed whether every run that is there has said that it is as strict as that
   * @param runs what they said last, since the engine runs
   */
  public record BotGuard(
      BotId bot, GuardLevel wanted, String reason, List<Errand.CloseGuards> orders, boolean confirmed, List<RunGuard> runs) {
    public BotGuard {
      orders = List.copyOf(orders);
      runs = List.copyOf(runs);
    }
  }

  /** @param latches that it says it holds */
  public record RunGuard(
      InstanceId instance, GuardLevel level, List<HaltId> latches, long inFlight, List<OrderId> unknown, Instant heard) {
    public RunGuard {
      latches = List.copyOf(latches);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * All triggers.
   *
   * @param settings by which they are judged
   * @param bots those of each bot, by its name; a bot of which nothing was looked at yet has an empty list
   */
  public record TriggersView(TriggerSettings settings, Map<BotId, List<TriggerView>> bots) {
    public TriggersView {
      bots = Collections.unmodifiableMap(new TreeMap<>(bots));
    }
  }

  /**
   * One trigger of one bot.
   *
   * @param part what of it, such as a component or a tier; empty when there is only one
   * @param value what was looked at last, for a person; null when nothing was since the engine runs
   * @param share how much of the limit is reached, 1 at the limit; null where there is no measure
   * @param at when it was looked at; null as {@code value} is
   * @param stage where it is on its way around
   * @param bad how many samples running were beyond the limit
   * @param trigger as it has counted or halted; null while it has done neither
   */
  public record TriggerView(
      TriggerKind kind,
      String part,
      @Nullable String value,
      @Nullable String limit,
      @Nullable Double share,
      @Nullable Instant at,
      Trigger.Stage stage,
      int bad,
      @Nullable Trigger trigger) {
    /** Whether a named person must arm it again before what it has halted can be released. */
    public boolean isLocked() {
      return kind.isThrottle() && trigger != null && stage == Trigger.Stage.TRIPPED && trigger.rearming() == null;
    }
  }

  /**
   * Since the engine runs.
   *
   * @param outdated reports of exchanges that were passed over, since they answer what is no longer asked
   * @param dropped what was let go because there was too much of it, by the name of the bound
   */
  public record Counters(long outdated, Map<String, Long> dropped) {}
}
