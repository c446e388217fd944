package dev.binnacle.engine;

import static dev.binnacle.engine.Says.alive;
import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.config;
import static dev.binnacle.engine.Says.custom;
import static dev.binnacle.engine.Says.error;
import static dev.binnacle.engine.Says.health;
import static dev.binnacle.engine.Says.opened;
import static dev.binnacle.engine.Says.order;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Says.stopped;
import static dev.binnacle.engine.Script.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.binnacle.engine.alerts.AlertsState;
import dev.binnacle.engine.fleet.BotState;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Silence;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The state as a value: written, read, and gone on from. */
final class CheckpointTest {

  /** As lenient as a binder is without being told anything, and as strict as it can be. */
  enum Binder {
    PLAIN(JsonMapper.builder().build()),
    STRICT(
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build());

    private final JsonMapper mapper;

    Binder(JsonMapper mapper) {
      this.mapper = mapper;
    }

    EngineState roundTrip(EngineState state) {
      return mapper.readValue(mapper.writeValueAsBytes(state), EngineState.class);
    }
  }

  /** A history in which every part of the state has something in it. */
  private static Script eventful() {
    return check()
        .bot("a")
        .hears(
            started().by("i1", 1),
            balance("1000.50", "900", Says.USD, "10").by("i1", 2),
            opened("t1", "BTC/USD", Side.BUY, "100", "2", "95").by("i1", 3),
            closed("t1", "BTC/USD", Side.BUY, "110.10", "1", "10.10", Money.of("0.3", "USD")).by("i1", 5),
            order("o1", OrderStatus.OPEN, "0").by("i1", 6),
            order("o2", OrderStatus.FILLED, "1").by("i1", 7),
            position("BTC/USD", Side.BUY, "1", "100", "110").by("i1", 8),
            position("ETH/USD", Side.SELL, "0", "100", "110").by("i1", 9),
            error("Crash", Severity.CRITICAL).by("i1", 10),
            health("feed", Health.DEGRADED, true).by("i1", 11),
            custom("k").keyed("key-1"),
            config(1, ConfigOutcome.REFUSED, null, "sha256:bb", "too bold").keyed("key-2"))
        .at("10:00:30")
        .hears(started().by("i2", 1), balance("1010").by("i2", 2))
        .hears(balance("1").by("i1", 12), closed("t9", "BTC/USD", Side.SELL, "110", "1", "10").by("i1", 13))
        .hears(stopped(0, "done").by("i2", 3))
        .bot("b")
        .hears(started(InstancePolicy.SHARDS).by("s1", 1), balance("7").by("s1", 2), balance("9"))
        .bot("gone")
        .hears(alive(), custom("x").by("g", 1))
        .ticks("10:02:00")
        .forgets("ann")
        .bot("a");
  }

