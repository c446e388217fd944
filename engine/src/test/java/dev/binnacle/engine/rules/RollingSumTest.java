package dev.binnacle.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RollingSumTest {
  private static final Duration WINDOW = Duration.ofMinutes(2);
  private static final Duration STEP = WINDOW.dividedBy(120);

  private record Added(Instant at, double amount) {}

  /** It is never more than a step late, however it had to grow, shrink and begin anew on the way. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isWhatTheWindowHoldsAndAtMostAStepMore(long seed) {
    Random random = new Random(seed);
    RollingSum sum = new RollingSum(WINDOW);
    List<Added> all = new ArrayList<>();
    Instant now = Instant.parse("2026-01-05T00:00:00Z");
    for (int i = 0; i < 3_000; i++) {
      // Bursts, trickles, and pauses in which all of it leaves.
      now = now.plusMillis(random.nextInt(50) == 0 ? random.nextInt(200_000) : random.nextInt(i % 500 < 250 ? 50 : 3_000));
      double amount = 1 + random.nextInt(9);
      all.add(new Added(now, amount));
      sum.add(now, amount);

      double held = heldAfter(all, now.minus(WINDOW));
      double least = heldAfter(all, now.minus(WINDOW).plus(STEP));
      assertThat(sum.sum(now)).isLessThanOrEqualTo(held + 1e-6).isGreaterThanOrEqualTo(least - 1e-6);
    }
    assertThat(sum.sum(now.plus(WINDOW).plus(STEP))).isCloseTo(0, within(1e-9));
  }

  private static double heldAfter(List<Added> all, Instant begin) {
    return all.stream().filter(each -> each.at.isAfter(begin)).mapToDouble(Added::amount).sum();
  }
}
