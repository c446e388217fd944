package dev.binnacle.engine.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something happened within the last 24 hours, in buckets of 5 minutes: a count may be up to 5 minutes late to go. What
 * happened longer ago, or lies ahead of the newest by more than the window, does not disturb it.
 */
final class RollingCount {
  static final Duration WINDOW = Duration.ofHours(24);
  static final Duration BUCKET = Duration.ofMinutes(5);

  private static final long KEPT = WINDOW.dividedBy(BUCKET);

  private final TreeMap<Long, Long> buckets = new TreeMap<>();
  private long sum;

  static RollingCount restore(List<BotState.Bucket> state) {
    RollingCount count = new RollingCount();
    for (BotState.Bucket bucket : state) {
      count.buckets.put(bucket.number(), bucket.count());
      count.sum += bucket.count();
    }
    return count;
  }

  List<BotState.Bucket> state() {
    return buckets.entrySet().stream().map(bucket -> new BotState.Bucket(bucket.getKey(), bucket.getValue())).toList();
  }

  /** @param now not before {@code at}, so that nothing counts from the future on */
  void add(Instant at, Instant now) {
    forget(now);
    long bucket = bucketOf(at);
    if (bucket >= oldest(now)) {
      buckets.merge(bucket, 1L, Long::sum);
      sum++;
    }
  }

  /** Forgets nothing: reading must not change what a checkpoint holds. */
  long sum(Instant now) {
    long oldest = oldest(now);
    if (buckets.isEmpty() || buckets.firstKey() >= oldest) {
      return sum;
    }
    long gone = 0;
    for (long count : buckets.headMap(oldest).values()) {
      gone += count;
    }
    return sum - gone;
  }

  static long bucketOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), BUCKET.toSeconds());
  }

  private static long oldest(Instant now) {
    return bucketOf(now) - KEPT;
  }

  private void forget(Instant now) {
    long oldest = oldest(now);
    Map.Entry<Long, Long> first = buckets.firstEntry();
    while (first != null && first.getKey() < oldest) {
      sum -= first.getValue();
      buckets.remove(first.getKey());
      first = buckets.firstEntry();
    }
  }
}
