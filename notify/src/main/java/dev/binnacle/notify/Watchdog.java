package dev.binnacle.notify;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells for how long something has not moved, of which a count rises whenever it does. It knows only what it is shown: show it the count often.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Watchdog {
  private final LongSupplier nanos;
  private long seen; // guarded by this
  private long since; // guarded by this

  /** @param nanos a clock for durations, such as {@link System#nanoTime} */
  Watchdog(LongSupplier nanos) {
    this.nanos = nanos;
    since = nanos.getAsLong();
  }

  /** For how long the count has been this one, as far as it was shown. */
  synchronized Duration still(long count) {
    long now = nanos.getAsLong();
    if (count != seen) {
      seen = count;
      since = now;
    }
    return Duration.ofNanos(now - since);
  }
}
