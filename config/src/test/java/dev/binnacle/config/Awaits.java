package dev.binnacle.config;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits with a deadline that is generous to a busy machine. */
final class Awaits {
  private Awaits() {}

  static void until(Callable<Boolean> condition) {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60)).until(condition);
  }
}
