package dev.binnacle.ingest;

import dev.binnacle.ingest.Offers.Called;
import dev.binnacle.ingest.Offers.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that wait for their replies.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class LinkCalls {
  /** So many may wait. */
  static final int MOST = 16;

  private final Map<Long, CompletableFuture<Called>> waiting = new HashMap<>();
  private long last;
  private boolean over;

  /** A call that was let in. */
  record Begun(long id, CompletableFuture<Called> outcome) {}

  /** Null when too many wait, or the connection has ended. */
  synchronized @Nullable Begun begin(Duration deadline) {
    if (over || waiting.size() >= MOST) {
      return null;
    }
    long id = ++last;
    CompletableFuture<Called> outcome = new CompletableFuture<>();
    waiting.put(id, outcome);
    outcome.completeOnTimeout(
        new Called.Failed(
            Reason.TIMED_OUT,
            "the bot did not answer within " + deadline.toMillis() + " ms; look whether it was done before asking again"),
        deadline.toNanos(), TimeUnit.NANOSECONDS);
    outcome.whenComplete((called, failure) -> forget(id));
    return new Begun(id, outcome);
  }

  synchronized boolean isOver() {
    return over;
  }

  private synchronized void forget(long id) {
    waiting.remove(id);
  }

  /** Whether a call with this number waits. */
  boolean replied(long id, String reply) {
    CompletableFuture<Called> outcome;
    synchronized (this) {
      outcome = waiting.get(id);
    }
    return outcome != null && outcome.complete(new Called.Replied(reply));
  }

  /** The connection has ended. */
  void lose() {
    List<CompletableFuture<Called>> lost;
    synchronized (this) {
      over = true;
      lost = List.copyOf(waiting.values());
      waiting.clear();
    }
    lost.forEach(
        outcome -> outcome.complete(
            new Called.Failed(
                Reason.LOST,
                "the connection to the bot ended before it answered; look whether it was done before asking again")));
  }
}
