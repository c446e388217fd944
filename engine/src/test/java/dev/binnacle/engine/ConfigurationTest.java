package dev.binnacle.engine;

import static dev.binnacle.engine.Says.config;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Script.check;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.fleet.BotSettings;
import dev.binnacle.engine.fleet.BotSnapshot.ConfigSeenView;
import dev.binnacle.engine.fleet.BotSnapshot.ConfigView;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of configurations, and what each instance runs with. */
final class ConfigurationTest {

  @Test
  void aRecordIsShownAtOnceAndHeld() {
    Script script = check().notes(config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", "begin").keyed("c-1"));

    script.answers(1, 0, 0).announces("config");
    assertThat(script.snapshot().config())
        .isEqualTo(
            new ConfigView(
                1L, "sha256:aa", Script.time("10:00:00"), ConfigOutcome.ACCEPTED, "anna", true, "begin", ConfigSource.DASHBOARD,
                1, 0,
                0, List.of()));
  }

  @Test
  void aRefusedOneLeavesTheVersionInForce() {
    Script script =
        check()
            .notes(config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", null).keyed("c-1"))
            .at("10:00:05")
            .notes(config(2, ConfigOutcome.REFUSED, null, "sha256:bb", "too bold").keyed("c-2"))
            .at("10:00:06")
            .notes(config(3, ConfigOutcome.DEFERRED, 2L, "sha256:cc", null).keyed("c-3"));

    ConfigView held = held(script);
    assertThat(held.version()).isEqualTo(1);
    assertThat(held.hash()).isEqualTo("sha256:aa");
    assertThat(held.outcome()).isEqualTo(ConfigOutcome.DEFERRED);
    assertThat(List.of(held.accepted(), held.refused(), held.deferred())).containsExactly(1L, 1L, 1L);
  }

  @Test
  void aRecordThatIsToldTwiceCountsOnce() {
    Says accepted = config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", null).keyed("c-1").at("10:00:00");

    Script script = check().notes(accepted).at("10:00:09").notes(accepted);

    script.answers(0, 1, 0).decidesNothing();
    assertThat(held(script).accepted()).isEqualTo(1);
  }

  @Test
  void whatIsToldAboutABotIsNoSignOfItsLife() {
    Script script = check().notes(config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", null).keyed("c-1"));

    script.is(BotStatus.OFFLINE, "was never heard");
    assertThat(script.snapshot().firstHeard()).isNull();
    assertThat(script.snapshot().lastHeard()).isNull();
    assertThat(script.restarts().snapshot().lastHeard()).isNull();
  }

  @Test
  void aSilentBotStaysOfflineWhenItsConfigurationChanges() {
    Script script =
        check()
            .hears(started().by("i1", 1))
            .ticks("10:02:00")
            .notes(config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", null).keyed("c-1"))
            .ticks("10:02:01");

    script.is(BotStatus.OFFLINE, "silent since");
  }

  @Test
  void anInstanceThatTellsItsOwnRecordRunsWithIt() {
    Script script =
        check().hears(started().by("i1", 1), config(1, ConfigOutcome.ACCEPTED, 3L, "sha256:aa", null).by("i1", 2));

    assertThat(held(script).instances())
        .containsExactly(new ConfigSeenView(new InstanceId("i1"), 3L, "sha256:aa", true, Script.time("10:00:00"), null));
  }

  @Test
  void whatAnInstanceSawIsAFactAndSaidTwiceIsNone() {
    Script script =
        check().hears(started().by("i1", 1)).at("10:00:01").sees("i1", 7L, "sha256:aa", false, "too bold").done().answerAwaits(2);

    script.decides(
        new Fact.ConfigSeen(
            new BotId("a"), Script.time("10:00:01"), new InstanceId("i1"), 7L, "sha256:aa", false, "too bold"));
    script.at("10:00:02").sees("i1", 7L, "sha256:aa", false, "too bold").done().decidesNothing().answerAwaits(2);
    script.at("10:00:03").sees("i1", 7L, "sha256:aa", true, null).done();
    assertThat(held(script).instances())
        .containsExactly(new ConfigSeenView(new InstanceId("i1"), 7L, "sha256:aa", true, Script.time("10:00:03"), null));
  }

  @Test
  void nobodySeesTheConfigurationOfABotThatIsNotThere() {
    check().sees("i1", 7L, "sha256:aa", true, null).refuses("there is no bot a");
  }

  @Test
  void allOfItSurvivesARestart() {
    Script script =
        check()
            .hears(started().by("i1", 1))
            .notes(config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", null).keyed("c-1"))
            .sees("i1", 1L, "sha256:aa", true, null);
    ConfigView before = held(script);
    EngineState checkpoint = script.engine().state();

    assertThat(held(script.restarts())).isEqualTo(before);
    assertThat(Engine.restore(EngineSettings.DEFAULT, checkpoint).state()).isEqualTo(checkpoint);
    assertThat(
        Engine.restore(EngineSettings.DEFAULT, checkpoint).snapshot(script.now()).bot(new BotId("a")).orElseThrow().config())
        .isEqualTo(before);
  }

  @Test
  void anOldRecordFromASpoolDoesNotTakeTheNewestOnesPlace() {
    Script script =
        check()
            .at("10:10:00")
            .hears(started().by("i1", 1), config(2, ConfigOutcome.ACCEPTED, 2L, "sha256:bb", null).by("i1", 2))
            .spools(config(1, ConfigOutcome.ACCEPTED, 1L, "sha256:aa", null).by("i0", 1).at("09:00:00"));

    assertThat(held(script).version()).isEqualTo(2);
    assertThat(held(script).accepted()).isEqualTo(2);
  }

  @Test
  void newSettingsJudgeFromThenOn() {
    Script script = check().hears(started().by("i1", 1)).ticks("10:00:14").is(BotStatus.ONLINE, "heard");

    script.resettles(
        FleetSettings.DEFAULT
            .withSilence(Duration.ofSeconds(5), Duration.ofSeconds(10))
            .withBots(Map.of(new BotId("b"), new BotSettings(null, true))));
    script.ticks("10:00:14");

    script.is(BotStatus.OFFLINE, "longer than 10 s");
    assertThat(script.fleet().bot(new BotId("b"))).isPresent();
  }

  @Test
  void newSettingsMayMakeRoomForMoreBots() {
    FleetSettings one = FleetSettings.DEFAULT.withBounds(Bounds.DEFAULT.withBots(1));
    Map<BotId, BotSettings> declared = Map.of(new BotId("b"), new BotSettings(null, true));
    Script script = check().hears(started().by("i1", 1)).resettles(one.withBots(declared));
    assertThat(script.fleet().bot(new BotId("b"))).isEmpty();

    script.resettles(FleetSettings.DEFAULT.withBounds(Bounds.DEFAULT.withBots(2)).withBots(declared)).ticks("10:00:14");

    assertThat(script.fleet().bot(new BotId("b"))).isPresent();
  }

  private static ConfigView held(Script script) {
    ConfigView view = script.snapshot().config();
    assertThat(view).isNotNull();
    return java.util.Objects.requireNonNull(view);
  }
}
