package dev.binnacle.engine.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept up to date step by step is what all steps together give. Every failure names the seed that repeats it. */
class LedgerEqualsBatchTest {
  /** And the ratio that is divided by the deepest of them. */
  private static final Set<String> DRAWDOWNS =
      Set.of(
          "current_drawdown", "max_drawdown", "max_drawdown_peak_at", "max_drawdown_trough_at", "max_drawdown_recovered_at",
          "calmar_ratio");

  @Test
  void everyFigureEqualsTheBatchWhenNewsComesInOrder() {
    for (long seed = 1; seed <= 120; seed++) {
      live(new RandomLife(seed, 20, false), seed, 400, 37, Set.of());
    }
  }

  @Test
  void everyFigureEqualsTheBatchWhenNewsComesLate() {
    for (long seed = 1001; seed <= 1120; seed++) {
      live(new RandomLife(seed, 2, true), seed, 400, 37, Set.of());
    }
  }

  @Test
  void everyFigureEqualsTheBatchAfterThousandsOfTradesAndMarks() {
    for (long seed = 2001; seed <= 2004; seed++) {
      live(new RandomLife(seed, 4, false), seed, 6_000, 2_500, Set.of());
      live(new RandomLife(seed, 2, true), seed, 6_000, 2_500, Set.of());
    }
  }

  @Test
  void aLateMarkAmongManyMayHideADrawdownButNeverInventsOne() {
    for (long seed = 3001; seed <= 3060; seed++) {
      RandomLife life = new RandomLife(seed, 50, true);

      List<Happening> told = live(life, seed, 600, 100, DRAWDOWNS);

      Ledger ledger = new Ledger(life.conventions());
      told.forEach(each -> each.tell(ledger));
      Map<String, @Nullable Object> actual = ledger.figures(life.newest()).byName();
      Map<String, @Nullable Object> batch = BatchFigures.of(life.conventions(), told, life.newest());
      for (String name : List.of("current_drawdown", "max_drawdown")) {
        double depth = (Double) Objects.requireNonNullElse(actual.get(name), 0.0);
        double exact = (Double) Objects.requireNonNullElse(batch.get(name), 0.0);
        assertThat(depth).as("seed %d: %s", seed, name).isBetween(exact - 1e-12, exact * 0.5 + 1e-12);
      }
      Double annual = annualReturn(actual);
      Double exactly = annualReturn(batch);
      assertThat(close(annual, exactly)).as("seed %d: annual return %s, of the batch %s", seed, annual, exactly).isTrue();
    }
  }

  /** As the Calmar ratio was made of it; null where there is no ratio. */
  private static @Nullable Double annualReturn(Map<String, @Nullable Object> figures) {
    Double calmar = (Double) figures.get("calmar_ratio");
    Double deepest = (Double) figures.get("max_drawdown");
    return calmar == null || deepest == null ? null : (Double) (calmar * -deepest);
  }

  /** Lives a life, comparing at its beginning and every now and then, through a restart every now and then. */
  private static List<Happening> live(RandomLife life, long seed, int happenings, int every, Set<String> except) {
    Ledger ledger = new Ledger(life.conventions());
    List<Happening> told = new ArrayList<>();
    for (int i = 0; i < happenings; i++) {
      Happening next = life.next();
      next.tell(ledger);
      told.add(next);
      if (i < 5 || i % every == 0) {
        Instant now = life.newest().plus(i % 2 == 0 ? Duration.ZERO : Duration.ofHours(30));
        Map<String, @Nullable Object> batch = BatchFigures.of(life.conventions(), told, now);
        batch.keySet().removeAll(except);
        compare("seed " + seed + " after " + i, ledger.figures(now), batch);
      }
      if (i % 101 == 0) {
        ledger = Ledger.restore(ledger.state());
      }
    }
    return told;
  }

  private static void compare(String where, Figures figures, Map<String, @Nullable Object> batch) {
    Map<String, @Nullable Object> names = figures.byName();
    batch.forEach(
        (name, expected) -> {
          Object actual = names.get(name);
          if (!close(actual, expected)) {
            fail("%s: %s should be %s, was %s (%s)", where, name, expected, actual, figures.undefined().get(name));
          }
        });
    Set<String> nulls = new HashSet<>();
    names.forEach(
        (name, value) -> {
          if (value == null) {
            nulls.add(name);
          }
          if (value instanceof Double number && !Double.isFinite(number)) {
            fail("%s: %s must be finite, was %s", where, name, number);
          }
        });
    assertThat(figures.undefined().keySet()).as("%s: what is null has a reason, and only that", where).isEqualTo(nulls);
  }

  private static boolean close(@Nullable Object actual, @Nullable Object expected) {
    if (actual instanceof Double a && expected instanceof Double b) {
      return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) + 1e-12;
    }
    if (actual instanceof BigDecimal a && expected instanceof BigDecimal b) {
      return a.subtract(b).abs().compareTo(b.abs().multiply(new BigDecimal("1e-30"))) <= 0;
    }
    return actual == null ? expected == null : actual.equals(expected);
  }
}
