package dev.binnacle.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a tape run past an exchange, at a multiple of the speed at which it was recorded, and keeps what has passed for those who ask
 * for it.
 *
 * <p><b>Threads:</b> thread-safe; a thread of its own plays.
 */
final class TapePlayer implements AutoCloseable {
  private static final int KEPT = 4_000;
  private static final long TURN_NANOS = Duration.ofMillis(10).toNanos();

  private final TradeTape tape;
  private final PaperExchange exchange;
  private final double speed;
  private final Thread thread = new Thread(this::play, "tape");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition passed = lock.newCondition();
  private long next;
  private volatile boolean closed;

  TapePlayer(TradeTape tape, PaperExchange exchange, double speed, long first) {
    this.tape = tape;
    this.exchange = exchange;
    this.speed = speed;
    this.next = first;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The number of the next trade to pass. */
  long next() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void play() {
    long began = System.nanoTime();
    Instant tapeBegan = tape.trade(next).at();
    while (!closed) {
      double elapsedTapeNanos = (System.nanoTime() - began) * speed;
      Instant due = tapeBegan.plusNanos((long) elapsedTapeNanos);
      for (PublicTrade trade = tape.trade(next); !closed && !trade.at().isAfter(due); trade = tape.trade(next)) {
        exchange.pass(trade);
        advance();
      }
      LockSupport.parkNanos(this, TURN_NANOS);
    }
  }

  private void advance() {
    lock.lock();
    try {
      next++;
      passed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Trades with a number above {@code after} that have passed, at most {@code limit}, the oldest first; those more than 4,000 ago
   * are left out. Waits up to {@code patience} when there is none.
   */
  List<PublicTrade> after(long after, int limit, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (next <= after + 1 && left > 0 && !closed) {
        left = passed.awaitNanos(left);
      }
      long from = Math.max(Math.max(after + 1, next - KEPT), 0);
      List<PublicTrade> trades = new ArrayList<>();
      for (long number = from; number < next && trades.size() < limit; number++) {
        trades.add(tape.trade(number));
      }
      return trades;
    } finally {
      lock.unlock();
    }
  }

  /** The newest full candles up to the next trade, the oldest first; stretches without a trade repeat the close before. */
  List<Candle> candles(Duration width, int limit) {
    long now = next();
    Instant end = floor(tape.trade(now).at(), width);
    Instant start = end.minus(width.multipliedBy(limit + 1L));
    long first = now;
    while (first > 0 && !tape.trade(first - 1).at().isBefore(start)) {
      first--;
    }
    List<Candle> candles = CandleMaker.over(tape, first, now, width);
    return candles.subList(Math.max(0, candles.size() - limit), candles.size());
  }

  private static Instant floor(Instant at, Duration width) {
    return Instant.ofEpochSecond(at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), width.toSeconds()));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
