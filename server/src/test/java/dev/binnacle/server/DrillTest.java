package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Health;
import dev.binnacle.testkit.FakeKraken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DrillTest {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

  @TempDir
  private Path folder;

  @Test
  void haltIsRehearsedWithAServerAndWithoutOne() throws Exception {
    List<String> said = new ArrayList<>();

    DrillReport report = Drill.onPaper(3, 4, folder, said::add);

    assertThat(report.problems()).isEmpty();
    assertThat(report.steps()).extracting(DrillReport.Step::name).containsExactly(
        "server: request answered", "server: last of 3 guards closed", "server: last of 12 orders gone",
        "server: last of 3 positions closed", "server: all of it proved by reading again", "server: resumed, guards open again",
        "no server: halt files written, 12 orders and 3 positions gone and proved");
    assertThat(report.steps()).allMatch(step -> !step.took().isNegative());
    assertThat(said).anyMatch(line -> line.contains("without a server: proved, 3 bots"));
  }

  private HaltSettings settings(String yaml) throws IOException {
    Map<String, String> environment = Map.of("BINNACLE_MAIN_KEY", FakeKraken.KEY, "BINNACLE_MAIN_SECRET", FakeKraken.SECRET);
    return HaltSettings.read(Files.writeString(folder.resolve("binnacle.yaml"), yaml), environment::get);
  }

  @Test
  void shadowSaysWhatWouldBeDoneAndDoesNothing() throws IOException {
    try (FakeKraken kraken = new FakeKraken()) {
      String order = kraken.rest("t-1");
      kraken.hold("3");

      DrillReport report = Drill.inTheShadow(
          settings("""
              exchanges: { main: { type: kraken, url: "%s", currency: USD, symbols: [BTC/USD] } }
              bots: { btc-trend: { exchange: main }, lost: {} }
              """.formatted(kraken.uri())),
          List.of(folder.resolve("spool")), words -> {});

      assertThat(report.found()).anyMatch(line -> line.contains("1 order would be cancelled"))
          .anyMatch(line -> line.contains(order) && line.contains("900"))
          .anyMatch(line -> line.contains("3 BTC/USD"))
          .anyMatch(line -> line.contains("trade yes, withdraw no"));
      assertThat(report.problems()).singleElement().asString().contains("lost: no exchange");
      assertThat(kraken.openOrders()).isEqualTo(1);
      assertThat(kraken.held()).isEqualByComparingTo("3");
      assertThat(folder.resolve("spool")).doesNotExist();
      assertThat(report.toJson()).doesNotContain(FakeKraken.SECRET, FakeKraken.KEY);
    }
  }

  @Test
  void keyThatMayOnlyReadIsAProblemBeforeTheWorstDay() throws IOException {
    try (FakeKraken kraken = new FakeKraken()) {
      kraken.permissions("query-funds", "query-open-trades", "query-closed-trades");

      DrillReport report = Drill.inTheShadow(
          settings("""
              exchanges: { main: { type: kraken, url: "%s", currency: USD, symbols: [BTC/USD] } }
              bots: { btc-trend: { exchange: main } }
              """.formatted(kraken.uri())),
          List.of(folder), words -> {});

      assertThat(report.isPassed()).isFalse();
      assertThat(report.problems()).singleElement().asString().contains("may not do what a halt needs", "trade no");
    }
  }

  @Test
  void reportIsKeptAndItsAgeIsTold() throws IOException {
    DrillReport report = new DrillReport(
        DrillReport.Kind.PAPER, NOW.minusSeconds(400L * 86_400), List.of(), List.of("all well"), List.of());
    HealthProbe probe = Drill.probe(folder, true, () -> NOW);
    assertThat(probe.look().message()).contains("never held");
    assertThat(probe.look().readings()).isEmpty();

    JsonNode kept = ConfigCalls.JSON.readTree(Files.readString(report.keep(folder)));

    assertThat(kept.path("passed").asBoolean()).isTrue();
    HealthProbe.Finding finding = probe.look();
    assertThat(finding.health()).isEqualTo(Health.HEALTHY);
    assertThat(finding.message()).isEqualTo("was held 400 days ago");
    assertThat(finding.readings()).singleElement().satisfies(sample -> {
      assertThat(sample.metric().value()).isEqualTo("drill_age_days");
    });
  }
}
