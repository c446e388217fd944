package dev.binnacle.notify;

import dev.binnacle.notify.Limits.Rate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * Keeps within rates: in no window are there more sends than its rate allows, since the sends themselves are remembered. A bucket that
 * refills would let twice as many through around a window's edge.
 *
 * <p><b>Threads:</b> confined to its worker.
 */
final class Pace {
  private final ArrayDeque<Instant> sends = new ArrayDeque<>(); // the newest first, at most as many as the largest rate

  /** When the next send may go: {@code now}, or later. */
  Instant freeAt(List<Rate> rates, Instant now) {
    Instant free = now;
    for (Rate rate : rates) {
      Instant bound = nth(rate.permits(), now).plus(rate.window());
      free = bound.isAfter(free) ? bound : free;
    }
    return free;
  }

  /** How many sends may go right now. */
  int permits(List<Rate> rates, Instant now) {
    int permits = Integer.MAX_VALUE;
    for (Rate rate : rates) {
      Instant from = now.minus(rate.window());
      long used = sends.stream().takeWhile(send -> send.isAfter(from)).count();
      permits = Math.min(permits, (int) Math.max(0, rate.permits() - used));
    }
    return permits;
  }

  void take(List<Rate> rates, Instant now) {
    sends.addFirst(now);
    int most = rates.stream().mapToInt(Rate::permits).max().orElse(0);
    while (sends.size() > most) {
      sends.removeLast();
    }
  }

  /** The time of the n-th newest send; long ago if there were not so many. */
  private Instant nth(int n, Instant now) {
    if (sends.size() < n) {
      return now.minusSeconds(366L * 86_400);
    }
    Iterator<Instant> all = sends.iterator();
    Instant send = all.next();
    for (int i = 1; i < n; i++) {
      send = all.next();
    }
    return send;
  }
}
