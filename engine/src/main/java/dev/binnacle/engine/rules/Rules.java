package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.Execution;
import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.fleet.Watch;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Fact;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges all rules as words come in. What it knows is the present, which a restart forgets: what holds is found again from what is said
 * next.
 *
 * <p>The work of one word is that of the rules that look at it, and of a tick that of the rules times the bots.
 *
 * <p><b>Threads:</b> confined to the engine's thread.
 */
public final class Rules implements Watch {
  private static final int USUAL_GAPS = 3;

  private final Desk desk;
  private final Derivations derivations = new Derivations();
  private final Sight sight;
  private final Map<BotId, Instant> heard = new HashMap<>();
  private Map<RuleName, Judge<?>> judges = new LinkedHashMap<>();
  private Interests interests = new Interests();
  private boolean moved;

  public Rules(AlertSettings settings, Judgements judgements) {
    desk = new Desk(judgements);
    sight = new Sight(desk, derivations);
    resettle(settings);
  }

  /** Judges by these rules from now on. What is known by conditions that are as they were is known on. */
  public void resettle(AlertSettings settings) {
    boolean regrouped = !desk.groups.equals(settings.groups());
    desk.jump = settings.jump();
    desk.mostSubjects = settings.bounds().subjects();
    desk.groups = settings.groups();
    Map<RuleName, Judge<?>> next = new LinkedHashMap<>();
    Interests nextInterests = new Interests();
    Judges factory = new Judges(desk, derivations, sight);
    for (Rule rule : settings.rules()) {
      Judge<?> judge = judges.get(rule.name());
      if (judge == null || !isSame(judge.rule(), rule) || (regrouped && !rule.scope().groups().isEmpty())) {
        judge = factory.of(rule);
      } else {
        judge.rename(rule);
      }
      next.put(rule.name(), judge);
      nextInterests.add(judge);
    }
    judges = next;
    interests = nextInterests;
  }

  /** Whether what was found by the one is found by the other. */
  public static boolean isSame(Rule one, Rule other) {
    return one.condition().equals(other.condition())
        && Objects.equals(one.breaches(), other.breaches())
        && one.scope().equals(other.scope());
  }

  /** One input begins. */
  public void begin(Instant now) {
    desk.now = now;
  }

  @Override
  public void sampled(BotId bot, Instant at, Sample sample) {
    List<Judge<?>> interested = interests.byMetric.get(sample.metric());
    if (interested != null) {
      for (Judge<?> judge : interested) {
        desk.asked++;
        judge.sampled(bot, at, sample);
      }
    }
  }

  @Override
  public void happened(BotId bot, Event event) {
    moved = true;
    if (interests.byEvent.isEmpty()) {
      return;
    }
    List<Judge<?>> interested = interests.byEvent.get(EventType.of(event));
    if (interested != null) {
      for (Judge<?> judge : interested) {
        desk.asked++;
        judge.happened(bot, event);
      }
    }
  }

  @Override
  public void missed(Fact.GapFound gap) {
    for (Judge<?> judge : interests.gaps) {
      desk.asked++;
      judge.missed(gap);
    }
  }

  @Override
  public void taken(Present bot) {
    boolean anything = moved;
    moved = false;
    for (Judge<?> judge : interests.batches) {
      desk.asked++;
      judge.taken(bot, anything);
    }
  }

  @Override
  public void ticked(Present bot) {
    if (bot.isHeard()) {
      heard.put(bot.id(), desk.now);
    }
    for (Judge<?> judge : interests.ticks) {
      judge.ticked(bot);
    }
  }

  @Override
  public void ticked(FleetPresent fleet) {
    sight.now(fleet);
    for (Judge<?> judge : interests.fleetTicks) {
      judge.ticked(fleet);
    }
  }

  @Override
  public void forgotten(BotId bot) {
    heard.remove(bot);
    derivations.forget(bot);
    judges.values().forEach(judge -> judge.forget(bot));
  }

  /** Something was seen of Binnacle itself. */
  public void observed(String part, MetricName metric, Reading reading) {
    for (Judge<?> judge : interests.server) {
      if (judge instanceof LimitJudge limit
          && reading instanceof Reading.Number(double number)
          && judge.rule().condition() instanceof Condition.Threshold threshold
          && threshold.metric().equals(metric)) {
        limit.observed(part, number);
      } else if (judge instanceof WordJudge state
          && reading instanceof Reading.State(String word)
          && judge.rule().condition() instanceof Condition.StateIs is
          && is.metric().equals(metric)) {
        state.observed(part, word);
      }
    }
  }

