package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.config.Author;
import dev.binnacle.config.Edit;
import dev.binnacle.config.HistoryRecord;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Node;
import dev.binnacle.config.Outcome;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.Source;
import dev.binnacle.config.Trial;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bots' parameters: what the files say at first, and that changes reach the strategies when they may. */
final class SettingsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Author ANNA = new Author("anna", Source.CLI, true);

  @TempDir
  Path folder;
  private final FlatGate gate = new FlatGate();

  private static Outcome set(LiveConfig<?> config, String pointer, String number) {
    List<Edit> edits = List.of(new Edit(pointer, new Node.Numeral(new BigDecimal(number))));
    return config.submit(Proposal.edits(config.version(), edits, ANNA, "a test"));
  }

  @Test
  void theFilesOfTheFirstStartAreValidAndSayWhatTheStrategiesWereMadeFor() throws IOException {
    try (var trend = Settings.trend(folder, gate); var meanReversion = Settings.meanReversion(folder, gate);
        var grid = Settings.grid(folder, gate)) {
      assertThat(trend.get()).isEqualTo(new TrendSettings(new BigDecimal("1.5"), 9, 30, 0.0004, 3, true, 12));
      assertThat(meanReversion.get()).isEqualTo(new MeanReversionSettings(BigDecimal.ONE, 20, 7, 1.5, 4, 30));
      assertThat(grid.get()).isEqualTo(new GridSettings(new BigDecimal("0.4"), 6, 2, 12, 0.6, 600));
    }
  }

  @Test
  void aFileThatIsThereIsKept() throws IOException {
    Files.writeString(folder.resolve("grid.yaml"), GridSettings.FILE.replace("rungs: 2", "rungs: 3"));

    try (var grid = Settings.grid(folder, gate)) {
      assertThat(grid.get().rungs()).isEqualTo(3);
    }
  }

  @Test
  void anOpenTradeKeepsWhatItWasOpenedWithAndTheNextOneHasTheNew() throws IOException {
    try (var config = Settings.meanReversion(folder, gate)) {
      LivePlaybook<MeanReversionSettings> playbook = new LivePlaybook<>(config);
      playbook.look();
      playbook.tradeOpened();

      set(config, "/stop-deviations", "6");
      set(config, "/entry-deviations", "2");
      playbook.look();
      playbook.decided();

      assertThat(playbook.held().stopDeviations()).isEqualTo(4);
      assertThat(playbook.held().entryDeviations()).isEqualTo(2);
      assertThat(playbook.now().stopDeviations()).isEqualTo(6);
      assertThat(config.consumer("strategy").seenVersion()).isEqualTo(3);
      playbook.tradeOpened();
      assertThat(playbook.held().stopDeviations()).isEqualTo(6);
    }
  }

  @Test
  void whatMustWaitWaitsUntilNothingIsHeld() throws IOException {
    try (var config = Settings.grid(folder, gate)) {
      gate.note(new BigDecimal("0.4"), 0);

      assertThat(set(config, "/step-quantity", "0.5")).isInstanceOfSatisfying(Outcome.Deferred.class,
          deferred -> assertThat(deferred.pending().reason()).contains("0.4 BTC"));
      assertThat(config.get().stepQuantity()).isEqualByComparingTo("0.4");

      gate.note(BigDecimal.ZERO, 0);
      config.askGate();
      assertThat(config.get().stepQuantity()).isEqualByComparingTo("0.5");
    }
  }

  @Test
  @Tag("slow")
  void theMistakesOfTheScenarioAreRefusedAndTakenBack() throws IOException {
    try (var config = Settings.trend(folder, gate);
        var mistakes = new BadConfig(config, Duration.ofMillis(10), Duration.ofSeconds(3))) {
      mistakes.start();

      await().atMost(LONG).until(() -> kinds(config).contains(HistoryRecord.Kind.REFUSED));
      assertThat(config.get().quantity()).isEqualByComparingTo("1.5");
      HistoryRecord refused = config.history().list(10).stream()
          .filter(record -> record.kind() == HistoryRecord.Kind.REFUSED).findFirst().orElseThrow();
      assertThat(refused.problems()).singleElement().satisfies(problem -> {
        assertThat(problem.pointer()).isEqualTo("/quantity");
        assertThat(problem.position()).isNotNull();
      });

      await().atMost(LONG).until(() -> config.trial().map(trial -> trial.state() == Trial.State.RUNNING).orElse(false));
      await("its values come a moment after its name").atMost(LONG).until(() -> config.get().fast() == 2);
      TrialWatch watch = new TrialWatch(config);
      watch.placed(12, Instant.now());
      assertThat(config.get().fast()).as("twelve are allowed").isEqualTo(2);
      watch.placed(1, Instant.now());
      assertThat(config.get().fast()).isEqualTo(9);
      assertThat(config.trial()).hasValueSatisfying(trial -> assertThat(trial.verdict()).contains("13 orders", "12 are allowed"));
    }
  }

  @Test
  void theTrendBotStaysOutWhenItMayNotSellShort() {
    TrendSettings settings = new TrendSettings(BigDecimal.ONE, 2, 3, 0, 3, false, 12);

    Strategy.Wish wish = new TrendStrategy(Playbook.of(settings)).decide(Falling.bars(), BigDecimal.ONE, List.of());

    assertThat(wish.orders()).singleElement().satisfies(order -> assertThat(order.reduceOnly()).isTrue());
  }

  private static List<HistoryRecord.Kind> kinds(LiveConfig<?> config) {
    return config.history().list(10).stream().map(HistoryRecord::kind).toList();
  }
}
