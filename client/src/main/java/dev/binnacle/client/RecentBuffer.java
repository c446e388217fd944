package dev.binnacle.client;

import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What describes the present and waits for the link. When it is full the oldest goes, counted.
 *
 * <p><b>Threads:</b> thread-safe; nobody waits.
 */
final class RecentBuffer<T> {
  private static final int ATTEMPTS = 4;

  private final MpmcAtomicArrayQueue<T> queue;
  private final LongAdder dropped = new LongAdder();

  RecentBuffer(int capacity) {
    this.queue = new MpmcAtomicArrayQueue<>(capacity);
  }

  void add(T item) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (queue.offer(item)) {
        return;
      }
      if (queue.poll() != null) {
        dropped.increment();
      }
    }
    dropped.increment();
  }

  @Nullable T poll() {
    return queue.poll();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Counts what was taken out but did not arrive. */
  void addDropped(long count) {
    dropped.add(count);
  }

  long dropped() {
    return dropped.sum();
  }
}