  /** What models are to weigh of what was said since this was asked last. */
  public List<Weighing> takeWeighings() {
    return desk.takeWeighings();
  }

  /** A model has scored a value. */
  public void scored(BotId bot, MetricName metric, Condition.Model model, Instant at, double score) {
    for (Judge<?> judge : interests.byScore.getOrDefault(metric, List.of())) {
      if (judge.rule().condition() instanceof Condition.Anomaly anomaly && anomaly.model() == model) {
        judge.scored(bot, at, score);
      }
    }
  }

  /** What the rule found of the subject; null when it has found nothing since the engine runs. */
  public @Nullable Word word(RuleName rule, Subject subject) {
    Judge<?> judge = judges.get(rule);
    return judge == null ? null : judge.word(subject);
  }

  /** What was found of the subject is not believed any more: whatever is found next is news. */
  public void doubt(RuleName rule, Subject subject) {
    Word word = word(rule, subject);
    if (word != null) {
      word.doubt();
    }
  }

  /**
   * When anything was told last by which the rule can judge the subject; null when nothing was since the engine runs. What only
   * changes tell is known as long as the bot is heard.
   */
  public @Nullable Instant toldAt(RuleName rule, Subject subject) {
    Judge<?> judge = judges.get(rule);
    Word word = judge == null ? null : judge.word(subject);
    Instant at = word == null || word.at().equals(Instant.MIN) ? null : word.at();
    if (judge == null || subject.bot() == null || !isByEvents(judge.rule().condition())) {
      return at;
    }
    Instant alive = heard.get(subject.bot());
    return at == null || (alive != null && alive.isAfter(at)) ? alive : at;
  }

  /** Without a word for how long the rule misses it: as it says, or three times as long as it is told as a rule. */
  public Duration patience(Rule rule, Subject subject) {
    return patience(rule, word(rule.name(), subject));
  }

  static Duration patience(Rule rule, @Nullable Word word) {
    Duration usual = word == null ? Duration.ZERO : word.period().multipliedBy(USUAL_GAPS);
    Duration said = rule.missing().after();
    return usual.compareTo(said) > 0 ? usual : said;
  }

  static boolean isByEvents(Condition condition) {
    return switch (condition) {
      case Condition.ResponseTime c -> true;
      case Condition.Unhealthy c -> true;
      case Condition.Rate c -> true;
      case Condition.Share c -> true;
      case Condition.BalanceChange c -> true;
      case Condition.Threshold c -> false;
      case Condition.StateIs c -> false;
      case Condition.Absence c -> false;
      case Condition.Drawdown c -> false;
      case Condition.Happened c -> false;
      case Condition.Gap c -> false;
      case Condition.Repeated c -> false;
      case Condition.StatusIs c -> false;
      case Condition.ClockSkew c -> false;
      case Condition.Expression c -> false;
      // Fills and fees come when the bot trades, which may be seldom.
      case Condition.Anomaly c -> Execution.makes(c.metric());
      case Condition.Trend c -> false;
    };
  }

  /** After how long its alerts end by themselves when nothing more is told of them; null for those that need a good value. */
  public static @Nullable Duration lasts(Condition condition) {
    if (condition instanceof Condition.Happened happened) {
      return happened.lasts();
    }
    if (condition instanceof Condition.Gap gap) {
      return gap.lasts();
    }
    return condition instanceof Condition.Repeated repeated ? repeated.window() : null;
  }

  public @Nullable Rule rule(RuleName name) {
    Judge<?> judge = judges.get(name);
    return judge == null ? null : judge.rule();
  }

  /** In the order of the settings. */
  public List<Course> courses() {
    return judges.values().stream()
        .map(
            judge -> new Course(
                judge.rule(), judge.evaluatedAt, judge.evaluated, judge.subjects(), judge.matchesNothing(),
                judge.last == null ? null : judge.last.reason()))
        .toList();
  }

  /** Values that were not believed. */
  public long odd() {
    return desk.odd;
  }

  /** How often a rule was asked about a word, a batch or a gap. */
  public long asked() {
    return desk.asked;
  }

  /** What was let go, by the name of the bound. */
  public Map<String, Long> dropped() {
    return Map.copyOf(desk.dropped());
  }

  /** How one rule gets on, as {@link dev.binnacle.engine.rules.Rules#courses} tells it. */
  public record Course(
      Rule rule, @Nullable Instant evaluatedAt, long evaluated, int subjects, @Nullable String matchesNothing,
      @Nullable String lastReason) {}
}
