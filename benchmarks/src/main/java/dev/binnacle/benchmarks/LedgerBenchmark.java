package dev.binnacle.benchmarks;

import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Ledger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The arithmetic of performance, in a ledger that has two years behind it. An operation is {@link #BATCH} calls.
 */
@State(Scope.Thread)
public class LedgerBenchmark {
  static final int BATCH = 100;
  private static final Duration HELD = Duration.ofSeconds(90);
  private static final BigDecimal FEES = new BigDecimal("1.2");
  private static final int CHOICES = 64;

  private final Ledger ledger = new Ledger(Conventions.DEFAULT);
  private final BigDecimal[] equities = new BigDecimal[CHOICES];
  private final BigDecimal[] profits = new BigDecimal[CHOICES];
  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private int turn;

  public LedgerBenchmark() {
    for (int i = 0; i < CHOICES; i++) {
      equities[i] = BigDecimal.valueOf(1_000_000 + i * 7_919 % 20_000, 2);
      profits[i] = BigDecimal.valueOf(i * 7_919 % 5_000 - 2_400, 2);
    }
    for (int hour = 0; hour < 2 * 365 * 24; hour++) {
      now = now.plus(Duration.ofHours(1));
      equity();
      trade();
    }
  }

  private void equity() {
    ledger.equity(now, equities[turn++ & CHOICES - 1], BigDecimal.ZERO);
  }

  private void trade() {
    ledger.tradeClosed(now, profits[turn++ & CHOICES - 1], FEES, HELD);
  }

  @Benchmark
  public void marks() {
    for (int i = 0; i < BATCH; i++) {
      now = now.plusSeconds(15);
      equity();
    }
  }

  @Benchmark
  public void trades() {
    for (int i = 0; i < BATCH; i++) {
      now = now.plusSeconds(1);
      trade();
    }
  }

  /** All figures with their reasons, after one more mark. */
  @Benchmark
  public @Nullable Figures figures() {
    Figures figures = null;
    for (int i = 0; i < BATCH; i++) {
      now = now.plusSeconds(15);
      equity();
      figures = ledger.figures(now);
    }
    return figures;
  }
}
