package trend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.config.Author;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Outcome;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file as it is shipped, watched. */
final class TrendLiveTest {
  private static final Author ANNA = new Author("anna", Source.CLI, true);

  @TempDir
  Path folder;

  @Test
  void aSaveIsWorkedOutForEveryRegimeAndStrategy() throws Exception {
    Path file = Files.copy(Path.of("trend/trend.yaml"), folder.resolve("trend.yaml"));
    try (LiveConfig<Trend> live = Trend.open(file)) {
      assertThat(live.get().inForce("volatile", "breakout").pause()).isEqualTo(Duration.ofMinutes(15));
      assertThat(live.get().inForce("calm", "follow").pause()).isEqualTo(Duration.ofMinutes(5));

      Outcome taken = live.submit(
          Proposal.content(live.version(), Files.readString(file).replace("pause: 15m", "pause: 20m"), ANNA, "a longer storm"));

      assertThat(taken).isInstanceOf(Outcome.Accepted.class);
      assertThat(live.get().inForce("volatile", "breakout").pause()).isEqualTo(Duration.ofMinutes(20));
      assertThat(live.get().inForce("calm", "follow").pause()).isEqualTo(Duration.ofMinutes(5));
    }
  }

  @Test
  void anOverrideThatWouldBeWrongInARegimeThatIsNotThereYetIsRefused() throws Exception {
    Path file = Files.copy(Path.of("trend/trend.yaml"), folder.resolve("trend.yaml"));
    try (LiveConfig<Trend> live = Trend.open(file)) {
      Outcome refused = live.submit(
          Proposal.content(live.version(), Files.readString(file).replace("pause: 15m", "puase: 15m"), ANNA, "a slip"));

      assertThat(refused).isInstanceOfSatisfying(Outcome.Refused.class,
          outcome -> assertThat(outcome.problems()).anySatisfy(problem -> {
            assertThat(problem.pointer()).isEqualTo("/overrides/1/set/puase");
            assertThat(problem.toString()).contains("pause");
          }));
      assertThat(live.get().inForce("volatile", "breakout").pause()).isEqualTo(Duration.ofMinutes(15));
    }
  }
}
