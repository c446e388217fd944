package dev.binnacle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ThreadTimesTest {
  @Test
  void threadsOfAPoolCountAsOne() {
    assertThat(ThreadTimes.pool("qtp1234-56")).isEqualTo("jetty");
    assertThat(ThreadTimes.pool("link-bench-0")).isEqualTo("link-bench");
    assertThat(ThreadTimes.pool("binnacle-histor")).isEqualTo("binnacle-histor");
  }

  @Test
  void tellsTheDearestFirstAndLeavesOutWhatIsNothing() {
    ThreadTimes before = new ThreadTimes(Map.of("engine", 1.0, "idle", 2.0));
    ThreadTimes after = new ThreadTimes(Map.of("engine", 1.2, "idle", 2.0, "web", 0.5));

    assertThat(after.since(before, 100_000)).isEqualTo("web 5.00, engine 2.00");
  }
}
