package dev.binnacle.server.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Weighing;
import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ModelsTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final MetricName METRIC = new MetricName("latency");
  private static final int LEARNS = Condition.Anomaly.LEARNS;

  private final Random random = new Random(7);
  private final Models models = new Models(Models.Past.NOTHING);
  private Instant now = START;

  /** Normal, around 100, with a deviation of 10. */
  private double usual() {
    return 100 + 10 * random.nextGaussian();
  }

  private static Weighing of(String bot, Condition.Model model, Instant at, double value) {
    return new Weighing(new BotId(bot), METRIC, model, at, value);
  }

  private @Nullable Double robust(double value) {
    now = now.plusSeconds(60);
    return models.score(of("a", Condition.Model.ROBUST, now, value));
  }

  /** How many of so many values get a score of 3.5 or more. */
  private int odd(int count, IntToDoubleFunction values) {
    int odd = 0;
    for (int i = 0; i < count; i++) {
      Double score = robust(values.applyAsDouble(i));
      odd += score != null && score >= 3.5 ? 1 : 0;
    }
    return odd;
  }

  @Test
  void learnsBeforeItScores() {
    for (int i = 0; i < LEARNS; i++) {
      assertThat(robust(usual())).isNull();
    }
    assertThat(robust(usual())).isNotNull();
  }

  /** Of normal values one in two thousand is 3.5 deviations away. */
  @Test
  void usualValuesAreSeldomOdd() {
    odd(LEARNS, i -> usual());

    assertThat(odd(5_000, i -> usual())).isLessThan(25);
  }

  @Test
  void countsDeviations() {
    odd(2_000, i -> usual());

    assertThat(robust(150)).isBetween(4.0, 6.0);
    assertThat(robust(50)).isBetween(4.0, 6.0);
  }

  /** A fifth of what it begins with is nonsense; it still knows what is usual. */
  @Test
  void outliersAtTheBeginDoNotBlindIt() {
    odd(LEARNS, i -> i % 5 == 0 ? 5_000 : usual());

    assertThat(robust(100)).isLessThan(3.5);
    assertThat(robust(200)).isGreaterThan(3.5);
  }

  @Test
  void shiftStaysOddForAnHourAndIsUsualAfterADay() {
    odd(500, i -> usual());

    assertThat(odd(60, i -> usual() + 80)).isGreaterThan(50);
    odd(1_440, i -> usual() + 80);
    assertThat(odd(60, i -> usual() + 80)).isLessThan(5);
  }

  @Test
  void valueThatNeverMovesHasAnEndToItsExactness() {
    odd(200, i -> 10);

    assertThat(robust(10)).isZero();
    assertThat(robust(10.2)).isLessThan(3.5);
    assertThat(robust(12)).isGreaterThan(3.5);
  }

  @Test
  void zeroThatMovesIsOddAndFinite() {
    odd(200, i -> 0);

    assertThat(robust(0)).isZero();
    assertThat(robust(1)).isGreaterThan(100).isFinite();
  }

  /** Two fifths of the orders slip and the others do not: to slip is not odd. */
  @Test
  void whatIsMostlyZeroMayBeOtherThanZero() {
    odd(500, i -> i % 5 < 2 ? 3 + random.nextDouble() : 0);

    assertThat(odd(100, i -> i % 5 < 2 ? 3 + random.nextDouble() : 0)).isLessThan(10);
  }

  @Test
  void gapForgetsNothing() {
    odd(500, i -> usual());
    now = now.plusSeconds(30 * 86_400);

    assertThat(robust(100)).isLessThan(3.5);
    assertThat(robust(200)).isGreaterThan(3.5);
  }

  @Test
  void timeThatStandsStillOrGoesBackIsTaken() {
    odd(500, i -> usual());

    assertThat(models.score(of("a", Condition.Model.ROBUST, START, 100))).isLessThan(3.5);
    assertThat(models.score(of("a", Condition.Model.ROBUST, START, 200))).isGreaterThan(3.5);
  }

  @Test
  void whatIsNoNumberIsNotScored() {
    odd(500, i -> usual());

    assertThat(robust(Double.NaN)).isNull();
    assertThat(robust(Double.POSITIVE_INFINITY)).isNull();
    assertThat(robust(100)).isLessThan(3.5);
  }

  @Test
  void forestFindsTheWaveThatStops() {
    double before = 0;
    double after = 0;
    for (int i = 0; i < 700; i++) {
      double value = i < 660 ? 50 + 20 * Math.sin(i * Math.PI / 6) + random.nextGaussian() : 95;
      now = now.plusSeconds(60);
      Double grade = models.score(of("a", Condition.Model.FOREST, now, value));
      assertThat(i >= LEARNS || grade == null).isTrue();
      double found = grade == null ? 0 : grade;
      assertThat(found).isBetween(0.0, 1.0);
      before += i > 300 && i < 660 && found >= 0.7 ? 1 : 0;
      after = i >= 660 ? Math.max(after, found) : after;
    }

    assertThat(before).isLessThan(10);
    assertThat(after).isGreaterThan(0.7);
  }

  @Test
  void learnsFromWhatIsKept() {
    List<Models.Value> kept = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      kept.add(new Models.Value(START.minusSeconds(12_000 - i * 60L), usual()));
    }
    Models restarted = new Models((bot, metric, before) -> kept);

    assertThat(restarted.score(of("a", Condition.Model.ROBUST, START, 100))).isNotNull().isLessThan(3.5);
    assertThat(restarted.score(of("a", Condition.Model.ROBUST, START, 200))).isGreaterThan(3.5);
  }

  @Test
  void seriesTooManyAreLeftOutUntilOneIsForgotten() {
    Models few = new Models(Models.Past.NOTHING, 2, 0);
    for (String bot : List.of("a", "b", "c")) {
      assertThat(few.score(of(bot, Condition.Model.ROBUST, START, 1))).isNull();
    }
    assertThat(few.leftOut()).isEqualTo(1);

    few.score(of("c", Condition.Model.ROBUST, START.plusSeconds(86_401), 1));
    assertThat(few.leftOut()).isEqualTo(1);

    few.score(of("a", Condition.Model.FOREST, START, 1));
    assertThat(few.leftOut()).isEqualTo(2);
  }
}
