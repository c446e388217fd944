package dev.binnacle.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long something takes. For a timing named {@code x} these are reported once every metrics interval, in seconds, over
 * what was recorded since the report before: {@code x} (the mean), {@code x_p50}, {@code x_p95}, {@code x_p99} and {@code x_max}, each
 * to within 1 %; and {@code x_count}, the recordings since the bot began. In an interval without recordings only the count is
 * reported: an old figure is no present one.
 *
 * <p>From 1 ns to 73 minutes; what is longer counts as that, what is negative as 0.
 *
 * <p><b>Threads:</b> thread-safe. Never waits; allocates nothing but, once, the buckets of the first thread and those that all others
 * share (10 kB each). Cheapest on the thread that used it first.
 */
public final class Timing extends Owner {
  private static final VarHandle SHARED;

  static {
    try {
      SHARED = MethodHandles.lookup().findVarHandle(Timing.class, "shared", Buckets.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final VarHandle SUM = MethodHandles.arrayElementVarHandle(long[].class);

  /** The sum stands alone in the middle of 128 bytes, as the count of a {@link Counter} does. */
  private static final int MIDDLE = 8;

  private final Buckets owned = new Buckets();
  private final long[] ownedNanos = new long[2 * MIDDLE];
  private volatile @Nullable Buckets shared;
  private final LongAdder sharedNanos = new LongAdder();

  Timing() {}

  public void record(long nanos) {
    int bucket = Buckets.of(nanos);
    long value = Buckets.clamp(nanos);
    if (isOwner()) {
      SUM.setOpaque(ownedNanos, MIDDLE, ownedNanos[MIDDLE] + value);
      owned.addAlone(bucket);
    } else {
      sharedNanos.add(value);
      shared().addShared(bucket);
    }
  }

  /** Records the time since {@code startNanos}, which {@link System#nanoTime} gave. */
  public void recordSince(long startNanos) {
    record(System.nanoTime() - startNanos);
  }

  public void record(Duration duration) {
    record(saturated(duration));
  }

  private static long saturated(@Nullable Duration duration) {
    if (duration == null) {
      return 0;
    }
    long seconds = duration.getSeconds();
    if (seconds >= Long.MAX_VALUE / 1_000_000_000L) {
      return Long.MAX_VALUE;
    }
    return seconds < 0 ? 0 : seconds * 1_000_000_000L + duration.getNano();
  }

  /** The nanoseconds recorded so far, by all threads; may overflow, as only differences of it are used. */
  long totalNanos() {
    return (long) SUM.getOpaque(ownedNanos, MIDDLE) + sharedNanos.sum();
  }

  /** How often a value fell into {@code bucket} so far; may overflow likewise. */
  int count(int bucket) {
    Buckets others = shared;
    return owned.count(bucket) + (others == null ? 0 : others.count(bucket));
  }

  private Buckets shared() {
    Buckets found = shared;
    if (found != null) {
      return found;
    }
    Buckets made = new Buckets();
    Object before = SHARED.compareAndExchange(this, null, made);
    return before == null ? made : (Buckets) before;
  }
}
