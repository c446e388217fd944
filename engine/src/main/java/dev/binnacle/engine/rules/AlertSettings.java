package dev.binnacle.engine.rules;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * By what alerts are made and told.
 *
 * @param rules of different names
 * @param cooldowns for how long repeats at the same or a lower level are held back, per rule and subject, by the level that was told:
 *     5, 10 and 30 minutes by default
 * @param groups of bots by name; a bot that is not in here has none
 * @param jump a value that is more than so many times as large as any of the last few must be confirmed by another one, 1000 by default
 */
public record AlertSettings(
    List<Rule> rules,
    Map<Level, Duration> cooldowns,
    Flapping flapping,
    List<Inhibition> inhibitions,
    Map<BotId, String> groups,
    AlertBounds bounds,
    double jump) {
  public static final Map<Level, Duration> COOLDOWNS =
      Map.of(
          Level.INFO, Duration.ofMinutes(5), Level.WARNING, Duration.ofMinutes(10), Level.CRITICAL, Duration.ofMinutes(30));
  public static final AlertSettings DEFAULT =
      new AlertSettings(List.of(), COOLDOWNS, Flapping.DEFAULT, List.of(), Map.of(), AlertBounds.DEFAULT, 1_000);

  public AlertSettings {
    rules = List.copyOf(rules);
    Set<RuleName> names = new HashSet<>();
    for (Rule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("rule " + rule.name() + " is there twice: give each rule a name of its own");
      }
    }
    EnumMap<Level, Duration> all = new EnumMap<>(COOLDOWNS);
    all.putAll(cooldowns);
    all.forEach((level, duration) -> Amounts.notNegative("cooldown of " + level, duration));
    cooldowns = Collections.unmodifiableMap(all);
    inhibitions = List.copyOf(inhibitions);
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    if (!(jump > 1)) {
      throw new IllegalArgumentException("jump must be above 1, was " + jump);
    }
  }

  public AlertSettings withRules(List<Rule> others) {
    return new AlertSettings(others, cooldowns, flapping, inhibitions, groups, bounds, jump);
  }

  public AlertSettings withInhibitions(List<Inhibition> others) {
    return new AlertSettings(rules, cooldowns, flapping, others, groups, bounds, jump);
  }

  public AlertSettings withGroups(Map<BotId, String> others) {
    return new AlertSettings(rules, cooldowns, flapping, inhibitions, others, bounds, jump);
  }

  public AlertSettings withBounds(AlertBounds others) {
    return new AlertSettings(rules, cooldowns, flapping, inhibitions, groups, others, jump);
  }

  public AlertSettings withCooldowns(Map<Level, Duration> others) {
    return new AlertSettings(rules, others, flapping, inhibitions, groups, bounds, jump);
  }

  public AlertSettings withFlapping(Flapping other) {
    return new AlertSettings(rules, cooldowns, other, inhibitions, groups, bounds, jump);
  }

  /**
   * When an alert is said to flap.
   *
   * @param most it may begin to fire so many times within {@code within}; once more and it flaps, 3 within 10 minutes by default
   * @param rest it ends to flap when it has not changed for so long, 5 minutes by default
   */
  public record Flapping(int most, Duration within, Duration rest) {
    public static final Flapping DEFAULT = new Flapping(3, Duration.ofMinutes(10), Duration.ofMinutes(5));

    public Flapping {
      Amounts.atLeast("flapping.most", 1, most);
      Amounts.positive("flapping.within", within);
      Amounts.positive("flapping.rest", rest);
    }
  }

  /**
   * While an alert with the labels {@code source} is open, people are not told of others with the labels {@code target} that have the same
   * values of {@code equal}. In values, {@code *} stands for any characters.
   */
  public record Inhibition(Map<String, String> source, Map<String, String> target, List<String> equal) {
    public Inhibition {
      if (source.isEmpty() || target.isEmpty()) {
        throw new IllegalArgumentException("an inhibition must name labels of its source and of its target");
      }
      source = Collections.unmodifiableMap(new TreeMap<>(source));
      target = Collections.unmodifiableMap(new TreeMap<>(target));
      equal = List.copyOf(equal);
    }
  }

  /**
   * How much is held. What goes beyond is let go and counted in the counters of alerts.
   *
   * @param perRule alerts of one rule that are pending or open; no more begin
   * @param alerts in all that are pending or open
   * @param remembered subjects of which is known what was told of them last; the oldest is forgotten
   * @param resolved alerts that are over, in the snapshot
   * @param silences at a time; one more is refused
   * @param subjects that one rule watches; one more is not judged
   */
  public record AlertBounds(int perRule, int alerts, int remembered, int resolved, int silences, int subjects) {
    public static final AlertBounds DEFAULT = new AlertBounds(5_000, 20_000, 20_000, 500, 500, 20_000);

    public AlertBounds {
      if (Math.min(Math.min(Math.min(perRule, alerts), Math.min(remembered, resolved)), Math.min(silences, subjects)) < 1) {
        throw new IllegalArgumentException("every bound of alerts must be 1 or more");
      }
    }
  }
}
