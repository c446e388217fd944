package dev.binnacle.client;

/**
 * What was recorded in a {@link Timing} between two reports.
 *
 * <p><b>Threads:</b> confined to the thread that reports.
 */
final class TimingReport {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Timing timing;
  private final int[] seen = new int[Buckets.COUNT];
  private final int[] fresh = new int[Buckets.COUNT];
  private long seenNanos;
  private long freshNanos;
  private long freshCount;
  private long totalCount;

  TimingReport(Timing timing) {
    this.timing = timing;
  }

  /** Takes what was recorded since the last call. */
  void advance() {
    freshCount = 0;
    for (int i = 0; i < Buckets.COUNT; i++) {
      int now = timing.count(i);
      fresh[i] = now - seen[i];
      seen[i] = now;
      freshCount += Integer.toUnsignedLong(fresh[i]);
    }
    totalCount += freshCount;
    long nanos = timing.totalNanos();
    freshNanos = nanos - seenNanos;
    seenNanos = nanos;
  }

  /** Recordings since the call of {@link #advance} before. */
  long freshCount() {
    return freshCount;
  }

  long totalCount() {
    return totalCount;
  }

  /** In seconds. The sum is written before the count, so that a recording in between may be in one and not yet in the other. */
  double mean() {
    return freshNanos / NANOS_PER_SECOND / freshCount;
  }

  /**
   * The smallest recorded value that at least {@code percent} of all are not above, in seconds.
   *
   * @param percent above 0, at most 100, which gives the maximum
   */
  double percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(freshCount * percent / 100));
    long below = 0;
    for (int i = 0; i < Buckets.COUNT; i++) {
      below += Integer.toUnsignedLong(fresh[i]);
      if (below >= rank) {
        return Buckets.middle(i) / NANOS_PER_SECOND;
      }
    }
    throw new IllegalStateException("a percentile of nothing");
  }
}
