package dev.binnacle.engine.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReturnWindowTest {
  @Test
  void ranksAreThoseOfTheNewestFourThousandSorted() {
    SplittableRandom random = new SplittableRandom(1);
    ReturnWindow window = new ReturnWindow();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      // of few different values, so that many are equal
      double value = random.nextInt(-50, 50) / 1000.0;
      window.closed(value);
      all.add(value);
      if (i % 997 == 0 || i == 8_999) {
        List<Double> newest = all.subList(Math.max(0, all.size() - ReturnWindow.CAPACITY), all.size());
        assertThat(window.toList()).isEqualTo(newest);
        assertRanks(window, newest);
      }
    }
  }

  @Test
  void revokedReturnsAreForgotten() {
    ReturnWindow window = new ReturnWindow();
    for (int i = 0; i < 5_000; i++) {
      window.closed(i);
    }
    window.settle(4_990);

    window.revoke();
    window.closed(-1);

    List<Double> left = window.toList();
    assertThat(left).hasSize(ReturnWindow.CAPACITY - 9).startsWith(1000.0).endsWith(4989.0, -1.0);
    assertRanks(window, left);
  }

  @Test
  void idlePeriodsAreZeros() {
    ReturnWindow window = new ReturnWindow();
    window.closed(0.5);
    window.idle(3);
    window.closed(-0.5);
    assertThat(window.toList()).containsExactly(0.5, 0.0, 0.0, 0.0, -0.5);

    window.idle(1_000_000_000_000L);

    assertThat(window.toList()).hasSize(ReturnWindow.CAPACITY).containsOnly(0.0);
    assertThat(window.revocable()).isEqualTo(1_000_000_000_005L);
    assertThat(window.ranked(0)).isZero();
  }

  private static void assertRanks(ReturnWindow window, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    for (int i = 0; i < sorted.size(); i += 13) {
      assertThat(window.ranked(i)).isEqualTo(sorted.get(i));
    }
  }
}
