package dev.binnacle.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The pace of one account: so many calls a second, cancels before anything else, and none at all while the venue asks to be left
 * alone. All that act on an account share one.
 *
 * <p>A call that must wait for its turn waits; one that comes while the venue wants no calls is refused at once as THROTTLED with
 * the time that is left, so that the caller can mind its deadline.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Pacing {
  private static final Duration UNTOLD_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Timepiece time;
  private final Rate rate;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noCancelWaits = lock.newCondition();
  private final AtomicLong throttled = new AtomicLong();
  private int cancelsWaiting;
  private double tokens;
  private Instant counted;
  private Instant closedUntil = Instant.MIN;

  /**
   * How many calls a venue takes.
   *
   * @param perSecond above 0
   * @param burst how many may come at once after a pause, at least 1
   */
  public record Rate(double perSecond, int burst) {
    public Rate {
      if (!(perSecond > 0 && perSecond <= 1_000_000) || burst < 1) {
        throw new IllegalArgumentException(
            "a rate needs 0 < per_second <= 1000000 and a burst of at least 1, was " + perSecond + " and " + burst);
      }
    }
  }

  enum Urgency {
    CANCEL,
    OTHER
  }

  public Pacing(Timepiece time, Rate rate) {
    this.time = time;
    this.rate = rate;
    this.tokens = rate.burst;
    this.counted = time.instant();
  }

  /** How often the venue, or this pace in its name, refused a call as one too many. */
  public long throttled() {
    return throttled.get();
  }

  <T> T call(Urgency urgency, Supplier<T> call) {
    try {
      takeTurn(urgency);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "interrupted while waiting for the account's turn", e);
    }
    try {
      return call.get();
    } catch (ExchangeException e) {
      if (e.kind() == ExchangeException.Kind.THROTTLED) {
        close(e.retryAfter().orElse(UNTOLD_PAUSE));
      }
      throw e;
    }
  }

  private void close(Duration asked) {
    throttled.incrementAndGet();
    Duration pause = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    lock.lock();
    try {
      Instant until = time.instant().plus(pause);
      closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    } finally {
      lock.unlock();
    }
  }

  private void takeTurn(Urgency urgency) throws InterruptedException {
    if (urgency == Urgency.CANCEL) {
      count(1);
    }
    try {
      for (Duration wait = tryTurn(urgency); wait.isPositive(); wait = tryTurn(urgency)) {
        time.sleep(wait);
      }
    } finally {
      if (urgency == Urgency.CANCEL) {
        count(-1);
      }
    }
  }

  private void count(int step) {
    lock.lock();
    try {
      cancelsWaiting += step;
      if (cancelsWaiting == 0) {
        noCancelWaits.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Zero when the turn was taken, else how long to wait before asking again. */
  private Duration tryTurn(Urgency urgency) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (urgency == Urgency.OTHER && cancelsWaiting > 0) {
        noCancelWaits.await();
      }
      Instant now = time.instant();
      if (now.isBefore(closedUntil)) {
        Duration left = Duration.between(now, closedUntil);
        throw ExchangeException.throttled("the venue asked for a pause, of which " + left.toMillis() + " ms are left", left);
      }
      double perNano = rate.perSecond / 1e9;
      tokens = Math.min(rate.burst, tokens + Duration.between(counted, now).toNanos() * perNano);
      counted = now;
      if (tokens >= 1) {
        tokens--;
        return Duration.ZERO;
      }
      return Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano));
    } finally {
      lock.unlock();
    }
  }
}
