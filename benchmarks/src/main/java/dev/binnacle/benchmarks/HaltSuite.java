package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import dev.binnacle.client.Guard;
import dev.binnacle.client.Intent;
import dev.binnacle.client.Monitor;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * From a halt that a server sends to the last of many guards that is closed, and to the last that has said so with its latch forced to
 * the disk. Every bot has a real client with a link of its own over loopback and a spool of its own; all of them share one process, one
 * disk and its cores with the server, which is harder than what a fleet does.
 */
record HaltSuite(int bots, int rounds) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_NANOS = 50_000;

  Report run() throws IOException {
    Path folder = Folders.temporary();
    List<Monitor> monitors = new ArrayList<>();
    try (FakeLinkServer server = FakeLinkServer.start("token")) {
      for (int i = 0; i < bots; i++) {
        monitors.add(
            Monitor.builder("bot-" + i, server.uri(), "token").spoolDirectory(folder.resolve("spool-" + i)).connect());
      }
      List<Guard> guards = monitors.stream().map(Monitor::guard).toList();
      await(() -> monitors.stream().allMatch(monitor -> monitor.statistics().connected()));
      return measure(server, guards);
    } finally {
      monitors.forEach(Monitor::close);
      Folders.delete(folder);
    }
  }

  private Report measure(FakeLinkServer server, List<Guard> guards) throws IOException {
    Histogram closed = new Histogram(PATIENCE.toNanos(), 3);
    Histogram confirmed = new Histogram(PATIENCE.toNanos(), 3);
    // The first rounds load classes.
    for (int round = -rounds / 4 - 1; round < rounds; round++) {
      long saidBefore = said(server);
      long began = System.nanoTime();
      server.halt(new LinkMessage.HaltTold(latch(round), false, null));
      await(() -> guards.stream().noneMatch(guard -> guard.allows(Intent.OPEN)));
      long last = System.nanoTime();
      await(() -> said(server) - saidBefore >= bots);
      if (round >= 0) {
        closed.recordValue(last - began);
        confirmed.recordValue(System.nanoTime() - began);
      }
      server.release(new LinkMessage.ReleaseTold(latch(round).id(), 1, "bench", "the round is over"));
      await(() -> guards.stream().allMatch(guard -> guard.allows(Intent.OPEN)));
    }
    Report report = new Report("A halt of " + bots + " bots, " + rounds + " times");
    report.row("halt sent to last guard closed, p50", millis(closed, 50), null);
    report.row("halt sent to last guard closed, p99", millis(closed, 99), new Goal.AtMost(50, "50 ms"));
    report.row("halt sent to last latch on disk and confirmed, p50", millis(confirmed, 50), null);
    report.row("halt sent to last latch on disk and confirmed, p99", millis(confirmed, 99), null);
    return report;
  }

  /** How many times a guard has said that it is closed, with all that it has to say. */
  private static long said(FakeLinkServer server) {
    return server.guards().stream().filter(guard -> guard.level() == GuardLevel.CLOSED).count();
  }

  private static Latch latch(int round) {
    return new Latch(
        new HaltId("bench-" + (round + 1_000)), 1, HaltMode.STOP, null, HaltOrigin.DRILL, "bench", "a round", Instant.now());
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
