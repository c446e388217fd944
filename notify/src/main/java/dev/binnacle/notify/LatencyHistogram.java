package dev.binnacle.notify;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Counts how long deliveries took, in the buckets of {@link Latency#BOUNDS}; of the same size however many there are.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class LatencyHistogram {
  private static final long[] BOUNDS_NANOS = Latency.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();
  /** Beyond it nothing is told apart, and a total of many does not overflow. */
  private static final Duration MOST = Duration.ofDays(365);

  private final long[] counts = new long[BOUNDS_NANOS.length + 1]; // guarded by this
  private long totalMicros; // guarded by this
  private long longestNanos; // guarded by this

  /** @param took below zero where the clock was set back, which counts as nothing */
  synchronized void add(Duration took) {
    long nanos = took.isNegative() ? 0 : took.compareTo(MOST) > 0 ? MOST.toNanos() : took.toNanos();
    int place = Arrays.binarySearch(BOUNDS_NANOS, nanos);
    counts[place < 0 ? -place - 1 : place]++;
    totalMicros += TimeUnit.NANOSECONDS.toMicros(nanos);
    longestNanos = Math.max(longestNanos, nanos);
  }

  synchronized Latency latency() {
    return new Latency(
        Arrays.stream(counts).boxed().toList(), Duration.of(totalMicros, ChronoUnit.MICROS),
        Duration.ofNanos(longestNanos));
  }
}
