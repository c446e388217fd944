package dev.binnacle.client;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ObjLongConsumer;

/**
 * Counts what went wrong, and remembers what of it was not told yet.
 *
 * <p><b>Threads:</b> {@code add} and {@code count} by any thread, which never waits; {@code tell} by the spool thread.
 */
final class Losses {
  private static final long TELL_EVERY_NANOS = 1_000_000_000L;
  private static final Loss[] KINDS = Loss.values();

  private final AtomicLongArray counts = new AtomicLongArray(KINDS.length);
  private final long[] told = new long[KINDS.length];
  private volatile boolean owed;
  private long nextTellAt = Long.MIN_VALUE;

  void add(Loss loss) {
    add(loss, 1);
  }

  void add(Loss loss, long count) {
    if (count > 0) {
      counts.addAndGet(loss.ordinal(), count);
      owed = true;
    }
  }

  long count(Loss loss) {
    return counts.get(loss.ordinal());
  }

  /** Whether something is to be told now. */
  boolean isDue(long nowNanos) {
    return owed && (nextTellAt == Long.MIN_VALUE || nowNanos - nextTellAt >= 0);
  }

  /**
   * Gives each loss that was not told yet to {@code teller}, which answers by {@link #told} when it could tell it. At most once a
   * second, so that a storm of losses does not become a storm of events.
   */
  void tell(long nowNanos, ObjLongConsumer<Loss> teller) {
    nextTellAt = nowNanos + TELL_EVERY_NANOS;
    owed = false;
    for (Loss loss : KINDS) {
      long fresh = count(loss) - told[loss.ordinal()];
      if (fresh > 0) {
        teller.accept(loss, fresh);
      }
      owed |= count(loss) > told[loss.ordinal()];
    }
  }

  void told(Loss loss, long count) {
    told[loss.ordinal()] += count;
  }
}
