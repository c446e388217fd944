package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may halt trading without a person, and when.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param enabled whether anything may; nothing by default, as what is embedded decides for itself
 * @param switches one for each kind; those that are left out are as {@link Switch#DEFAULT}
 * @param factors how many times its threshold something must be beyond it: 2 for memory, 10 for errors, 2 for losses by default
 * @param limits the thresholds of the fleet
 * @param own those of bots that have their own
 * @param tiers of drawdown, the shallowest first
 * @param storm how many orders a bot may send, change and cancel within a stretch; 100 within 5 s by default
 * @param repeats how often it may execute the same side of an instrument in the same size; 20 times within a minute by default
 */
public record TriggerSettings(
    boolean enabled,
    Map<TriggerKind, Switch> switches,
    Factors factors,
    Limits limits,
    Map<BotId, Limits> own,
    List<Tier> tiers,
    Pace storm,
    Pace repeats) {
  /** Nothing halts without a person. */
  public static final TriggerSettings OFF =
      new TriggerSettings(
          false, Map.of(), Factors.DEFAULT, Limits.NONE, Map.of(), List.of(Tier.DEFAULT), new Pace(100, Duration.ofSeconds(5)),
          new Pace(20, Duration.ofMinutes(1)));

  public TriggerSettings {
    EnumMap<TriggerKind, Switch> all = new EnumMap<>(TriggerKind.class);
    for (TriggerKind kind : TriggerKind.values()) {
      all.put(kind, switches.getOrDefault(kind, Switch.DEFAULT));
    }
    switches = Collections.unmodifiableMap(all);
    own = Collections.unmodifiableMap(new TreeMap<>(own));
    List<Tier> sorted = new ArrayList<>(tiers);
    sorted.sort(Comparator.comparing(Tier::percent));
    tiers = List.copyOf(sorted);
  }

  /** As this, with these limits. */
  public TriggerSettings withLimits(Limits fleet, Map<BotId, Limits> others) {
    return new TriggerSettings(enabled, switches, factors, fleet, others, tiers, storm, repeats);
  }

  public TriggerSettings withEnabled(boolean other) {
    return new TriggerSettings(other, switches, factors, limits, own, tiers, storm, repeats);
  }

  public TriggerSettings withSwitches(Map<TriggerKind, Switch> others) {
    return new TriggerSettings(enabled, others, factors, limits, own, tiers, storm, repeats);
  }

  public TriggerSettings withFactors(Factors others) {
    return new TriggerSettings(enabled, switches, others, limits, own, tiers, storm, repeats);
  }

  public TriggerSettings withTiers(List<Tier> others) {
    return new TriggerSettings(enabled, switches, factors, limits, own, others, storm, repeats);
  }

  public TriggerSettings withPaces(Pace storms, Pace repetitions) {
    return new TriggerSettings(enabled, switches, factors, limits, own, tiers, storms, repetitions);
  }

  Switch of(TriggerKind kind) {
    return switches.getOrDefault(kind, Switch.DEFAULT);
  }

  Limits of(BotId bot) {
    return own.getOrDefault(bot, limits);
  }

  /** How far a halt reaches that a bot's trigger begins. */
  public enum Reach {
    BOT,
    /** The bots of its group; the bot alone if it has none. */
    GROUP,
    FLEET
  }

  /** What a halt does. A liquidation is there if it liquidates, and only then. */
  public record Act(HaltMode mode, @Nullable Liquidation liquidation) {
    public static final Act CANCEL = new Act(HaltMode.CANCEL, null);

    public Act {
      if ((mode == HaltMode.LIQUIDATE) != (liquidation != null)) {
        throw new IllegalArgumentException("a trigger says how it closes positions if it liquidates, and only then");
      }
    }
  }

  /**
   * One trigger.
   *
   * @param samples how many running must be beyond the limit, 3 by default
   */
  public record Switch(boolean on, Act act, int samples, Reach reach) {
    public static final Switch DEFAULT = new Switch(true, Act.CANCEL, 3, Reach.BOT);

    public Switch {
      if (samples < 1) {
        throw new IllegalArgumentException("samples must be 1 or more, was " + samples);
      }
    }
  }

  /** How many times its threshold. */
  public record Factors(BigDecimal memory, BigDecimal apiErrors, BigDecimal dailyLoss) {
    public static final Factors DEFAULT = new Factors(BigDecimal.TWO, BigDecimal.TEN, BigDecimal.TWO);
  }

  /**
   * The thresholds that factors are applied to; 0 is none.
   *
   * @param memoryMb in megabytes
   * @param apiErrorPercent of all calls to venues
   * @param dailyLoss the loss of a day as a positive amount in the bot's currency
   */
  public record Limits(BigDecimal memoryMb, BigDecimal apiErrorPercent, BigDecimal dailyLoss) {
    public static final Limits NONE = new Limits(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /**
   * A depth of drawdown, reached at which the act is done.
   *
   * @param percent below the peak, above 0 and at most 100
   */
  public record Tier(BigDecimal percent, Act act) {
    public static final Tier DEFAULT = new Tier(new BigDecimal(25), Act.CANCEL);

    public Tier {
      if (percent.signum() <= 0 || percent.compareTo(new BigDecimal(100)) > 0) {
        throw new IllegalArgumentException("a tier must be above 0 and at most 100 percent, was " + percent);
      }
    }

    /** How it is told from others. */
    String name() {
      return percent.stripTrailingZeros().toPlainString() + " %";
    }
  }

  /** At most so many within that time. */
  public record Pace(int most, Duration within) {
    public Pace {
      if (most < 1 || within.toMillis() < 1) {
        throw new IllegalArgumentException("a pace is 1 or more within a time above 0, was " + most + " within " + within);
      }
    }
  }
}
