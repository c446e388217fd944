package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.alerts.AlertsState;
import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.AlertSettings.AlertBounds;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Notice;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What holds for alerts in every history, tried on random ones. The seed of a failure is its parameter. */
final class AlertHistoryPropertyTest {
  private static final int INPUTS = 300;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> RULES =
      List.of(
          "slow", "slow-for", "slow-keep", "slow-tell", "slow-climb", "socket", "quiet", "errors", "gap", "gone", "day-loss",
          "unwell", "fleet-errors", "sunk", "drop", "inhibit");

  private static final Map<Long, Play> PLAYED = new ConcurrentHashMap<>();

  /** Narrow enough that every bound is reached. */
  private static final AlertBounds NARROW = new AlertBounds(3, 8, 6, 4, 2, 4);

  static List<Long> seeds() {
    return new Random(20260106).longs(40).boxed().toList();
  }

  private static EngineSettings settings(long seed) {
    AlertSettings alerts = CorpusRules.settings(RULES);
    return new EngineSettings(EngineSettings.DEFAULT.fleet(), seed % 2 == 0 ? alerts.withBounds(NARROW) : alerts);
  }

  /** Bots that behave badly, and people among them. */
  private static final class Play {
    private final long seed;
    private final Random random;
    private final Engine engine;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final int cut;
    private byte[] checkpoint = {};
    private Instant now = Instant.EPOCH;

    static Play of(long seed) {
      return PLAYED.computeIfAbsent(seed, Play::new);
    }

    Play(long seed) {
      this.seed = seed;
      random = new Random(seed);
      cut = new Random(seed).nextInt(INPUTS);
      engine = new Engine(settings(seed));
      for (RandomHistory.Step step : RandomHistory.of(seed, INPUTS)) {
        now = step.at().isAfter(now) ? step.at() : now;
        apply(step.input());
        apply(random.nextInt(3) == 0 ? people() : metrics());
        if (random.nextInt(3) == 0) {
          now = now.plusSeconds(random.nextInt(40));
          apply(new Input.Tick());
        }
      }
    }

    private void apply(Input input) {
      if (outcomes.size() == cut) {
        checkpoint = JSON.writeValueAsBytes(engine.state());
      }
      outcomes.add(engine.apply(now, input));
      if (outcomes.size() % 10 == 0) {
        checkBounds();
      }
    }

    private void checkBounds() {
      AlertBounds bounds = settings(seed).alerts().bounds();
      AlertsState state = engine.state().alerts();
      assertThat(state.alerts()).hasSizeLessThanOrEqualTo(bounds.alerts());
      assertThat(state.memories()).hasSizeLessThanOrEqualTo(bounds.remembered());
      assertThat(state.recent()).hasSizeLessThanOrEqualTo(bounds.resolved());
      assertThat(state.silences().stream().filter(each -> each.endedAt() == null).count())
          .isLessThanOrEqualTo(bounds.silences());
    }

    private Input metrics() {
      String state = random.nextInt(4) == 0 ? "disconnected" : "connected";
      Event event = new Event.Metrics(
          now, List.of(Sample.of("latency", random.nextInt(3) * 600), Sample.of("websocket_status", state)));
      return new Input.Received(
          new BotId("bot-" + random.nextInt(5)), List.of(new Arrival.Decoded(0, Envelope.of(event, null), 1)), true, 1);
    }

    private Input people() {
      AlertsSnapshot snapshot = engine.alerts(now);
      AlertId id = snapshot.alerts().isEmpty() ? new AlertId("none") : snapshot.alerts().getFirst().id();
      Instant until = now.plusSeconds(random.nextInt(60));
      return switch (random.nextInt(6)) {
        case 0 -> command(new Input.Command.Acknowledge(id, null, random.nextBoolean() ? until : null));
        case 1 -> command(new Input.Command.Unacknowledge(id));
        case 2 -> command(
            new Input.Command.BeginSilence(
                Map.of("bot", "bot-" + random.nextInt(5)), until,
                random.nextBoolean() ? Silence.Term.FIXED : Silence.Term.UNTIL_RESOLVED, "maintenance"));
        case 3 -> snapshot.silences().isEmpty()
            ? new Input.Tick()
            : command(new Input.Command.EndSilence(snapshot.silences().getFirst().silence().id()));
        case 4 -> new Input.Resettled(
            settings(seed).fleet(),
            random.nextBoolean()
                ? settings(seed).alerts()
                : CorpusRules.settings(List.of("slow@critical", "slow-for", "quiet", "errors", "gone"))
                    .withBounds(settings(seed).alerts().bounds()));
        default -> metrics();
      };
    }

