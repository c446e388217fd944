package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import dev.binnacle.client.Counter;
import dev.binnacle.client.Guard;
import dev.binnacle.client.Intent;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Timing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The JMH benchmarks, and what their figures mean.
 *
 * <p>An operation of each is a batch of calls that takes some microseconds, of which JMH keeps every time. The median of those is what
 * the calls cost while nobody else had the core: on a machine that others use, a mean says more of the others. Everything is run in
 * several rounds, each in processes of its own, and a ratio is taken within a round; the median of the rounds is shown.
 */
final class MicroSuite {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String ORDER_THROUGH_GUARD = "order through a guard";
  private static final String QUESTION_TO_GUARD = "question to a guard";
  private static final int COUNTED_CALLS = 1_000_000;

  /** Keeps what was answered from being thought away. */
  private static volatile boolean answer;

  private static final Map<String, Integer> BATCHES = Map.of(
      "CounterBenchmark", CounterBenchmark.BATCH,
      "TimingBenchmark", TimingBenchmark.BATCH,
      "PublishBenchmark", PublishBenchmark.BATCH,
      "CodecBenchmark", CodecBenchmark.BATCH,
      "LedgerBenchmark", LedgerBenchmark.BATCH,
      "EngineBenchmark", EngineBenchmark.BATCH,
      "LiveConfigBenchmark", LiveConfigBenchmark.BATCH,
      "GuardBenchmark", GuardBenchmark.BATCH);

  private final Effort effort;
  private final String only;

  /**
   * @param only a pattern of the benchmarks to run
   */
  MicroSuite(Effort effort, String only) {
    this.effort = effort;
    this.only = only;
  }

  /**
   * How long it may take.
   *
   * @param forks processes a round; 0 runs in this one
   * @param warmUps iterations before the measured ones
   */
  record Effort(int rounds, int forks, int warmUps, int iterations, TimeValue iteration) {
    static Effort of(int rounds, int millis) {
      return new Effort(rounds, 1, 6, 4, TimeValue.milliseconds(millis));
    }

    /** So that each has run; its figures mean nothing. */
    static Effort smoke() {
      return new Effort(1, 0, 0, 1, TimeValue.milliseconds(20));
    }
  }

  /** The figures of one benchmark, one of each round, for one call. */
  private record Measured(List<Double> nanos, List<Double> bytes) {
    double median() {
      return MicroSuite.median(nanos);
    }

