package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import dev.binnacle.client.Guard;
import dev.binnacle.client.Intent;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.MonitorBuilder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * From the request for an emergency stop to the last of many guards that is closed, and to the halt that is halted: every guard has its
 * latch forced to the disk and has said so. The server is a process of its own; every bot has a real client with a link of its own over
 * loopback and a spool of its own. All clients share one process, and with the server one disk and its cores, which is harder than what
 * a fleet does: so the same is measured with bots that have no spool, whose latches are in memory. Between two rounds there is a pause,
 * in which the release is told to its end.
 */
record HaltSuite(int bots, int rounds) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long CALM_NANOS = Duration.ofMillis(500).toNanos();
  private static final long LOOK_EVERY_NANOS = 50_000;
  private static final String TOKEN = "token-of-a-bot-that-is-halted";
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern HALTED = Pattern.compile("\"mode\":\"stop\",\"liquidation\":null,\"state\":\"halted\"");

  /** How long each round took. */
  private record Times(Histogram closed, Histogram halted) {}

  Report run(ServerProcess.Launcher launcher) throws IOException {
    Report report = new Report("An emergency stop of " + bots + " bots through a server, " + rounds + " times each");
    rows(report, "latches in memory", measure(launcher, false));
    rows(report, "latches on the one disk of all", measure(launcher, true));
    return report;
  }

  private Times measure(ServerProcess.Launcher launcher, boolean onDisk) throws IOException {
    Path folder = Folders.temporary();
    List<Monitor> monitors = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(launcher, folder, settings());
        HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < bots; i++) {
        MonitorBuilder monitor = Monitor.builder(bot(i), server.url(), TOKEN + "-" + i);
        monitors.add((onDisk ? monitor.spoolDirectory(folder.resolve("spool-" + i)) : monitor.withoutSpoolDirectory()).connect());
      }
      List<Guard> guards = monitors.stream().map(Monitor::guard).toList();
      await(() -> monitors.stream().allMatch(monitor -> monitor.statistics().connected()));
      return measure(new Operator(client, server, Files.readAllLines(folder.resolve("state/server")).get(1)), guards);
    } finally {
      monitors.forEach(Monitor::close);
      Folders.delete(folder);
    }
  }

  /** Goes on where the benchmark's own bots end. */
  private String settings() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < bots; i++) {
      yaml.append("  ").append(bot(i)).append(": { token: ").append(TOKEN).append('-').append(i).append(" }\n");
    }
    return yaml.toString();
  }

  private static String bot(int number) {
    return "halted-" + number;
  }

  /** Who asks, as the server's own user does. */
  private record Operator(HttpClient client, ServerProcess server, String token) {
    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(server.url().resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    CompletableFuture<String> post(String path, String body) {
      HttpRequest request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
      return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Operator::body);
    }

    boolean isHalted(String halt) {
      return HALTED.matcher(client.sendAsync(request("/api/v1/halts/" + halt).build(), BodyHandlers.ofString())
          .thenApply(Operator::body).join()).find();
    }

    private static String body(HttpResponse<String> response) {
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException("the server answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    }
  }

  private Times measure(Operator operator, List<Guard> guards) {
    Histogram closed = new Histogram(PATIENCE.toNanos(), 3);
    Histogram halted = new Histogram(PATIENCE.toNanos(), 3);
    // The first rounds load classes.
    for (int round = -rounds / 4 - 1; round < rounds; round++) {
      LockSupport.parkNanos(CALM_NANOS);
      long began = System.nanoTime();
      CompletableFuture<String> answer =
          operator.post("/api/control/emergency-stop", "{\"mode\": \"stop\", \"reason\": \"a round\"}");
      await(() -> guards.stream().noneMatch(guard -> guard.allows(Intent.OPEN)));
      long last = System.nanoTime();
      String halt = id(answer.join());
      await(() -> operator.isHalted(halt));
      if (round >= 0) {
        closed.recordValue(last - began);
        halted.recordValue(System.nanoTime() - began);
      }
      String _ = operator.post("/api/v1/halts/" + halt + "/resume", "{\"reason\": \"the round is over\"}").join();
      await(() -> guards.stream().allMatch(guard -> guard.allows(Intent.OPEN)));
    }
    return new Times(closed, halted);
  }

  private static void rows(Report report, String where, Times times) {
    report.row(where + ": request to last guard closed, p50", millis(times.closed, 50), null);
    report.row(where + ": request to last guard closed, p99", millis(times.closed, 99), new Goal.AtMost(50, "50 ms"));
    report.row(where + ": request to halted, every guard confirmed, p50", millis(times.halted, 50), null);
    report.row(where + ": request to halted, every guard confirmed, p99", millis(times.halted, 99), null);
  }

  private static String id(String answer) {
    Matcher id = ID.matcher(answer);
    if (!id.find()) {
      throw new IllegalStateException("the server names no halt: " + answer);
    }
    return id.group(1);
  }

  private static Figure millis(Histogram of, double percentile) {
    return new Figure(of.getValueAtPercentile(percentile) / 1e6, "ms");
  }

  private static void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("not done within " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
