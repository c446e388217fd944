package dev.binnacle.engine.rules;

import java.time.Duration;
import java.time.Instant;

/** A sum over a window that ends now, in {@value #STEPS} steps: what has left the window is let go at most one step late. */
final class RollingSum {
  private static final int STEPS = 120;

  private final long windowNanos;
  private final long stepNanos;
  private final long[] begins = new long[STEPS + 2];
  private final double[] sums = new double[STEPS + 2];
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
      newest = (first + count) % begins.length;
      count++;
      begins[newest] = time;
      sums[newest] = 0;
    }
    sums[newest] += amount;
    total += amount;
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
