package dev.binnacle.web.api;

import dev.binnacle.web.view.HistoryView;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The history, asked by a few at a time: a question waits on the disk and holds a thread of the server while it does.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Past {
  private static final int AT_ONCE = 8;
  private static final int MOST_WAITING = 16;
  private static final int PATIENCE_SECONDS = 2;

  private final HistoryView history;
  private final Semaphore free = new Semaphore(AT_ONCE);

  Past(HistoryView history) {
    this.history = history;
  }

  /**
   * @throws RefusedException if too many questions are waiting
   */
  <T> T ask(Function<HistoryView, T> question) {
    return read(() -> question.apply(history));
  }

  /**
   * Anything else that waits on the disk.
   *
   * @throws RefusedException if too many questions are waiting
   */
  <T> T read(Supplier<T> question) {
    try {
      if (free.getQueueLength() >= MOST_WAITING || !free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw ProblemDocument.of(503, "busy", "Service unavailable", "too many questions about the past at once")
            .with("Retry-After", "1")
            .refused();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemDocument.of(503, "stopping", "Service unavailable", "the server is stopping").refused();
    }
    try {
      return question.get();
    } finally {
      free.release();
    }
  }
}
