package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Health;
import dev.binnacle.model.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays what scenarios have for a bot, by hand. */
final class ScriptsTest {
  @TempDir
  Path folder;

  @Test
  void everySeverityIsReportedAndThePartThatFailsInThreeChecksRunningRecovers() {
    List<Severity> severities = new ArrayList<>();
    List<Health> healths = new ArrayList<>();
    Mishaps.Voice voice = new Mishaps.Voice() {
      @Override
      public void error(String kind, String message, Severity severity) {
        severities.add(severity);
      }

      @Override
      public void critical(String name, Health health, @Nullable String message) {
        healths.add(health);
      }
    };

    Mishaps.steps(voice, 3).forEach(step -> step.act().run());

    assertThat(severities).containsExactly(Severity.values());
    assertThat(healths).containsExactly(Health.DEGRADED, Health.FAILED, Health.FAILED, Health.FAILED, Health.HEALTHY);
  }

  @Test
  void recklessParametersAreAccepted() throws IOException {
    try (var config = Settings.trend(folder, new FlatGate())) {
      Recklessness.steps(config).forEach(step -> step.act().run());

      assertThat(config.get().slow()).isEqualTo(3);
      assertThat(config.get().quantity()).isEqualByComparingTo(BigDecimal.valueOf(5));
    }
  }
}
