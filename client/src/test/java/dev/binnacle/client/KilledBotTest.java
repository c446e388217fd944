package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Envelope;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes killed with SIGKILL in the middle of what they do. */
class KilledBotTest {
  private static final int RUNS = 6;

  @TempDir
  Path spools;

  @Test
  @Tag("slow")
  void whatWasSaidToBeSpooledSurvivesKillDashNineAndArrivesOnceAndInOrder() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (FakeLinkServer server = FakeLinkServer.start("token")) {
      List<Long> promised = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        // Some die while the server is away, some while it takes what they send.
        if (run % 2 == 0) {
          server.pause();
        } else {
          server.resume();
        }
        promised.add(runAndKill(server, "run-" + run, random));
      }

      try (Monitor survivor =
          Monitor.builder("doomed", server.uri(), "token").spoolDirectory(spools).instance("survivor").connect()) {
        assertThat(survivor.flush(Duration.ofSeconds(60))).isEqualTo(FlushResult.ACKNOWLEDGED);
        assertThat(survivor.statistics().dropped().spoolDamaged()).isZero();
      }

      for (int run = 0; run < RUNS; run++) {
        List<Envelope> events = server.durable("run-" + run);
        assertThat(events.size()).as("run %d, seed %d", run, seed).isGreaterThanOrEqualTo(promised.get(run).intValue());
        assertThat(events).extracting(Envelope::seq).isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(Trades.numbers(events)).isEqualTo(IntStream.range(0, events.size() - 1).boxed().toList());
      }
      assertThat(server.instances()).containsExactly("run-0", "run-1", "run-2", "run-3", "run-4", "run-5", "survivor");
      assertThat(server.surprises()).isEmpty();
    }
    assertThat(spools.resolve("doomed")).isEmptyDirectory();
  }

  /** Gives the number of events that the run said to be spooled before it was killed. */
  private long runAndKill(FakeLinkServer server, String instance, Random random) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledBot.class.getName(),
            server.uri().toString(),
            spools.toString(),
            instance)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long spooled = 0;
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (int lines = 20 + random.nextInt(400); lines > 0 || spooled == 0; lines--) {
        spooled = Long.parseLong(said.readLine());
      }
      process.destroyForcibly();
      for (String line = said.readLine(); line != null && line.matches("\\d+"); line = said.readLine()) {
        // A number that the kill has cut off is smaller, never larger.
        spooled = Math.max(spooled, Long.parseLong(line));
      }
    } catch (IOException e) {
      // The pipe broke with the process.
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(spooled).isPositive();
    return spooled;
  }
}
