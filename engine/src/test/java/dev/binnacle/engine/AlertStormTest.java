package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Notice;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many alerts at once, alerts that come and go, and a long time. */
final class AlertStormTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Condition SLOW = new Condition.Threshold(new MetricName("latency"), Bearing.ABOVE, 1000, 800.0);

  private static RuleTrial trial(Rule... rules) {
    return trial(Duration.ofSeconds(1), rules);
  }

  private static RuleTrial trial(Duration tick, Rule... rules) {
    return new RuleTrial(
        new EngineSettings(EngineSettings.DEFAULT.fleet(), AlertSettings.DEFAULT.withRules(List.of(rules))), tick);
  }

  private static Input says(String bot, Instant at, double latency) {
    Event event = new Event.Metrics(at, List.of(Sample.of("latency", latency)));
    return new Input.Received(new BotId(bot), List.of(new Arrival.Decoded(0, Envelope.of(event, null), 1)), true, 1);
  }

  private static List<Notice> notices(List<Fact.OfAlerts> facts) {
    return facts.stream()
        .filter(Fact.NoticeIssued.class::isInstance)
        .map(fact -> ((Fact.NoticeIssued) fact).notice())
        .toList();
  }

  @Test
  void fiveHundredBotsThatFallSilentAtOnceAreAllNamedInThreeNotices() {
    RuleTrial trial = trial(CorpusRules.rule("quiet"));
    Set<String> bots = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      bots.add("bot-" + i);
      trial.apply(START, says("bot-" + i, START, 1));
    }

    List<Notice> notices = notices(trial.pass(START.plusSeconds(60)));

    Set<String> named = new TreeSet<>();
    notices.forEach(notice -> notice.alerts().forEach(alert -> named.add(alert.subject().toString())));
    assertThat(named).isEqualTo(bots);
    assertThat(notices).extracting(notice -> notice.alerts().size()).containsExactly(200, 200, 100);
    assertThat(notices).allMatch(notice -> notice.group().equals("quiet") && notice.level() == Level.CRITICAL);
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void whatFlapsOnceASecondForTenMinutesIsToldThreeTimesAtMost(Level level) {
    RuleTrial trial = trial(Rule.of("slow", SLOW, level));
    List<Notice> notices = new ArrayList<>();

    for (int second = 0; second < 600; second++) {
      Instant at = START.plusSeconds(second);
      notices.addAll(notices(trial.apply(at, says("a", at, second % 2 == 0 ? 2000 : 1))));
    }

    assertThat(notices).extracting(Notice::kind)
        .containsExactly(Notice.Kind.FIRING, Notice.Kind.RESOLVED, Notice.Kind.FLAPPING);
  }

  @Test
  void whatFlapsWithinOneBatchIsToldThreeTimesAtMost() {
    RuleTrial trial = trial(Rule.of("slow", SLOW, Level.CRITICAL));
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Event event = new Event.Metrics(START, List.of(Sample.of("latency", i % 2 == 0 ? 2000 : 1)));
      arrivals.add(new Arrival.Decoded(i, Envelope.of(event, null), i));
    }

    List<Notice> notices = notices(trial.apply(START, new Input.Received(new BotId("a"), arrivals, true, 1)));

    assertThat(notices).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void stormOfErrorsIsOneAlertForEachKindAndIsToldOnceACooldown() {
    RuleTrial trial = trial(CorpusRules.rule("errors"));
    List<Fact.OfAlerts> facts = new ArrayList<>();
    long seq = 0;
    for (int second = 0; second < 1_900; second++) {
      Instant at = START.plusSeconds(second);
      List<Arrival> arrivals = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Event event = Says.error("Timeout", Severity.CRITICAL).envelope(at).event();
        Envelope envelope = Envelope.sequenced(event, new InstanceId("i1"), ++seq);
        arrivals.add(new Arrival.Decoded(i, envelope, seq));
      }
      facts.addAll(trial.apply(at, new Input.Received(new BotId("a"), arrivals, true, 1)));
    }

    assertThat(notices(facts)).extracting(Notice::kind).containsExactly(Notice.Kind.FIRING, Notice.Kind.REPEATED);
    assertThat(notices(facts).getLast().heldBack()).isEqualTo(5 * 1_799);
    assertThat(facts.stream().filter(Fact.AlertChanged.class::isInstance).count()).isLessThanOrEqualTo(1_901);
  }

  /** Three bots report every 15 s for a week. Each of 50 faults lasts two minutes; one report in a thousand is lost, and each night a bot is silent for an hour. */
  @Test
  void weekWithFiftyFaultsHasFiftyAlertsAndNoneIsResolvedBySilence() {
    RuleTrial trial = trial(
        Duration.ofSeconds(5), Rule.of("slow", SLOW, Level.WARNING).holding(Duration.ofSeconds(30)),
        CorpusRules.rule("filling"));
    Random random = new Random(7);
    Set<Integer> faulty = new HashSet<>();
    while (faulty.size() < 50) {
      faulty.add(1 + random.nextInt(7 * 24 * 6 - 2)); // one in each of so many stretches of ten minutes
    }
    List<Fact.OfAlerts> facts = new ArrayList<>();
    for (int quarter = 0; quarter < 7 * 24 * 60 * 4; quarter++) {
      Instant at = START.plusSeconds(quarter * 15L);
      boolean night = quarter % (24 * 240) >= 3 * 240 && quarter % (24 * 240) < 4 * 240;
      for (int bot = 0; bot < 3; bot++) {
        boolean fault = bot == 0 && faulty.contains(quarter / 40) && quarter % 40 >= 10 && quarter % 40 < 18;
        if (random.nextInt(1_000) > 0 && !(night && bot == 1)) {
          facts.addAll(trial.apply(at, says("bot-" + bot, at, fault ? 1500 + random.nextInt(500) : random.nextInt(700))));
        }
      }
    }

    List<AlertState> fired = facts.stream()
        .filter(fact -> fact instanceof Fact.AlertChanged changed && changed.from() == AlertState.PENDING)
        .map(fact -> ((Fact.AlertChanged) fact).alert().state())
        .toList();
    assertThat(fired).hasSize(50).allMatch(AlertState::isOpen);
    assertThat(facts.stream()
        .filter(fact -> fact instanceof Fact.AlertChanged(var at, var alert, var from)
            && alert.state() == AlertState.RESOLVED
            && alert.value() != null
            && alert.value() > 800))
        .isEmpty();
  }
}
