package dev.binnacle.client;

import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The way from the trading threads to the spool thread. A call to {@link #offer} costs two atomic instructions.
 *
 * <p>While events come, the spool thread looks for itself every fraction of a millisecond and nobody calls it. When none have come for
 * a while it goes to sleep, so that an idle bot pays nothing, and whoever publishes then wakes it, for the price of one system call.
 *
 * <p><b>Threads:</b> {@code offer} by any thread, which never waits; the rest by the spool thread.
 */
final class PublishQueue {
  private static final long LONGEST_SLEEP_NANOS = 100_000_000L;

  // The variant without sun.misc.Unsafe, which newer JDKs complain of on the bot's standard error.
  private final MpscAtomicArrayQueue<Object> queue;
  private volatile @Nullable Thread asleep;

  PublishQueue(int capacity) {
    this.queue = new MpscAtomicArrayQueue<>(capacity);
  }

  /** False when the queue is full. */
  boolean offer(Object item) {
    if (!queue.offer(item)) {
      return false;
    }
    Thread sleeper = asleep;
    if (sleeper != null) {
      asleep = null;
      LockSupport.unpark(sleeper);
    }
    return true;
  }

  @Nullable Object poll() {
    return queue.poll();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Sleeps until something is offered, at most a tenth of a second. */
  void sleep() {
    // First the note, then the look: whoever offers after the look finds the note.
    asleep = Thread.currentThread();
    if (queue.isEmpty()) {
      LockSupport.parkNanos(this, LONGEST_SLEEP_NANOS);
    }
    asleep = null;
  }

  /** Lets the spool thread look again soon. */
  void wake() {
    Thread sleeper = asleep;
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }
}
