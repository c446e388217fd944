package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TimingTest {
  private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

  @Property
  void aBucketsMiddleIsWithinOnePercentOfEveryValueInIt(@ForAll @LongRange(min = 0, max = (1L << 42) - 1) long nanos) {
    int bucket = Buckets.of(nanos);

    assertThat(bucket).isBetween(0, Buckets.COUNT - 1);
    assertThat(Buckets.middle(bucket)).isCloseTo(nanos, within(0.008 * nanos));
  }

  @Property
  void longerTimesAreNeverInALowerBucket(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long a,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long b) {
    assertThat(Buckets.of(Math.min(a, b))).isLessThanOrEqualTo(Buckets.of(Math.max(a, b)));
  }

  @Test
  void everyBucketIsUsedAndNoneBeyondTheLast() {
    assertThat(Buckets.of(0)).isZero();
    assertThat(Buckets.of(-5)).isZero();
    assertThat(Buckets.of((1L << 42) - 1)).isEqualTo(Buckets.COUNT - 1);
    assertThat(Buckets.of(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
    assertThat(Buckets.of(127)).isEqualTo(127);
    assertThat(Buckets.of(128)).isEqualTo(128);
  }

  @Property(tries = 200)
  void percentilesAreThoseOfTheSortedValues(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed, @ForAll @IntRange(min = 1, max = 3_000) int count) {
    Random random = new Random(seed);
    Timing timing = new Timing();
    TimingReport report = new TimingReport(timing);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = (long) Math.exp(random.nextDouble() * 29);
      timing.record(values[i]);
    }
    Arrays.sort(values);

    report.advance();

    assertThat(report.freshCount()).isEqualTo(count);
    assertThat(report.mean()).isCloseTo(Arrays.stream(values).average().orElseThrow() / 1e9, Percentage.withPercentage(0.001));
    for (double percent : new double[] {50, 95, 99, 100}) {
      // The nearest-rank definition: the smallest value that at least this share of all are not above.
      long expected = values[(int) Math.ceil(count * percent / 100) - 1];
      assertThat(report.percentile(percent)).isCloseTo(expected / 1e9, ONE_PERCENT);
    }
  }

  @Test
  void eachReportSpeaksOfWhatCameSinceTheOneBefore() {
    Timing timing = new Timing();
    TimingReport report = new TimingReport(timing);
    timing.record(Duration.ofSeconds(10));
    report.advance();
    timing.record(Duration.ofMillis(1));
    timing.record(Duration.ofMillis(3));

    report.advance();

    assertThat(report.freshCount()).isEqualTo(2);
    assertThat(report.totalCount()).isEqualTo(3);
    assertThat(report.mean()).isCloseTo(0.002, ONE_PERCENT);
    assertThat(report.percentile(100)).isCloseTo(0.003, ONE_PERCENT);
    report.advance();
    assertThat(report.freshCount()).isZero();
  }

  @Test
  void impossibleDurationsAreTakenAsTheNearestPossible() {
    Timing timing = new Timing();
    TimingReport report = new TimingReport(timing);
    timing.record(Duration.ofSeconds(-1));
    timing.record(Duration.ofSeconds(Long.MAX_VALUE));

    report.advance();

    assertThat(report.freshCount()).isEqualTo(2);
    assertThat(report.percentile(50)).isZero();
    assertThat(report.percentile(100)).isCloseTo(Duration.ofNanos(1L << 42).toNanos() / 1e9, ONE_PERCENT);
  }

  @Test
  void nothingIsLostWhenManyThreadsRecordWhileItIsReported() throws InterruptedException {
    Timing timing = new Timing();
    Counter counter = new Counter();
    TimingReport report = new TimingReport(timing);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  timing.record(1_000);
                  counter.increment();
                }
              }));
    }
    threads.forEach(Thread::start);
    for (int i = 0; i < 100; i++) {
      report.advance();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    report.advance();

    assertThat(report.totalCount()).isEqualTo(400_000);
    assertThat(timing.totalNanos()).isEqualTo(400_000_000);
    assertThat(counter.count()).isEqualTo(400_000);
  }

  @Test
  void theOwnersThreadMayEndAndOthersGoOn() throws InterruptedException {
    Counter counter = new Counter();
    Thread first = new Thread(() -> counter.add(5));
    first.start();
    first.join();

    counter.add(-2);

    assertThat(counter.count()).isEqualTo(3);
  }

  /** The design asks for it: what runs on the trading thread makes no work for the collector of garbage. */
  @Test
  void countingAndTimingAllocateNothing() {
    Counter counter = new Counter();
    Timing timing = new Timing();
    Gauge gauge = new Gauge();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    work(counter, timing, gauge, 20_000);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    work(counter, timing, gauge, 100_000);

    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(allocated).as("asking for the figure itself allocates a little").isLessThan(2_000);
  }

  private static void work(Counter counter, Timing timing, Gauge gauge, int times) {
    for (int i = 0; i < times; i++) {
      counter.increment();
      timing.record(i);
      gauge.set(i);
    }
  }
}