    private Input command(Input.Command command) {
      return new Input.Commanded(command, random.nextInt(8) == 0 ? null : "ann", 1);
    }

    static List<JournalEntry> entries(List<Outcome> outcomes) {
      return outcomes.stream()
          .flatMap(outcome -> outcome.effects().stream())
          .filter(Effect.Record.class::isInstance)
          .map(effect -> ((Effect.Record) effect).entry())
          .toList();
    }

    List<Fact.OfAlerts> facts() {
      return entries(outcomes).stream()
          .flatMap(entry -> entry.facts().stream())
          .filter(Fact.OfAlerts.class::isInstance)
          .map(Fact.OfAlerts.class::cast)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sameInputsLeadToTheSameOutcomes(long seed) {
    assertThat(Play.of(seed).outcomes).isEqualTo(new Play(seed).outcomes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void checkpointAnywhereAndTheTailMakeTheSameState(long seed) {
    Play play = Play.of(seed);

    Engine restored = Engine.restore(settings(seed), JSON.readValue(play.checkpoint, EngineState.class));
    Play.entries(play.outcomes.subList(play.cut, play.outcomes.size())).forEach(restored::replay);

    assertThat(restored.state().alerts()).isEqualTo(play.engine.state().alerts());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void journalAloneMakesTheSameState(long seed) {
    Play play = Play.of(seed);

    Engine replayed = new Engine(settings(seed));
    Play.entries(play.outcomes).forEach(replayed::replay);

    assertThat(replayed.state().alerts()).isEqualTo(play.engine.state().alerts());
  }

  /** Each alert begins once, goes on from the state that it was in, ends once, and is not heard of after that. */
  @ParameterizedTest
  @MethodSource("seeds")
  void livesAreWholeAndFollowEachOther(long seed) {
    Map<AlertId, AlertState> known = new HashMap<>();
    Set<String> open = new HashSet<>();
    for (Fact.OfAlerts fact : Play.of(seed).facts()) {
      if (fact instanceof Fact.AlertChanged(var at, Alert alert, var from)) {
        assertThat(known.get(alert.id())).as("%s", alert).isEqualTo(from);
        assertThat(from == null || !from.isOver()).isTrue();
        known.put(alert.id(), alert.state());
        String key = alert.rule() + " " + alert.subject();
        boolean changed = alert.state().isOver() ? open.remove(key) : from != null || open.add(key);
        assertThat(changed).as("one alert at a time of %s", key).isTrue();
      }
    }
  }

  /** Whoever is told that something is over was told that it began, and nothing of a pending alert is ever told. */
  @ParameterizedTest
  @MethodSource("seeds")
  void nobodyIsToldTheEndOfWhatHeNeverHeardOf(long seed) {
    Set<AlertId> told = new HashSet<>();
    for (Fact.OfAlerts fact : Play.of(seed).facts()) {
      if (fact instanceof Fact.NoticeIssued(var at, var notice)) {
        for (Alert alert : notice.alerts()) {
          switch (notice.kind()) {
            case RESOLVED, NO_DATA -> assertThat(told).contains(alert.id());
            case FIRING, RAISED, FLAPPING, REPEATED, ESCALATED, UNATTENDED, UNSILENCED -> {
              assertThat(alert.state().isOpen()).isTrue();
              told.add(alert.id());
            }
          }
        }
      }
    }
  }

  /** An engine that was killed finds again what fired: people know. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatFiredIsNotToldAgainAfterARestart(long seed) {
    Play play = Play.of(seed);
    Engine killed = new Engine(settings(seed));
    Play.entries(play.outcomes).forEach(killed::replay);
    Set<AlertId> before = new HashSet<>();
    killed.state().alerts().alerts().stream()
        .filter(AlertsState.LifeState::told)
        .forEach(life -> before.add(life.alert().id()));

    Outcome first = killed.apply(play.now.plus(Duration.ofMillis(1)), new Input.Tick());

    Play.entries(List.of(first)).stream()
        .flatMap(entry -> entry.facts().stream())
        .filter(Fact.NoticeIssued.class::isInstance)
        .map(fact -> ((Fact.NoticeIssued) fact).notice())
        .filter(notice -> notice.kind() == Notice.Kind.FIRING)
        .forEach(notice -> assertThat(notice.alerts()).noneMatch(alert -> before.contains(alert.id())));
  }
}
