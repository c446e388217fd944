package dev.binnacle.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much work a word makes: counted, not timed. */
final class WorkTest {
  private static final BotId BOT = new BotId("a");
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  /** Two rules about {@code latency}, one about errors, and 400 about other things. */
  private static Rules rules() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rules.add(Rule.of("metric-" + i, threshold("other_" + i), Level.INFO));
      rules.add(
          Rule.of(
              "event-" + i, new Condition.Happened(Happening.any(EventType.CUSTOM), Duration.ofMinutes(1), false),
              Level.INFO));
    }
    rules.add(Rule.of("one", threshold("latency"), Level.INFO));
    rules.add(Rule.of("two", threshold("latency"), Level.INFO));
    rules.add(
        Rule.of("error", new Condition.Happened(Happening.any(EventType.ERROR), Duration.ofMinutes(1), false), Level.INFO));
    Rules judging = new Rules(AlertSettings.DEFAULT.withRules(rules), (rule, word) -> {});
    judging.begin(NOW);
    return judging;
  }

  private static Condition threshold(String metric) {
    return new Condition.Threshold(new MetricName(metric), Bearing.ABOVE, 10, null);
  }

  @Test
  void sampleIsJudgedByTheRulesOfItsMetricOnly() {
    Rules rules = rules();

    rules.sampled(BOT, NOW, Sample.of("latency", 5));

    assertThat(rules.asked()).isEqualTo(2);
  }

  @Test
  void sampleThatNoRuleLooksAtIsJudgedByNone() {
    Rules rules = rules();

    for (int i = 0; i < 1_000; i++) {
      rules.sampled(BOT, NOW, Sample.of("nobody_asks", i));
    }

    assertThat(rules.asked()).isZero();
  }

  @Test
  void eventIsJudgedByTheRulesOfItsTypeOnly() {
    Rules rules = rules();

    rules.happened(BOT, new Event.ErrorRaised(NOW, "Timeout", "late", Severity.ERROR, null));
    rules.happened(BOT, new Event.Stopped(NOW, 0, null));

    assertThat(rules.asked()).isEqualTo(1);
  }

  /** Two rules ask of the same value. */
  @Test
  void modelIsAskedOnceOfAValue() {
    MetricName latency = new MetricName("latency");
    Condition strict = new Condition.Anomaly(latency, 3, 0.3, Duration.ofHours(1), 20);
    Condition lenient = new Condition.Anomaly(latency, 6, 0.3, Duration.ofHours(1), 20);
    Rules rules =
        new Rules(
            AlertSettings.DEFAULT.withRules(
                List.of(Rule.of("strict", strict, Level.INFO), Rule.of("lenient", lenient, Level.INFO))),
            (rule, word) -> {});
    rules.begin(NOW);

    rules.sampled(BOT, NOW, Sample.of("latency", 5));
    rules.sampled(BOT, NOW, Sample.of("other", 5));

    assertThat(rules.takeWeighings()).containsExactly(new Weighing(BOT, latency, Condition.Model.ROBUST, NOW, 5));
    assertThat(rules.takeWeighings()).isEmpty();
  }

  @Test
  void hashIsOfTheContentAndOfNothingElse() {
    Rule one = Rule.of("slow", threshold("latency"), Level.INFO).labelled(Map.of("team", "a", "desk", "b", "zone", "c"));
    Rule same = Rule.of("slow", threshold("latency"), Level.INFO).labelled(Map.of("zone", "c", "desk", "b", "team", "a"));

    assertThat(same.hash()).isEqualTo(one.hash());
    assertThat(one.at(Level.WARNING).hash()).isNotEqualTo(one.hash());
    assertThat(one.holding(Duration.ofSeconds(1)).hash()).isNotEqualTo(one.hash());
    assertThat(one.breaching(new Breaches(3, 5)).hash()).isNotEqualTo(one.hash());
    assertThat(Rule.of("slow", threshold("lag"), Level.INFO).hash()).isNotEqualTo(one.hash());
    assertThat(one.at(Level.WARNING).at(Level.INFO).hash()).isEqualTo(one.hash());
  }
}
