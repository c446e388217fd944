package dev.binnacle.exchange;

import java.time.Duration;
import java.time.Instant;

/** A time that goes on only by somebody's waiting for it, at once. Those who wait side by side wait for the same time. */
final class ManualTime implements Timepiece {
  private Instant now = Instant.parse("2026-01-05T09:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted");
    }
    Instant start = instant();
    advanceTo(start.plus(duration));
  }

  synchronized void advanceTo(Instant then) {
    now = then.isAfter(now) ? then : now;
  }
}
