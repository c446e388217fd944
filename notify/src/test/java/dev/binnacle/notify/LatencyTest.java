package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LatencyTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  private void add(long... millis) {
    for (long one : millis) {
      histogram.add(Duration.ofMillis(one));
    }
  }

  @Test
  void aTimeOnABoundBelongsBelowItAsInPrometheus() {
    add(5, 6, 3_600_000, 3_600_001);

    assertThat(histogram.latency().counts()).containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L);
    assertThat(histogram.latency().total()).isEqualTo(Duration.ofMillis(5 + 6 + 3_600_000 + 3_600_001));
    assertThat(histogram.latency().longest()).isEqualTo(Duration.ofMillis(3_600_001));
  }

  /** By hand: the second of four is the first of two between 10 and 25 ms; 3.96 of four is 0.96 of the one between 500 ms and the longest. */
  @Test
  void quantilesAreReckonedAsPrometheusDoesButNotBeyondTheLongest() {
    add(4, 20, 20, 700);

    assertThat(histogram.latency().quantile(0.5)).contains(Duration.ofNanos(17_500_000));
    assertThat(histogram.latency().quantile(0.99)).contains(Duration.ofMillis(692));
    assertThat(histogram.latency().quantile(1)).contains(Duration.ofMillis(700));
  }

  @Test
  void ofNothingThereIsNoQuantile() {
    assertThat(histogram.latency().quantile(0.5)).isEmpty();
    assertThat(histogram.latency().count()).isZero();
    assertThat(histogram.latency().longest()).isZero();
  }

  @Test
  void aClockThatWasSetBackOrFarAheadBreaksNothing() {
    histogram.add(Duration.ofDays(-1));
    histogram.add(Duration.ofSeconds(Long.MAX_VALUE));

    Latency latency = histogram.latency();

    assertThat(latency.counts().getFirst()).isEqualTo(1);
    assertThat(latency.counts().getLast()).isEqualTo(1);
    assertThat(latency.longest()).isEqualTo(Duration.ofDays(365));
  }

  @Property(tries = 300)
  void aQuantileLiesInTheBucketOfTheTimeThatItStandsFor(
      @ForAll @NotEmpty @Size(max = 50) List<@LongRange(min = 0, max = 10_000_000) Long> millis,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    LatencyHistogram all = new LatencyHistogram();
    millis.forEach(one -> all.add(Duration.ofMillis(one)));
    List<Long> sorted = millis.stream().sorted().toList();
    Duration exact = Duration.ofMillis(sorted.get((int) Math.ceil(share * sorted.size()) - 1));

    Duration quantile = all.latency().quantile(share).orElseThrow();

    Duration from = Latency.BOUNDS.stream().filter(bound -> bound.compareTo(exact) < 0).reduce(Duration.ZERO, (_, last) -> last);
    Duration to = Latency.BOUNDS.stream().filter(bound -> bound.compareTo(exact) >= 0).findFirst().orElse(Duration.ofDays(1));
    assertThat(quantile).isBetween(from, to).isLessThanOrEqualTo(Duration.ofMillis(sorted.getLast()));
  }

  @Test
  void countsAreOnePerBucket() {
    assertThatThrownBy(() -> new Latency(List.of(1L), Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("counts must be 16, were 1");
  }
}
