package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import dev.binnacle.client.Monitor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a server takes from its start to its first answer, and how much memory it holds with three idle bots, beside the smallest
 * server that the JDK can make, by turns in the same run.
 */
final class StartSuite {
  private static final int BOTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServerProcess.Launcher launcher;
  private final Path archive;
  private final int runs;
  private final Duration idle;

  /**
   * @param archive the file of loaded classes that a server makes at its end and uses at its start
   * @param idle how long three bots are watched before the memory is read
   */
  StartSuite(ServerProcess.Launcher launcher, Path archive, int runs, Duration idle) {
    this.launcher = launcher;
    this.archive = archive;
    this.runs = runs;
    this.idle = idle;
  }

  Report run() throws IOException, InterruptedException {
    List<Double> cold = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    Path folder = Folders.temporary();
    try {
      for (int run = 0; run < runs; run++) {
        Files.deleteIfExists(archive);
        cold.add(startUp(folder));
        bare.add(yardstick().startUp());
        warm.add(startUp(folder));
      }
      Memory ours = memory(folder);
      Memory theirs = yardstick().memory();
      return report(cold, warm, bare, ours, theirs);
    } finally {
      Folders.delete(folder);
    }
  }

  private Report report(List<Double> cold, List<Double> warm, List<Double> bare, Memory ours, Memory theirs) {
    Report report = new Report("Start and memory, median of " + runs);
    String rival = "JDK HttpServer";
    Figure bareMillis = millis(bare);
    report.row("start to first answer", millis(warm), rival, bareMillis, new Goal.AtMost(800, "800 ms"));
    report.row("  the very first, without an archive of classes", millis(cold), rival, bareMillis, null);
    report.row("memory with 3 idle bots, resident", mebi(ours.resident()), rival, mebi(theirs.resident()),
        new Goal.AtMost(160, "160 MB"));
    report.row("  of it in no file", mebi(ours.anonymous()), rival, mebi(theirs.anonymous()), null);
    report.note("all starts in ms: " + cold + " without the archive, " + warm + " with it, " + bare + " " + rival);
    return report;
  }

  private static Figure millis(List<Double> values) {
    return new Figure(MicroSuite.median(values), "ms");
  }

  private static Figure mebi(double value) {
    return new Figure(value * 1.048576, "MB");
  }

  private double startUp(Path folder) throws IOException {
    try (ServerProcess server = ServerProcess.start(launcher, folder)) {
      return server.startUp().toMillis();
    }
  }

  private record Memory(double resident, double anonymous) {
    static Memory of(long pid) {
      return new Memory(Processes.residentMegabytes(pid), Processes.anonymousMegabytes(pid));
    }
  }

  private Memory memory(Path folder) throws IOException {
    List<Monitor> bots = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(launcher, folder)) {
      for (int bot = 0; bot < BOTS; bot++) {
        Monitor monitor =
            Monitor.builder(ServerProcess.bot(bot), server.url(), ServerProcess.token(bot)).withoutSpoolDirectory().connect();
        bots.add(monitor);
      }
      LockSupport.parkNanos(idle.toNanos());
      for (Monitor bot : bots) {
        if (!bot.statistics().connected()) {
          throw new IllegalStateException("a bot that should be idle is not connected: " + bot.statistics());
        }
      }
      return Memory.of(server.pid());
    } finally {
      bots.forEach(Monitor::close);
    }
  }

  /** What the smallest server takes. */
  private record Bare(double startUp, Memory memory) {}

  private static Bare yardstick() throws IOException, InterruptedException {
    int port = Probe.freePort();
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "-cp",
        ownClasses().toString(),
        HttpYardstick.class.getName(),
        Integer.toString(port));
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      Probe.awaitAnswer(port, process, PATIENCE);
      double millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      return new Bare(millis, Memory.of(process.pid()));
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(HttpYardstick.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("these classes come from nowhere", e);
    }
  }
}
