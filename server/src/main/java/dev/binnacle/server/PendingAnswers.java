package dev.binnacle.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Answers that wait for the disk. Each names the index of the youngest entry that it speaks of, and is given when the journal is
 * durable up to there; answers are given in the order in which they were made.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class PendingAnswers {
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long durable;

  private record Pending(long awaits, Runnable answer) {}

  PendingAnswers(long durable) {
    this.durable = durable;
  }

  void add(long awaits, Runnable answer) {
    synchronized (this) {
      if (!pending.isEmpty() || awaits > durable) {
        pending.addLast(new Pending(awaits, answer));
        return;
      }
    }
    answer.run();
  }

  /** Gives every answer that waited for an index up to this one. */
  void release(long durableIndex) {
    List<Runnable> due = new ArrayList<>();
    synchronized (this) {
      durable = Math.max(durable, durableIndex);
      while (!pending.isEmpty() && pending.peekFirst().awaits <= durable) {
        due.add(pending.removeFirst().answer);
      }
    }
    due.forEach(Runnable::run);
  }

  synchronized int size() {
    return pending.size();
  }
}
