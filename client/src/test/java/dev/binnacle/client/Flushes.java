package dev.binnacle.client;

import java.time.Duration;

/** Flushes where no server answers. */
final class Flushes {
  private static final Duration A_MOMENT = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Flushes() {}

  /** How far what was published has come when the spool has had its turn: a busy machine may take longer for that than a moment. */
  static FlushResult pastTheQueue(Monitor monitor) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    FlushResult result = monitor.flush(A_MOMENT);
    while (result == FlushResult.QUEUED && System.nanoTime() < deadline) {
      result = monitor.flush(A_MOMENT);
    }
    return result;
  }
}