  @ParameterizedTest
  @EnumSource(Binder.class)
  void stateIsWrittenAndReadWithoutBeingToldHow(Binder binder) {
    EngineState state = eventful().engine().state();

    assertThat(binder.roundTrip(state)).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(Binder.class)
  void stateOfBeforeRefusalsInARowWereCountedIsRead(Binder binder) {
    Says refused = config(1, ConfigOutcome.REFUSED, null, "sha256:bb", "too bold").keyed("c-1");
    EngineState state = check().bot("a").notes(refused).engine().state();
    JsonNode json = binder.mapper.readTree(binder.mapper.writeValueAsBytes(state));
    ObjectNode config = (ObjectNode) json.at("/fleet/bots/0/config");
    assertThat(config.remove("refusedInARow")).isNotNull();

    BotState.ConfigState read = Objects.requireNonNull(
        binder.mapper.treeToValue(json, EngineState.class).fleet().bots().getFirst().config());

    assertThat(read.refused()).isEqualTo(1);
    assertThat(read.refusedInARow()).isZero();
  }

  @Test
  void engineGoesOnFromAStateAsIfNothingHadHappened() {
    Script script = eventful();
    EngineState state = Binder.PLAIN.roundTrip(script.engine().state());

    Engine restored = Engine.restore(EngineSettings.DEFAULT, state);

    assertThat(restored.index()).isEqualTo(script.engine().index());
    assertThat(restored.state()).isEqualTo(state);
    assertThat(restored.snapshot(script.now()).totals().balance()).isEqualTo(script.fleet().totals().balance());
    assertThat(restored.snapshot(script.now()).totals().figures()).isEqualTo(script.fleet().totals().figures());
  }

  @Test
  void stateIsAValueThatLaterInputsDoNotChange() {
    Script script = eventful();
    EngineState state = script.engine().state();
    String before = state.toString();

    script.hears(balance("3").keyed("z"), alive()).ticks("10:03:00");

    assertThat(state).hasToString(before);
  }

  @Test
  void botsOfWhichNoFactSpeaksAreNotInTheState() {
    assertThat(check().declares("a", "b").engine().state().fleet().bots()).isEmpty();
  }

  /** Silences that all ended in time, and of which nothing said why. */
  @Test
  void silencesOfAnOlderFormAreReadAsThoseThatEndInTime() {
    JsonMapper json = Binder.STRICT.mapper;
    String begun =
        """
        {"id":{"value":"s1"},"matcher":{"bot":"a"},"from":"2026-01-05T10:00:00Z","until":"2026-01-05T11:00:00Z","owner":"ann","comment":"x"}""";
    ObjectNode older = (ObjectNode) json.valueToTree(check().engine().state());
    ((ObjectNode) older.path("alerts")).set("silences", json.readTree("""
        [{"silence":%1$s,"hidden":1,"endedAt":null,"endedBy":null},
         {"silence":%1$s,"hidden":2,"endedAt":"2026-01-05T10:10:00Z","endedBy":"ann"},
         {"silence":%1$s,"hidden":0,"endedAt":"2026-01-05T11:00:00Z","endedBy":null}]
        """.formatted(begun)));

    List<AlertsState.SilenceState> silences = json.treeToValue(older, EngineState.class).alerts().silences();

    assertThat(silences).extracting(AlertsState.SilenceState::ending)
        .containsExactly(null, Silence.Ending.LIFTED, Silence.Ending.EXPIRED);
    assertThat(silences).allSatisfy(each -> assertThat(each.silence().term()).isEqualTo(Silence.Term.FIXED));
  }

  @Test
  void stateOfAnotherVersionIsRefused() {
    EngineState state = check().engine().state();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EngineState(2, 1, state.time(), 0, state.fleet(), state.alerts(), state.control()))
        .withMessageContaining("must have version 1, was 2");
  }

  @Test
  void entryThatIsInTheStateAlreadyIsRefused() {
    Script script = check().hears(started().by("i1", 1));
    Engine restored = Engine.restore(EngineSettings.DEFAULT, script.engine().state());

    assertThatIllegalArgumentException().isThrownBy(() -> restored.replay(script.journal().getFirst()))
        .withMessageContaining("entry 1 is not after 1");
  }

  @Test
  void entryAfterTheFirstInputIsRefused() {
    Script script = check().hears(started().by("i1", 1));
    Engine late = new Engine(EngineSettings.DEFAULT);
    late.apply(script.now(), new Input.Tick());

    assertThatIllegalStateException().isThrownBy(() -> late.replay(script.journal().getFirst()))
        .withMessageContaining("before the first input");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetSettings.DEFAULT.withSilence(Duration.ofSeconds(60), Duration.ofSeconds(60)))
        .withMessageContaining("offline-after must be longer than stale-after");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetSettings.DEFAULT.withSilence(Duration.ZERO, Duration.ofSeconds(60)))
        .withMessageContaining("stale-after must be above 0");
  }

  @Test
  void defaultsAreTheStatedOnes() {
    FleetSettings settings = EngineSettings.DEFAULT.fleet();

    assertThat(settings.staleAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.offlineAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.equityMarkEvery()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.bounds().bots()).isEqualTo(1_000);
    assertThat(settings.bounds().ids()).isEqualTo(4_096);
  }
}
