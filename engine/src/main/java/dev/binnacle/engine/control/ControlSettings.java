package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * By what halts are judged.
 *
 * @param gateways bots whose exchange can be reached without them; of the others only their own word is known
 * @param groups of bots by name; a bot that is not in here has none
 * @param triggers what may halt without a person; nothing by default
 */
public record ControlSettings(
    Deadlines deadlines, Set<BotId> gateways, Map<BotId, String> groups, ControlBounds bounds, TriggerSettings triggers) {
  public static final ControlSettings DEFAULT =
      new ControlSettings(Deadlines.DEFAULT, Set.of(), Map.of(), ControlBounds.DEFAULT, TriggerSettings.OFF);

  public ControlSettings {
    gateways = Collections.unmodifiableSet(new TreeSet<>(gateways));
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
  }

  public ControlSettings withGateways(Set<BotId> others) {
    return new ControlSettings(deadlines, others, groups, bounds, triggers);
  }

  public ControlSettings withGroups(Map<BotId, String> others) {
    return new ControlSettings(deadlines, gateways, others, bounds, triggers);
  }

  public ControlSettings withDeadlines(Deadlines others) {
    return new ControlSettings(others, gateways, groups, bounds, triggers);
  }

  public ControlSettings withBounds(ControlBounds others) {
    return new ControlSettings(deadlines, gateways, groups, others, triggers);
  }

  public ControlSettings withTriggers(TriggerSettings others) {
    return new ControlSettings(deadlines, gateways, groups, bounds, others);
  }

  /**
   * How long something may take before it counts as failed. What is asked for goes on being asked for.
   *
   * @param guard from asking until a run of the bot has said that its guard is closed, 2 s by default
   * @param settle until such a run has said that nothing is in flight and that its listeners are done, 10 s by default
   * @param cancel until what rests is proved to be gone, 30 s by default; for a bot that does it itself, too
   * @param flatten until positions are closed, beside what the liquidation allows its orders, 30 s by default
   * @param verify until orders and positions are read again, 30 s by default
   * @param retry from a failure to the next try, doubling, 5 s by default
   * @param retryMost the longest of these, 60 s by default
   */
  public record Deadlines(
      Duration guard, Duration settle, Duration cancel, Duration flatten, Duration verify, Duration retry, Duration retryMost) {
    public static final Deadlines DEFAULT =
        new Deadlines(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60));

    public Deadlines {
      positive("guard", guard);
      positive("settle", settle);
      positive("cancel", cancel);
      positive("flatten", flatten);
      positive("verify", verify);
      positive("retry", retry);
      positive("retry-most", retryMost);
    }

    private static void positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException("the deadline " + name + " must be above 0, was " + value);
      }
    }
  }

  /**
   * How much is held.
   *
   * @param halts in force at a time, 100 by default: one more is refused, unless it is for the whole fleet
   * @param adopted halts that bots began themselves, beside these, 1000 by default: the latch of one more is left as it is
   * @param released halts that are over, 200 by default
   * @param flattenings how often positions of one bot are closed for one halt before a person must look, 3 by default
   * @param runs of one bot whose guards are known, 16 by default
   */
  public record ControlBounds(int halts, int adopted, int released, int flattenings, int runs) {
    public static final ControlBounds DEFAULT = new ControlBounds(100, 1_000, 200, 3, 16);

    public ControlBounds {
      if (Math.min(Math.min(halts, adopted), Math.min(Math.min(released, flattenings), runs)) < 1) {
        throw new IllegalArgumentException("every bound of control must be 1 or more");
      }
    }
  }
}
