package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final long MILLI = 1_000_000;

  @Test
  void theBoundDoublesFromATenthOfASecondToThirtySeconds() {
    Backoff backoff = new Backoff(() -> 1.0);

    List<Long> millis = Stream.generate(() -> backoff.nextNanos() / MILLI).limit(12).toList();

    assertThat(millis).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_600L, 30_000L, 30_000L,
        30_000L);
  }

  @Test
  void theWaitIsAnythingFromNothingToTheBound() {
    assertThat(new Backoff(() -> 0.0).nextNanos()).isZero();
    assertThat(new Backoff(() -> 0.5).nextNanos()).isEqualTo(50 * MILLI);
  }

  @Test
  void afterASuccessItBeginsAgain() {
    Backoff backoff = new Backoff(() -> 1.0);
    backoff.nextNanos();
    backoff.nextNanos();

    backoff.reset();

    assertThat(backoff.nextNanos()).isEqualTo(100 * MILLI);
  }

  @Test
  void aRefusalIsNeverTriedAgainAtOnce() {
    assertThat(new Backoff(() -> 0.0).refusedNanos()).isEqualTo(30_000 * MILLI);
    assertThat(new Backoff(() -> 1.0).refusedNanos()).isEqualTo(60_000 * MILLI);
  }

  @Test
  void itEndsAfterAnyNumberOfFailures() {
    Backoff backoff = new Backoff(() -> 1.0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(backoff.nextNanos()).isBetween(100 * MILLI, 30_000 * MILLI);
    }
  }
}
