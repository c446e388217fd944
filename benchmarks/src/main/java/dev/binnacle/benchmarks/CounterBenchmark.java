package dev.binnacle.benchmarks;

import dev.binnacle.client.Counter;
import dev.binnacle.client.Monitor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One more of something, on the trading thread. An operation is {@link #BATCH} calls. */
@State(Scope.Thread)
public class CounterBenchmark {
  static final int BATCH = 2_000;

  private final Monitor monitor = Monitors.quiet();
  private final Counter own = monitor.counter("own");
  private final Counter foreign = Monitors.usedByAnother(monitor.counter("foreign"), Counter::increment);
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final io.micrometer.core.instrument.Counter rival = registry.counter("rival", "bot", "b1");
  private final LongAdder adder = new LongAdder();

  @Benchmark
  public void binnacle() {
    for (int i = 0; i < BATCH; i++) {
      own.increment();
    }
  }

  /** A counter that another thread used first. */
  @Benchmark
  public void binnacleOfAnotherThread() {
    for (int i = 0; i < BATCH; i++) {
      foreign.increment();
    }
  }

  @Benchmark
  public void micrometer() {
    for (int i = 0; i < BATCH; i++) {
      rival.increment();
    }
  }

  @Benchmark
  public void longAdder() {
    for (int i = 0; i < BATCH; i++) {
      adder.increment();
    }
  }

  @TearDown
  public void close() {
    monitor.close();
    registry.close();
  }
}
