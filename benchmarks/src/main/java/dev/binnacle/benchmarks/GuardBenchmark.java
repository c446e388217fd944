package dev.binnacle.benchmarks;

import dev.binnacle.client.Guard;
import dev.binnacle.client.Intent;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Order;
import dev.binnacle.client.Pass;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a guard costs the trading thread. The yardstick is what cannot be undercut: a record behind a volatile field. An operation is
 * {@link #BATCH} calls.
 */
@State(Scope.Thread)
public class GuardBenchmark {
  static final int BATCH = 5_000;
  static final Order ORDER =
      Order.limit(new Symbol("BTC/USD"), Side.BUY, BigDecimal.ONE, new BigDecimal("100"), Currency.USD);

  /** What is read beside. */
  public record Switch(int mask, String reason) {}

  private final Monitor monitor = Monitors.quiet();
  private final Guard guard = monitor.guard();
  private volatile Switch plain = new Switch(7, "open");

  @Benchmark
  public int allows() {
    int allowed = 0;
    for (int i = 0; i < BATCH; i++) {
      allowed += guard.allows(Intent.OPEN) ? 1 : 0;
    }
    return allowed;
  }

  @Benchmark
  public int volatileRecord() {
    int allowed = 0;
    for (int i = 0; i < BATCH; i++) {
      allowed += (plain.mask() & 1) != 0 ? 1 : 0;
    }
    return allowed;
  }

  @Benchmark
  public void enter() {
    for (int i = 0; i < BATCH; i++) {
      enterAndLeave(guard);
    }
  }

  static void enterAndLeave(Guard guard) {
    try (Pass pass = guard.enter(ORDER)) {
      pass.sent();
    }
  }

  @TearDown
  public void close() {
    monitor.close();
  }
}
