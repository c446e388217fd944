package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.engine.control.TriggerSettings.Act;
import dev.binnacle.engine.control.TriggerSettings.Pace;
import dev.binnacle.engine.control.TriggerSettings.Reach;
import dev.binnacle.engine.control.TriggerSettings.Switch;
import dev.binnacle.engine.control.TriggerSettings.Tier;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TriggersSectionTest {
  private static Settings parse(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
  }

  private static TriggerSettings whole(String yaml) {
    return TriggersSection.whole(parse(yaml));
  }

  @Test
  void whatIsLeftOutIsAsItIsDocumented() {
    TriggerSettings plain = whole("");

    assertThat(plain.enabled()).isTrue();
    assertThat(plain.switches()).hasSize(8).allSatisfy(
        (kind, is) -> assertThat(is).isEqualTo(new Switch(true, Act.CANCEL, 3, Reach.BOT)));
    assertThat(plain.factors().memory()).isEqualByComparingTo("2");
    assertThat(plain.factors().apiErrors()).isEqualByComparingTo("10");
    assertThat(plain.factors().dailyLoss()).isEqualByComparingTo("2");
    assertThat(plain.limits().memoryMb()).isEqualByComparingTo("500");
    assertThat(plain.limits().apiErrorPercent()).isEqualByComparingTo("0.1");
    assertThat(plain.limits().dailyLoss()).isEqualByComparingTo("50");
    assertThat(plain.tiers()).containsExactly(new Tier(new BigDecimal(25), Act.CANCEL));
    assertThat(plain.storm()).isEqualTo(new Pace(100, Duration.ofSeconds(5)));
    assertThat(plain.repeats()).isEqualTo(new Pace(20, Duration.ofMinutes(1)));
  }

  @Test
  void profilesSwitchTheEmergencyShutdown() {
    assertThat(whole("profile: production").enabled()).isTrue();
    assertThat(whole("profile: production").limits().dailyLoss()).isEqualByComparingTo("25");
    assertThat(whole("profile: development").enabled()).isFalse();
    assertThat(whole("{ profile: development, monitoring: { enable_emergency_shutdown: true } }").enabled()).isTrue();
  }

  @Test
  void everyKeyIsTaken() {
    TriggerSettings said = whole("""
        thresholds: { memory-usage-mb: 300 }
        bots: { a: { thresholds: { daily-pnl-loss-limit: -10 } }, b: { } }
        triggers:
          memory: { enabled: false, mode: pause, samples: 5, scope: fleet, factor: 1.5 }
          api-errors: { factor: 20, scope: group }
          daily-loss: { factor: 3, mode: liquidate, positions: keep_spot_close_derivatives, collar-pct: 0.5, deadline: 30s }
          critical_failure: { samples: 1 }
          drawdown: { mode: stop, tiers: [{ at-pct: 30 }, { at-pct: 12.5, mode: pause }] }
          lost-heartbeat: { mode: liquidate }
          order-storm: { most: 7, within: 2s }
          repeated-execution: { most: 9, within: 3m }
        """);

    assertThat(said.switches()).containsEntry(
        TriggerKind.MEMORY, new Switch(false, new Act(HaltMode.PAUSE, null), 5, Reach.FLEET));
    assertThat(said.factors().memory()).isEqualByComparingTo("1.5");
    assertThat(said.switches()).containsEntry(TriggerKind.API_ERRORS, new Switch(true, Act.CANCEL, 3, Reach.GROUP));
    assertThat(said.switches()).containsEntry(
        TriggerKind.DAILY_LOSS,
        new Switch(
            true,
            new Act(
                HaltMode.LIQUIDATE,
                new Liquidation(Liquidation.Positions.KEEP_SPOT_CLOSE_DERIVATIVES, new BigDecimal("0.5"),
                    Duration.ofSeconds(30))),
            3, Reach.BOT));
    assertThat(said.switches()).containsEntry(TriggerKind.CRITICAL_FAILURE, new Switch(true, Act.CANCEL, 1, Reach.BOT));
    assertThat(said.tiers()).containsExactly(
        new Tier(new BigDecimal("12.5"), new Act(HaltMode.PAUSE, null)),
        new Tier(new BigDecimal(30), new Act(HaltMode.STOP, null)));
    assertThat(said.switches()).containsEntry(
        TriggerKind.LOST_HEARTBEAT, new Switch(true, new Act(HaltMode.LIQUIDATE, Liquidation.ALL_AT_MARKET), 3, Reach.BOT));
    assertThat(said.storm()).isEqualTo(new Pace(7, Duration.ofSeconds(2)));
    assertThat(said.repeats()).isEqualTo(new Pace(9, Duration.ofMinutes(3)));
    assertThat(said.limits().memoryMb()).isEqualByComparingTo("300");
    assertThat(said.own()).containsOnlyKeys(new BotId("a"));
    TriggerSettings.Limits own = said.own().values().iterator().next();
    assertThat(own.dailyLoss()).isEqualByComparingTo("10");
    assertThat(own.memoryMb()).isEqualByComparingTo("300");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "memory: { samples: 0 }                    | triggers.memory.samples must be a whole number from 1 to 100, was \"0\"",
    "memory: { mode: panic }                   | triggers.memory.mode must be pause, stop, cancel or liquidate, was \"panic\"",
    "memory: { scope: galaxy }                 | triggers.memory.scope must be bot, group or fleet, was \"galaxy\"",
    "memory: { factor: 0.5 }                   | triggers.memory.factor must be a number from 1 to 1000",
    "memory: { factor: much }                  | triggers.memory.factor must be a number from 1 to 1000",
    "memory: { tiers: [] }                     | triggers.memory.tiers is not a key here",
    "memoery: { samples: 4 }                   | triggers.memoery is not a key here; did you mean memory?",
    "critical-failure: { factor: 2 }           | triggers.critical-failure.factor is not a key here",
    "daily-loss: { collar-pct: 1 }             | triggers.daily-loss.mode must be liquidate where positions, collar-pct or deadline are set",
    "daily-loss: { mode: liquidate, collar-pct: 1 } | a collar needs a deadline",
    "daily-loss: { mode: liquidate, collar-pct: 60, deadline: 5s } | collar_pct must be at most 50",
    "drawdown: { tiers: [] }                   | triggers.drawdown.tiers must have a tier",
    "drawdown: { tiers: [{ mode: stop }] }     | triggers.drawdown.tiers[0].at-pct is missing",
    "drawdown: { tiers: [{ at-pct: 0 }] }      | must be how far below its peak, a number above 0 and at most 100, was \"0\"",
    "drawdown: { tiers: [{ at-pct: 101 }] }    | at most 100, was \"101\"",
    "drawdown: { tiers: [{ at-pct: 5 }, { at-pct: 5.0 }] } | is there twice",
    "drawdown: { tiers: [{ at-pct: 5 }, { at-pct: 9, mode: pause }] } | must not do less the deeper it goes: 5 % would cancel, and 9 % only pause",
    "order-storm: { most: 0 }                  | triggers.order-storm.most must be a whole number from 1",
    "repeated-execution: { within: 0s }        | triggers.repeated-execution.within must be a duration",
  })
  void whatIsWrongIsNamedWithItsPlace(String yaml, String problem) {
    assertThatThrownBy(() -> parse("triggers:\n  " + yaml)).isInstanceOf(SettingsException.class).hasMessageContaining(problem)
        .hasMessageContaining("binnacle.yaml:2");
  }
}
