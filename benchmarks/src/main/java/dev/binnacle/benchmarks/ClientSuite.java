package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the client costs the process that it is in: the same bot with and without it, side by side, busy and idle, over a real socket to a
 * real server. The heap is small and of fixed parts, so that its own growth does not hide what the client needs.
 */
final class ClientSuite {
  private static final int RATE = 1_000;
  private static final String WITHOUT = "bot without the client";

  private final ServerProcess.Launcher launcher;
  private final int runs;
  private final int warmUpSeconds;
  private final int seconds;

  ClientSuite(ServerProcess.Launcher launcher, int runs, int warmUpSeconds, int seconds) {
    this.launcher = launcher;
    this.runs = runs;
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
  }

  /** The same bot without and with the client, at the same time. */
  private record Pair(PacedBot.Measured without, PacedBot.Measured with) {
    double extra(ToDoubleFunction<PacedBot.Measured> figure) {
      return figure.applyAsDouble(with) - figure.applyAsDouble(without);
    }
  }

  Report run() throws Exception {
    Path folder = Folders.temporary();
    try (ServerProcess server = ServerProcess.start(launcher, folder)) {
      List<Pair> busy = new ArrayList<>();
      List<Pair> idle = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        busy.add(pair(server.url(), folder, RATE));
        idle.add(pair(server.url(), folder, 0));
      }
      return report(busy, idle);
    } finally {
      Folders.delete(folder);
    }
  }

  private Report report(List<Pair> busy, List<Pair> idle) {
    Report report = new Report("What the client costs a bot, median of " + runs);
    row(report, "at 1,000 events/s: more memory", busy, PacedBot.Measured::residentMegabytes, "MB", new Goal.AtMost(20, "20 MB"));
    row(report, "  more processor time, of a core", busy, PacedBot.Measured::cpuPercent, "%", new Goal.AtMost(1, "1 %"));
    row(report, "idle: more memory", idle, PacedBot.Measured::residentMegabytes, "MB", new Goal.AtMost(20, "20 MB"));
    row(report, "  more processor time, of a core", idle, PacedBot.Measured::cpuPercent, "%", new Goal.AtMost(1, "1 %"));
    String[] names = {"p50", "p99", "p99.9", "max"};
    for (int i = 0; i < names.length; i++) {
      int which = i;
      calls(report, "a call at 1,000 events/s, " + names[i], busy, measured -> measured.callNanos()[which]);
    }
    calls(report, "a call after a second of silence, p50", busy, PacedBot.Measured::loneNanos);
    long lost = busy.stream().mapToLong(pair -> pair.with().lost()).sum();
    report.note("events lost: " + lost + "; a call here is publish, a counter and a timing, with two readings of the clock");
    return report;
  }

  private static void row(Report report, String what, List<Pair> pairs, ToDoubleFunction<PacedBot.Measured> figure, String unit,
      Goal goal) {
    double extra = MicroSuite.median(pairs.stream().map(pair -> pair.extra(figure)).toList());
    double without = MicroSuite.median(pairs.stream().map(pair -> figure.applyAsDouble(pair.without())).toList());
    report.row(what, new Figure(extra, unit), WITHOUT, new Figure(without, unit), goal);
  }

  private static void calls(Report report, String what, List<Pair> pairs, ToDoubleFunction<PacedBot.Measured> figure) {
    double with = MicroSuite.median(pairs.stream().map(pair -> figure.applyAsDouble(pair.with())).toList());
    double without = MicroSuite.median(pairs.stream().map(pair -> figure.applyAsDouble(pair.without())).toList());
    report.row(what, new Figure(with, "ns"), WITHOUT, new Figure(without, "ns"), null);
  }

  private Pair pair(URI server, Path folder, int rate) throws IOException {
    Process without = bot(rate, List.of());
    Process with = bot(
        rate, List.of(server.toString(), ServerProcess.bot(0), ServerProcess.token(0), folder.resolve("spool").toString()));
    try {
      return new Pair(measured(without), measured(with));
    } finally {
      without.destroyForcibly();
      with.destroyForcibly();
    }
  }

  private Process bot(int rate, List<String> where) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-Xmn8m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        PacedBot.class.getName(),
        Integer.toString(rate),
        Integer.toString(warmUpSeconds),
        Integer.toString(seconds)));
    command.addAll(where);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static PacedBot.Measured measured(Process bot) throws IOException {
    try (BufferedReader lines = bot.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("measured ")) {
          return PacedBot.Measured.of(line);
        }
      }
    }
    throw new IllegalStateException("a bot has ended without a measurement");
  }
}
