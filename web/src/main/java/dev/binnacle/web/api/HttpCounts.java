package dev.binnacle.web.api;

import java.util.concurrent.atomic.AtomicLongArray;

/** How many requests were answered, by the first digit of the status. Thread-safe. */
final class HttpCounts {
  private final AtomicLongArray byClass = new AtomicLongArray(6);

  void answered(int status) {
    byClass.incrementAndGet(Math.clamp(status / 100, 0, 5));
  }

  /** @param statusClass 1 to 5 */
  long of(int statusClass) {
    return byClass.get(statusClass);
  }
}
