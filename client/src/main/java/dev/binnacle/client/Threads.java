package dev.binnacle.client;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How threads are made and waited for in here. */
final class Threads {
  private static final long LOOK_EVERY_NANOS = 500_000L;

  private Threads() {}

  /** A thread that never keeps the bot alive and does not inherit what its maker carries. */
  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Threads.class.getClassLoader());
    return thread;
  }

  /** Waits until {@code done}, at most until {@code deadlineNanos} or an interrupt; says whether it is done. */
  static boolean await(BooleanSupplier done, long deadlineNanos) {
    while (!done.getAsBoolean()) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return done.getAsBoolean();
      }
      LockSupport.parkNanos(Math.min(left, LOOK_EVERY_NANOS));
    }
    return true;
  }
}
