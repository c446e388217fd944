package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private static int allowed(RateLimit limit, long nowNanos, int asked) {
    int allowed = 0;
    for (int i = 0; i < asked; i++) {
      allowed += limit.allows(nowNanos) ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void aBurstPassesAndThenSoManyASecond() {
    long start = Long.MAX_VALUE - 3 * SECOND; // The clock may overflow in between.
    RateLimit limit = new RateLimit(50, 200, start);

    assertThat(allowed(limit, start, 1_000)).isEqualTo(200);
    assertThat(allowed(limit, start + SECOND, 1_000)).isEqualTo(50);
    assertThat(allowed(limit, start + 4 * SECOND, 1_000)).isEqualTo(150);
    assertThat(allowed(limit, start + 100 * SECOND, 1_000)).isEqualTo(200);
  }
}
