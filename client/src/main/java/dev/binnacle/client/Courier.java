package dev.binnacle.client;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bot's own code one piece after the other, on a thread that exists only once there is one. What it throws is counted and told
 * once until something succeeds; what comes while too much waits is dropped and counted.
 *
 * <p><b>Threads:</b> thread-safe; nobody waits.
 */
final class Courier {
  static final int MOST_WAITING = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final long LOOK_EVERY_MILLIS = 1_000;

  private final String name;
  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private @Nullable Thread thread;
  private volatile boolean closed;
  private boolean isFailureTold;

  Courier(String name) {
    this.name = name;
  }

  void run(Runnable work) {
    if (closed || !waiting.offer(work)) {
      dropped.incrementAndGet();
      return;
    }
    synchronized (this) {
      if (thread == null) {
        thread = Threads.daemon(name, this::work);
        thread.start();
      }
    }
  }

  private void work() {
    while (!closed) {
      try {
        Runnable next = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null && !closed) {
          next.run();
          isFailureTold = false;
        }
      } catch (InterruptedException e) {
        // Somebody's code has interrupted its own thread; nobody else knows it.
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable e) {
    failures.incrementAndGet();
    if (!isFailureTold) {
      LOG.warn("what the bot gave to {} failed; it is called again, this is told once until it works", name, e);
    }
    isFailureTold = true;
  }

  long dropped() {
    return dropped.get();
  }

  long failures() {
    return failures.get();
  }

  /** What waits is not run any more; what runs is left to itself. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
