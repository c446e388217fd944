package dev.binnacle.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.fleet.Sequence.Standing;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sequence against a map that remembers everything. */
final class SequenceTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final int REMEMBERED = 64;

  private final Map<Long, Long> all = new HashMap<>();
  private long high;

  static List<Long> seeds() {
    return new Random(7).longs(50).boxed().toList();
  }

  private static Bounds bounds(int gaps) {
    return new Bounds(1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, REMEMBERED, gaps, 1);
  }

  private Standing expected(long number, long content) {
    if (number > high) {
      return number == high + 1 ? Standing.NEXT : Standing.AHEAD;
    }
    Long known = all.get(number);
    if (known == null) {
      return Standing.LATE;
    }
    // Beyond the remembered numbers other content cannot be told from the same.
    return number <= high - REMEMBERED || known == content ? Standing.DUPLICATE : Standing.REUSED;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyNumberStandsAsIfAllWereRemembered(long seed) {
    Random random = new Random(seed);
    Sequence sequence = new Sequence(bounds(1_000));
    for (int step = 0; step < 2_000; step++) {
      long number = 1 + Math.max(0, high + 3 - random.nextInt(random.nextInt(8) == 0 ? 300 : 8));
      long content = 1 + random.nextInt(2);
      Standing standing = sequence.standing(number, content);
      assertThat(standing).as("step %d, number %d of %d", step, number, high).isEqualTo(expected(number, content));
      if (standing == Standing.AHEAD) {
        sequence.skip(high + 1, number - 1, NOW);
      }
      if (standing == Standing.NEXT || standing == Standing.AHEAD || standing == Standing.LATE) {
        assertThat(sequence.take(number, content)).isZero();
        all.put(number, content);
        high = Math.max(high, number);
      }
      if (random.nextInt(100) == 0) {
        sequence = Sequence.restore(bounds(1_000), sequence.state());
      }
    }

    assertThat(sequence.high()).isEqualTo(high);
    long missing = sequence.gaps().stream().mapToLong(gap -> gap.to() - gap.from() + 1).sum();
    assertThat(missing).isEqualTo(high - all.size());
    assertThat(sequence.whole()).isEqualTo(firstMissing() - 1);
  }

  private long firstMissing() {
    long number = 1;
    while (all.containsKey(number)) {
      number++;
    }
    return number;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noNumberIsTakenTwiceHoweverFewGapsAreKept(long seed) {
    Random random = new Random(seed);
    Sequence sequence = new Sequence(bounds(2));
    for (int step = 0; step < 2_000; step++) {
      long number = 1 + Math.max(0, sequence.high() + 6 - random.nextInt(40));
      Standing standing = sequence.standing(number, number);
      if (standing == Standing.AHEAD) {
        sequence.skip(sequence.high() + 1, number - 1, NOW);
      }
      if (standing == Standing.NEXT || standing == Standing.AHEAD || standing == Standing.LATE) {
        sequence.take(number, number);
        assertThat(all.put(number, number)).as("number %d at step %d", number, step).isNull();
      }
      assertThat(sequence.gaps()).hasSizeLessThanOrEqualTo(2);
    }
  }
}
