package dev.binnacle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.cli.Main;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark's code runs once, as short as it can. What it measures then means nothing, and is not looked at. */
@Tag("slow")
final class EveryBenchmarkRunsTest {
  private static final int SINGLE_CALLS = 29;

  private final ServerProcess.Launcher launcher = new ServerProcess.Launcher(
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          System.getProperty("java.class.path"),
          Main.class.getName()),
      Map.of());

  @Test
  void singleCallsAreMeasured() throws Exception {
    Report report = new MicroSuite(MicroSuite.Effort.smoke(), "Benchmark").run();

    assertThat(report.subjects()).hasSize(SINGLE_CALLS).contains("counter, the thread that used it first",
        "engine: apply an event");
  }

  @Test
  void ingestIsMeasuredAgainstAServerProcess() throws Exception {
    Report report = new IngestLoad(2, 100, 4, 2_000, Duration.ofSeconds(1)).run(launcher);

    assertThat(report.subjects()).contains("events acknowledged, as fast as it goes", "  acknowledgement p99.9");
  }

  @Test
  void startAndMemoryAreMeasured(@TempDir Path folder) throws Exception {
    Report report = new StartSuite(launcher, folder.resolve("no-archive"), 1, Duration.ofSeconds(2)).run();

    assertThat(report.subjects()).contains("start to first answer", "memory with 3 idle bots, resident");
  }

  @Test
  void theClientsCostIsMeasured() throws Exception {
    Report report = new ClientSuite(launcher, 1, 2, 1).run();

    assertThat(report.subjects()).contains("at 1,000 events/s: more memory", "a call after a second of silence, p50");
  }

  @Test
  void aHaltIsMeasured() throws Exception {
    Report report = new HaltSuite(3, 2).run(launcher);

    assertThat(report.subjects()).contains("latches in memory: request to last guard closed, p99",
        "latches on the one disk of all: request to halted, every guard confirmed, p50");
  }

  @Test
  void aSweepIsMeasured() throws Exception {
    Report report = new SweepSuite(20, 1).run();

    assertThat(report.subjects()).contains("request to the last cancel answered, median of the runs",
        "request to all proved, each read by its id, median of the runs");
  }

  @Test
  void savesOfAConfigurationAreMeasured() throws Exception {
    Report report = new ConfigSuite(ConfigSuite.Effort.smoke()).run();

    assertThat(report.subjects()).contains("renamed, 5 KB, kept on disk, p50", "renames that never came in force, of 2",
        "idle: more memory than after closing it");
  }

  @Test
  void wayOfAnAlertIsMeasured() throws Exception {
    Report report = new AlertLoad(20, 97, 1_000, 5, false).run(launcher);

    assertThat(report.subjects()).contains("nothing else to do: p99", "lost, of both", "told twice, of both");
  }
}
