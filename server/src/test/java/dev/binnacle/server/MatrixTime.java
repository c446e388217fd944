package dev.binnacle.server;

import dev.binnacle.exchange.Timepiece;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The time of a small world: it goes on only when everybody in it waits for it. */
final class MatrixTime extends Clock implements Timepiece {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final long LOOK_NANOS = 100_000;
  private static final int CALM = 2;
  private static final int MOST_LOOKS = 500;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition later = lock.newCondition();
  private final List<Instant> wakings = new ArrayList<>();
  private final AtomicLong pulse = new AtomicLong();
  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  long nanos() {
    return Duration.between(START, now).toNanos();
  }

  /** Something happened in the world. */
  void beat() {
    pulse.incrementAndGet();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted");
    }
    if (!duration.isPositive()) {
      return;
    }
    lock.lockInterruptibly();
    Instant due = now.plus(duration);
    wakings.add(due);
    try {
      while (now.isBefore(due)) {
        later.await();
      }
    } finally {
      wakings.remove(due);
      beat();
      lock.unlock();
    }
  }

  /** Goes on to the next that somebody waits for, at most so far. */
  void advance(Duration most) {
    lock.lock();
    try {
      Instant next = now.plus(most);
      for (Instant waking : wakings) {
        next = waking.isBefore(next) ? waking : next;
      }
      now = next.isAfter(now) ? next : now;
      later.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing happens for some looks in a row; gives up after a while, since a world may never be quiet. On a machine that is
   * busy with other things time may go on too soon: what must always hold must hold then, too.
   */
  void settle(BooleanSupplier idle) {
    int calm = 0;
    for (int looks = 0; calm < CALM && looks < MOST_LOOKS; looks++) {
      long before = pulse.get();
      LockSupport.parkNanos(LOOK_NANOS);
      calm = !isAnyoneDue() && idle.getAsBoolean() && pulse.get() == before ? calm + 1 : 0;
    }
  }

  private boolean isAnyoneDue() {
    lock.lock();
    try {
      return wakings.stream().anyMatch(waking -> !waking.isAfter(now));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
