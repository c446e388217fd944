package dev.binnacle.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what must come about, with a deadline that only a fault reaches. */
final class Await {
  static final Duration PATIENCE = Duration.ofSeconds(180);

  private Await() {}

  /** Something that may be so, looked at again and again. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void that(String what, Condition condition) {
    if (!comes(what, condition)) {
      throw new AssertionError(what + " did not come about within " + PATIENCE.toSeconds() + " s");
    }
  }

  /** Whether it has come about before the deadline. */
  static boolean comes(String what, Condition condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
      }
      return true;
    } catch (Exception e) {
      throw new AssertionError("while waiting for " + what, e);
    }
  }
}
