package dev.binnacle.engine.performance;

import static dev.binnacle.engine.performance.Told.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LedgerStateTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Ledger throughJson(Ledger ledger) {
    LedgerState state = ledger.state();
    LedgerState read = JSON.readValue(JSON.writeValueAsBytes(state), LedgerState.class);
    assertThat(read).isEqualTo(state);
    return Ledger.restore(read);
  }

  @Test
  void aNewLedgerSurvivesJson() {
    Ledger restored = throughJson(new Ledger(Conventions.DEFAULT));

    assertThat(restored.figures(noon(0))).isEqualTo(new Ledger(Conventions.DEFAULT).figures(noon(0)));
  }

  @Test
  void conventionsSurviveJson() {
    Conventions odd =
        Conventions.DEFAULT
            .withDays(ZoneId.of("America/New_York"), LocalTime.of(17, 0))
            .withSampling(Duration.ofMinutes(90))
            .withRiskFreeRate(0.043);

    assertThat(throughJson(new Ledger(odd)).conventions()).isEqualTo(odd);
  }

  @Test
  void aRestoredLedgerGoesOnAsIfNothingHadHappened() {
    for (long seed = 1; seed <= 40; seed++) {
      RandomLife life = new RandomLife(seed, 5, seed % 2 == 0);
      Ledger ledger = new Ledger(life.conventions());
      Ledger restored = new Ledger(life.conventions());
      for (int i = 0; i < 1_500; i++) {
        Happening next = life.next();
        next.tell(ledger);
        next.tell(restored);
        if (i % 300 == 0) {
          restored = throughJson(restored);
        }
      }

      Instant now = life.newest().plusSeconds(100_000);
      assertThat(restored.figures(now)).as("seed %d", seed).isEqualTo(ledger.figures(now));
      assertThat(restored.state()).as("seed %d", seed).isEqualTo(ledger.state());
    }
  }

  @Test
  void theStateIsBoundedHoweverOldTheLedger() {
    Ledger ledger = new Ledger(Conventions.DEFAULT.withSampling(Duration.ofMinutes(1)));
    for (int i = 0; i < 50_000; i++) {
      Instant at = noon(0).plusSeconds(30L * i);
      ledger.equity(at, BigDecimal.valueOf(1_000_000 + i * 31L % 7919, 2), BigDecimal.ZERO);
      ledger.tradeClosed(at, BigDecimal.valueOf(i % 7 - 3), BigDecimal.ONE, Duration.ofSeconds(i));
      ledger.operations(at, 2, 1);
    }

    assertThat(JSON.writeValueAsBytes(ledger.state())).hasSizeLessThan(250_000);
  }

  /** It was written when only the gross value was known of. */
  @Test
  void anOlderStateKnowsTheGrossValueAlone() {
    Ledger ledger = new Ledger(Conventions.DEFAULT);
    ledger.equity(noon(0), new BigDecimal("2000"), BigDecimal.ZERO);
    ledger.exposure(noon(0), new PositionValue(new BigDecimal("3000"), new BigDecimal("1000"), new BigDecimal("1600")));
    ObjectNode state = JSON.valueToTree(ledger.state());
    ((ObjectNode) state.path("present")).remove(List.of("netValue", "largestValue"));

    Figures figures = Ledger.restore(JSON.treeToValue(state, LedgerState.class)).figures(noon(0));

    assertThat(figures.risk().exposure()).isEqualTo(1.5);
    assertThat(figures.risk().netExposure()).isNull();
    assertThat(figures.undefined())
        .containsEntry("net_exposure", "the value of the open positions is not known")
        .containsEntry("symbol_exposure", "the value of the open positions is not known");
  }

  @Test
  void aStateOfAnotherVersionIsRefused() {
    LedgerState state = new Ledger(Conventions.DEFAULT).state();

    assertThatThrownBy(
        () -> new LedgerState(
            7, state.conventions(), state.equity(), state.trades(), List.of(), state.present(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("state of a ledger must have version 1, was 7");
  }
}
