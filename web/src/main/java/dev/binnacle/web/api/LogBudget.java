package dev.binnacle.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * How often something may be logged: {@value #BURST} times a minute. What is held back is counted, and the count is given with the
 * next line that is let through.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class LogBudget {
  private static final int BURST = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant windowEnd = Instant.MIN;
  private int left;
  private long heldBack;

  public LogBudget(InstantSource clock) {
    this.clock = clock;
  }

  /** How many lines were held back before this one; empty when this one is to be held back too. */
  public synchronized OptionalLong spend() {
    Instant now = clock.instant();
    if (!now.isBefore(windowEnd)) {
      windowEnd = now.plus(WINDOW);
      left = BURST;
    }
    if (left == 0) {
      heldBack++;
      return OptionalLong.empty();
    }
    left--;
    long before = heldBack;
    heldBack = 0;
    return OptionalLong.of(before);
  }
}
