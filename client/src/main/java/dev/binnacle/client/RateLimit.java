package dev.binnacle.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets so many through each second, and a burst of that many more. One number, the time at which the next one is due: a caller
 * never waits for another.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class RateLimit {
  private final long intervalNanos;
  private final long burstNanos;
  private final AtomicLong dueAt;

  RateLimit(int perSecond, int burst, long nowNanos) {
    this.intervalNanos = 1_000_000_000L / perSecond;
    this.burstNanos = intervalNanos * burst;
    this.dueAt = new AtomicLong(nowNanos - burstNanos);
  }

  boolean allows(long nowNanos) {
    while (true) {
      long due = dueAt.get();
      long from = due - (nowNanos - burstNanos) < 0 ? nowNanos - burstNanos : due;
      if (from - nowNanos >= 0) {
        return false;
      }
      if (dueAt.compareAndSet(due, from + intervalNanos)) {
        return true;
      }
    }
  }
}
