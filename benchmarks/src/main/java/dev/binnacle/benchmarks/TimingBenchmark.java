package dev.binnacle.benchmarks;

import dev.binnacle.client.Monitor;
import dev.binnacle.client.Timing;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A duration that is known already, on the trading thread; the values are spread over five octaves, as those of a venue's answers are.
 * Binnacle gives percentiles of them, Micrometer's timer a count, a sum and a maximum. An operation is {@link #BATCH} calls.
 */
@State(Scope.Thread)
public class TimingBenchmark {
  static final int BATCH = 2_000;

  private final Monitor monitor = Monitors.quiet();
  private final Timing own = monitor.timing("own");
  private final Timing foreign = Monitors.usedByAnother(monitor.timing("foreign"), timing -> timing.record(1));
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer rival = registry.timer("rival", "bot", "b1");
  private final Timer rivalWithPercentiles = Timer.builder("percentiles").publishPercentileHistogram().register(registry);

  private static long nanos(int i) {
    return 1_000_000L + (i * 0x9E3779B9L & 0x1FF_FFFF);
  }

  @Benchmark
  public void binnacle() {
    for (int i = 0; i < BATCH; i++) {
      own.record(nanos(i));
    }
  }

  /** A timing that another thread used first. */
  @Benchmark
  public void binnacleOfAnotherThread() {
    for (int i = 0; i < BATCH; i++) {
      foreign.record(nanos(i));
    }
  }

  @Benchmark
  public void micrometer() {
    for (int i = 0; i < BATCH; i++) {
      rival.record(nanos(i), TimeUnit.NANOSECONDS);
    }
  }

  /** With the buckets from which percentiles can be read, as Binnacle's can. */
  @Benchmark
  public void micrometerWithHistogram() {
    for (int i = 0; i < BATCH; i++) {
      rivalWithPercentiles.record(nanos(i), TimeUnit.NANOSECONDS);
    }
  }

  @TearDown
  public void close() {
    monitor.close();
    registry.close();
  }
}