    double ratioTo(Measured rival) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < Math.min(nanos.size(), rival.nanos.size()); round++) {
        ratios.add(nanos.get(round) / rival.nanos.get(round));
      }
      return MicroSuite.median(ratios);
    }
  }

  Report run() throws RunnerException {
    Map<String, Measured> all = new HashMap<>();
    for (int round = 1; round <= effort.rounds(); round++) {
      System.err.println("round " + round + " of " + effort.rounds());
      for (RunResult result : new Runner(options()).run()) {
        keep(all, result);
      }
    }
    return report(all);
  }

  private Options options() {
    return new OptionsBuilder()
        .include("dev\\.binnacle\\.benchmarks\\..*(" + only + ").*")
        .mode(Mode.SampleTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(effort.forks())
        .warmupIterations(effort.warmUps())
        .warmupTime(effort.iteration())
        .measurementIterations(effort.iterations())
        .measurementTime(effort.iteration())
        .addProfiler(GCProfiler.class)
        .jvmArgsAppend("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static void keep(Map<String, Measured> all, RunResult result) {
    String label = result.getParams().getBenchmark();
    String name = label.substring(label.lastIndexOf('.', label.lastIndexOf('.') - 1) + 1);
    int calls = BATCHES.getOrDefault(name.substring(0, name.indexOf('.')), 1);
    Measured measured = all.computeIfAbsent(name, key -> new Measured(new ArrayList<>(), new ArrayList<>()));
    measured.nanos().add(result.getPrimaryResult().getStatistics().getPercentile(50) / calls);
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    measured.bytes().add(allocated == null ? Double.NaN : allocated.getScore() / calls);
    System.err.printf("  %-50s %s ns, %s B%n", name, Report.number(measured.nanos().getLast()),
        Report.number(measured.bytes().getLast()));
  }

  private static Report report(Map<String, Measured> all) {
    Report report = new Report("Cost of a call");
    beside(report, all, "counter, the thread that used it first", "CounterBenchmark.binnacle", "Micrometer",
        "CounterBenchmark.micrometer", 1.0);
    beside(report, all, "counter, another thread", "CounterBenchmark.binnacleOfAnotherThread", "Micrometer",
        "CounterBenchmark.micrometer", 1.0);
    beside(report, all, "  (LongAdder alone)", "CounterBenchmark.longAdder", "Micrometer", "CounterBenchmark.micrometer", null);
    beside(report, all, "timing, the thread that used it first", "TimingBenchmark.binnacle", "Micrometer",
        "TimingBenchmark.micrometer", 0.6);
    beside(report, all, "timing, another thread", "TimingBenchmark.binnacleOfAnotherThread", "Micrometer",
        "TimingBenchmark.micrometer", 0.6);
    beside(report, all, "  with percentiles on both sides", "TimingBenchmark.binnacle", "Micrometer",
        "TimingBenchmark.micrometerWithHistogram", null);
    allocation(report, all, "counter", "CounterBenchmark.binnacle");
    allocation(report, all, "timing", "TimingBenchmark.binnacle");
    publish(report, all, "publish a trade opened", "PublishBenchmark.binnacleOpened");
    publish(report, all, "publish a trade closed", "PublishBenchmark.binnacleClosed");
    publish(report, all, "make a trade opened and publish it", "PublishBenchmark.binnacleMadeAndOpened");
    beside(report, all, "publish a trade opened", "PublishBenchmark.binnacleOpened", "Logback async", "PublishBenchmark.logback",
        null);
    beside(report, all, "live configuration: read a value", "LiveConfigBenchmark.binnacle", "a volatile record",
        "LiveConfigBenchmark.volatileRecord", 1.3);
    beside(report, all, "live configuration: read a value", "LiveConfigBenchmark.binnacle", "Typesafe Config",
        "LiveConfigBenchmark.typesafe", null);
    beside(report, all, "live configuration: read a value", "LiveConfigBenchmark.binnacle", "Archaius 2",
        "LiveConfigBenchmark.archaius", null);
    beside(report, all, "live configuration: read a value", "LiveConfigBenchmark.binnacle", "Owner", "LiveConfigBenchmark.owner",
        null);
    beside(report, all, "live configuration: read a value", "LiveConfigBenchmark.binnacle", "Spring @RefreshScope",
        "LiveConfigBenchmark.springRefreshScope", null);
    beside(report, all, "guard: may an order be sent", "GuardBenchmark.allows", "a volatile record",
        "GuardBenchmark.volatileRecord", 1.3);
    plain(report, all, "guard: enter and leave with an order", "GuardBenchmark.enter");
    allocation(report, all, ORDER_THROUGH_GUARD, "GuardBenchmark.enter");
    plain(report, all, "decode and hash an event of a frame", "CodecBenchmark.decode");
    plain(report, all, "hash an event, with a new buffer", "CodecBenchmark.hash");
    plain(report, all, "encode an event", "CodecBenchmark.encode");
    plain(report, all, "encode an event for the journal", "CodecBenchmark.encodeForJournal");
    plain(report, all, "ledger: book a mark of equity", "LedgerBenchmark.marks");
    plain(report, all, "ledger: book a closed trade", "LedgerBenchmark.trades");
    plain(report, all, "ledger: a mark and all figures", "LedgerBenchmark.figures");
    plain(report, all, "engine: apply an event", "EngineBenchmark.apply");
    plain(report, all, "engine: apply, a snapshot every 100", "EngineBenchmark.applyAndSnapshot");
    return report;
  }

  private static void beside(
      Report report, Map<String, Measured> all, String what, String ours, String rivalName, String rival,
      @Nullable Double limit) {
    Measured our = all.get(ours);
    Measured their = all.get(rival);
    if (our != null && their != null) {
      Goal goal = limit == null ? null : new Goal.RatioAtMost(limit);
      report.row(what, nanos(our.median()), rivalName, nanos(their.median()), our.ratioTo(their), goal);
    }
  }

  private static void publish(Report report, Map<String, Measured> all, String what, String ours) {
    Measured our = all.get(ours);
    Measured their = all.get("PublishBenchmark.disruptor");
    if (our != null && their != null) {
      report.row(what, nanos(our.median()), "Disruptor", nanos(their.median()), our.ratioTo(their),
          new Goal.AtMost(100, "100 ns"));
    }
  }

  private static void allocation(Report report, Map<String, Measured> all, String what, String ours) {
    Measured our = all.get(ours);
    if (our != null) {
      Figure bytes = new Figure((double) allocated(what) / COUNTED_CALLS, "B");
      report.row("allocated by a " + what, bytes, "JMH's profiler, all threads", new Figure(median(our.bytes()), "B"), Double.NaN,
          new Goal.AtMost(0, "0 B"));
    }
  }

  /** The bytes of {@link #COUNTED_CALLS} calls on the thread that makes them. */
  static long allocated(String what) {
    try (Monitor monitor = Monitors.quiet()) {
      Counter counter = monitor.counter("allocation_of_counter");
      Timing timing = monitor.timing("allocation_of_timing");
      Guard guard = monitor.guard();
      return Allocation.bytes(
          COUNTED_CALLS,
          switch (what) {
            case "counter" -> counter::increment;
            case QUESTION_TO_GUARD -> () -> answer = guard.allows(Intent.OPEN);
            case ORDER_THROUGH_GUARD -> () -> GuardBenchmark.enterAndLeave(guard);
            default -> () -> timing.record(1_234_567);
          });
    }
  }

  private static void plain(Report report, Map<String, Measured> all, String what, String ours) {
    Measured our = all.get(ours);
    if (our != null) {
      report.row(what, nanos(our.median()), null);
    }
  }

  private static Figure nanos(double value) {
    return new Figure(value, "ns");
  }

  static double median(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
