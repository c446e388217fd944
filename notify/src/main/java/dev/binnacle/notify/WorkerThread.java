package dev.binnacle.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that takes a worker's turns: when the worker wants one, when a parcel is added, and at least once a minute. */
final class WorkerThread {
  private static final Logger log = LoggerFactory.getLogger(WorkerThread.class);
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  private final ChannelWorker worker;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Duration courtesy;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean due; // guarded by lock
  private volatile boolean stopped;

  /**
   * @param nanoTime by which the courtesy is measured, as {@link System#nanoTime}
   * @param courtesy how long it leaves the others alone when a parcel is added
   */
  WorkerThread(ChannelWorker worker, InstantSource clock, LongSupplier nanoTime, Duration courtesy) {
    this.worker = worker;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.courtesy = courtesy;
    thread = Thread.ofPlatform().name("notify-" + worker.settings().name()).daemon().unstarted(this::run);
  }

  ChannelWorker worker() {
    return worker;
  }

  void start() {
    thread.start();
  }

  void wake() {
    worker.added();
    lock.lock();
    try {
      due = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Asks it to end after the send that it is in. */
  void stop() {
    stopped = true;
    wake();
  }

  /** Waits for the end, and interrupts the send where there is no time left. */
  void join(Duration patience) throws InterruptedException {
    if (!thread.join(patience)) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(1));
    }
  }

  private void run() {
    while (!stopped) {
      try {
        sleepUntil(turn());
      } catch (InterruptedException e) {
        return; // closing
      }
    }
  }

  private @Nullable Instant turn() throws InterruptedException {
    try {
      return worker.turn();
    } catch (RuntimeException e) {
      log.error("channel {}: the outbox cannot be used, trying again in {} s", worker.settings().name(),
          AFTER_TROUBLE.toSeconds(), e);
      return clock.instant().plus(AFTER_TROUBLE);
    }
  }

  private void sleepUntil(@Nullable Instant when) throws InterruptedException {
    Duration wait = when == null ? LONGEST_SLEEP : Duration.between(clock.instant(), when);
    long nanos = Math.min(wait.compareTo(LONGEST_SLEEP) < 0 ? wait.toNanos() : Long.MAX_VALUE, LONGEST_SLEEP.toNanos());
    lock.lockInterruptibly();
    try {
      while (!due && nanos > 0) {
        nanos = woken.awaitNanos(nanos);
      }
      leaveOthersAlone();
      due = false;
    } finally {
      lock.unlock();
    }
  }

  private void leaveOthersAlone() throws InterruptedException {
    long left = courtesy.toNanos();
    long until = left == 0 ? 0 : nanoTime.getAsLong() + left;
    while (left > 0 && !stopped) {
      woken.awaitNanos(left);
      left = until - nanoTime.getAsLong();
    }
  }
}
