package dev.binnacle.engine.control;

import dev.binnacle.engine.control.TriggerSettings.Act;
import dev.binnacle.engine.control.TriggerSettings.Switch;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.Trigger.Stage;
import dev.binnacle.model.TriggerKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the samples of triggers, and halts when enough of them running are beyond the limit. A trigger that has halted halts no more until
 * the halt is released and a sample within the limit was seen.
 */
final class Counting {
  /** A run of samples with a hole as long as this is no run. */
  static final Duration FORGETS = Duration.ofMinutes(30);

  private final Trips trips;
  private final Turn turn;
  private final Desk desk;
  private final Map<TriggerKey, Due> due = new LinkedHashMap<>();
  private ControlSettings settings;
  private long refused;

  /**
   * One sample that can be believed.
   *
   * @param at when it was taken
   * @param apart a sample beyond the limit counts only if it is so much younger than the one that counted before
   * @param bad whether it is beyond the limit
   * @param what is looked at, such as {@code memory}
   * @param confirmed by what second source; null when there is none that agrees
   */
  record Look(
      TriggerKey key, Instant at, Duration apart, boolean bad, String what, String value, String limit, Act act,
      @Nullable String confirmed) {}

  private record Due(Look look, Trigger counted) {}

  Counting(Trips trips, Turn turn, Desk desk, ControlSettings settings) {
    this.trips = trips;
    this.turn = turn;
    this.desk = desk;
    this.settings = settings;
  }

  void resettle(ControlSettings next) {
    settings = next;
  }

  /** How often a halt that a trigger asked for was refused. It is asked for again with the next sample. */
  long refused() {
    return refused;
  }

  void count(Look look) {
    Switch is = settings.triggers().of(look.key.kind());
    if (!settings.triggers().enabled() || !is.on() || due.containsKey(look.key)) {
      return;
    }
    Trigger known = trips.get(look.key);
    if (known == null) {
      if (look.bad) {
        bad(look, null, is.samples());
      }
      return;
    }
    switch (known.stage()) {
      case ARMED -> {
        if (!look.bad) {
          arm(known);
        } else if (!look.at.isBefore(known.at().plus(look.apart))) {
          bad(look, known, is.samples());
        }
      }
      case SPENT -> {
        if (!look.bad) {
          arm(known);
        }
      }
      case TRIPPED -> {}
    }
  }

  private void bad(Look look, @Nullable Trigger before, int samples) {
    boolean goesOn = before != null && !look.at.isAfter(before.at().plus(FORGETS));
    int bad = before != null && goesOn ? Math.min(before.bad() + 1, samples) : 1;
    Instant since = before != null && goesOn ? before.since() : look.at;
    Trigger counted = trigger(look, bad, since);
    if (bad >= samples || look.confirmed != null) {
      due.put(look.key, new Due(look, counted));
    } else {
      decide(counted);
    }
  }

  private static Trigger trigger(Look look, int bad, Instant since) {
    return new Trigger(
        look.key.kind(), look.key.bot(), look.key.part(), Stage.ARMED, bad, since, look.at,
        Texts.cut(look.value, Trigger.LONGEST),
        Texts.cut(look.limit, Trigger.LONGEST), null, null);
  }

  private void arm(Trigger trigger) {
    decide(
        new Trigger(
            trigger.kind(), trigger.bot(), trigger.part(), Stage.ARMED, 0, trigger.since(), trigger.at(), trigger.value(),
            trigger.limit(), null, null));
  }

  private void decide(Trigger trigger) {
    turn.decide(new Fact.TriggerMoved(turn.now(), trigger));
  }

  /** Halts for all that is due, after the fleet has changed by the input. */
  void halt() {
    if (due.isEmpty()) {
      return;
    }
    List<Due> all = List.copyOf(due.values());
    due.clear();
    all.forEach(this::halt);
  }

  private void halt(Due each) {
    Look look = each.look;
    Answered answered =
        desk.request(
            scope(look.key), look.act.mode(), look.act.liquidation(), reason(each), HaltOrigin.TRIGGER,
            "trigger " + look.key.kind().word());
    HaltId halt = answered.halt();
    if (halt == null) {
      refused++;
      decide(each.counted);
    } else {
      decide(tripped(each.counted, halt));
    }
  }

  private static Trigger tripped(Trigger counted, HaltId halt) {
    return new Trigger(
        counted.kind(), counted.bot(), counted.part(), Stage.TRIPPED, counted.bad(), counted.since(), counted.at(),
        counted.value(), counted.limit(), halt, null);
  }

  private HaltScope scope(TriggerKey key) {
    BotId bot = key.bot();
    return switch (settings.triggers().of(key.kind()).reach()) {
      case BOT -> new HaltScope.OfBot(bot);
      case FLEET -> new HaltScope.OfFleet();
      case GROUP -> {
        String group = settings.groups().get(bot);
        yield group == null ? new HaltScope.OfBot(bot) : new HaltScope.OfGroup(group);
      }
    };
  }

  /** Who reads it must see at once what was measured, against what, and since when. */
  private static String reason(Due each) {
    Look look = each.look;
    String since = each.counted.since().truncatedTo(ChronoUnit.SECONDS).toString();
    int bad = each.counted.bad();
    String proof =
        look.confirmed != null
            ? "since " + since + ", confirmed by " + look.confirmed
            : bad == 1 ? "at " + since : "in " + bad + " samples running since " + since;
    return Texts.reason(
        "%s of %s: %s, where the limit is %s; %s".formatted(look.what, look.key.bot(), look.value, look.limit, proof));
  }

  /* Throttles. */

  /** A named person arms a throttle again; what it has halted can be released from then on. */
  Answered rearm(TriggerKind kind, BotId bot, String reason, @Nullable String operator) {
    if (operator == null || operator.isBlank()) {
      return Answered.refused("an operator must be named to arm a throttle again: say who asks");
    }
    if (reason.isBlank()) {
      return Answered.refused("arming a throttle again needs a reason: say what was done about it");
    }
    if (!kind.isThrottle()) {
      return Answered.refused(
          "trigger %s arms itself, once its halt is released and a value within the limit was seen".formatted(kind.word()));
    }
    Trigger trigger = trips.get(new TriggerKey(bot, kind, ""));
    if (trigger == null || trigger.stage() != Stage.TRIPPED) {
      return Answered.refused("trigger %s of %s is not off: it has halted nothing that is in force".formatted(kind.word(), bot));
    }
    Trigger.Rearming before = trigger.rearming();
    if (before != null) {
      return before.by().equals(operator)
          ? Answered.done(trigger.halt())
          : Answered.refused(
              "trigger %s of %s was armed again already, by %s at %s".formatted(kind.word(), bot, before.by(), before.at()));
    }
    decide(
        new Trigger(
            kind, bot, trigger.part(), Stage.TRIPPED, trigger.bad(), trigger.since(), trigger.at(), trigger.value(),
            trigger.limit(), trigger.halt(), new Trigger.Rearming(operator, Texts.reason(reason), turn.now())));
    return Answered.done(trigger.halt());
  }

  /** Why this halt cannot be released; null when no throttle stands in the way. */
  static @Nullable String locked(Trips trips, HaltId halt) {
    Trigger locked = trips.locks(halt);
    return locked == null
        ? null
        : "halt %s stays: trigger %s of %s is a throttle, which a named person must arm again first (binnacle triggers rearm %s %s)"
            .formatted(halt, locked.kind().word(), locked.bot(), locked.kind().word(), locked.bot());
  }

  /** Nobody knows the bot any more. */
  void forget(BotId bot) {
    trips.of(bot).forEach(this::arm);
  }
}
