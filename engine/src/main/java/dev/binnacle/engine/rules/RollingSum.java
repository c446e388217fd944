package dev.binnacle.engine.rules;

import java.time.Duration;
import java.time.Instant;

/** A sum over a window that ends now, in {@value #STEPS} steps: what has left the window is let go at most one step late. */
final class RollingSum {
  private static final int STEPS = 120;
  /** What happens once in a window should not take room for all of it. */
  private static final int STEPS_AT_FIRST = 2;

  private final long windowNanos;
  private final long stepNanos;
  private long[] begins = new long[STEPS_AT_FIRST];
  private double[] sums = new double[STEPS_AT_FIRST];
  private int first;
  private int count;
  private double total;

  RollingSum(Duration window) {
    windowNanos = window.toNanos();
    stepNanos = Math.max(1, windowNanos / STEPS);
  }

  void add(Instant now, double amount) {
    long time = nanos(now);
    leave(time);
    int newest = (first + count - 1) % begins.length;
    if (count == 0 || time - begins[newest] >= stepNanos) {
      if (count == begins.length) {
        grow();
      }
      newest = (first + count) % begins.length;
      count++;
      begins[newest] = time;
      sums[newest] = 0;
    }
    sums[newest] += amount;
    total += amount;
  }

  private void grow() {
    int room = Math.min(2 * count, Math.max(count + 1, STEPS + 2));
    long[] newBegins = new long[room];
    double[] newSums = new double[room];
    for (int i = 0; i < count; i++) {
      int at = (first + i) % count;
      newBegins[i] = begins[at];
      newSums[i] = sums[at];
    }
    begins = newBegins;
    sums = newSums;
    first = 0;
  }

  double sum(Instant now) {
    leave(nanos(now));
    return total;
  }

  private void leave(long time) {
    while (count > 0 && time - begins[first] >= windowNanos) {
      total -= sums[first];
      first = (first + 1) % begins.length;
      count--;
    }
    if (count == 0) {
      total = 0;
    }
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
