package dev.binnacle.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link thread: runs what the link has to say, and looks every now and then at what is due. Nothing that it does waits, so that one
 * thread is enough for the link, the figures of the process and the watch over the collectors.
 *
 * <p><b>Threads:</b> {@code execute}, {@code spooled} and {@code end} by any thread.
 */
final class LinkThread implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(LinkThread.class);
  private static final long LONGEST_PARK_NANOS = 50_000_000L;
  private static final long SHORTEST_PARK_NANOS = 100_000L;
  private static final long AFTER_FAILURE_NANOS = 1_000_000_000L;
  private static final int MOST_TASKS = 1_000;

  private final Options options;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean parked;
  private volatile boolean eager;
  private volatile boolean ending;
  private volatile boolean ended;

  // Set before the thread starts.
  private Duties duties = nowNanos -> {};

  /** What is looked at in every turn. */
  interface Duties {
    default void begin() {}

    void step(long nowNanos);

    /** How long nothing is due, if nothing is heard. */
    default long pauseNanos(long nowNanos) {
      return Long.MAX_VALUE;
    }

    default void end() {}
  }

  LinkThread(Options options) {
    this.options = options;
    this.thread = Threads.daemon("binnacle-link", this::run);
  }

  void start(Duties work) {
    duties = work;
    thread.start();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  /** There is something new to send: wakes the thread if it would send it at once. */
  void spooled(boolean isUrgent) {
    if (eager || isUrgent) {
      eager = false;
      wake();
    }
  }

  void end() {
    ending = true;
    wake();
  }

  boolean hasEnded() {
    return ended;
  }

  private void wake() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    try {
      boolean ignored = guarded(duties::begin);
      while (!ending) {
        turn();
      }
    } finally {
      guarded(duties::end);
      ended = true;
    }
  }

  private void turn() {
    if (!guarded(this::work)) {
      LockSupport.parkNanos(this, AFTER_FAILURE_NANOS);
    }
    long pause = duties.pauseNanos(options.nanoTime().getAsLong());
    parked = true;
    // What is spooled from here on wakes the thread; what was spooled before is seen in the look that follows the note.
    eager = pause > LONGEST_PARK_NANOS;
    if (tasks.isEmpty() && !ending) {
      LockSupport.parkNanos(this, Math.max(SHORTEST_PARK_NANOS, Math.min(pause, LONGEST_PARK_NANOS)));
    }
    parked = false;
    eager = false;
    boolean ignored = Thread.interrupted();
  }

  private void work() {
    for (int i = 0; i < MOST_TASKS; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      task.run();
    }
    duties.step(options.nanoTime().getAsLong());
  }

  private static boolean guarded(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException | Error e) {
      LOG.error("a turn of the link failed; it goes on in a second", e);
      return false;
    }
  }
}
