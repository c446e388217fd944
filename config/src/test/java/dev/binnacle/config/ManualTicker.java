package dev.binnacle.config;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when it is told to. */
final class ManualTicker implements Ticker {
  static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private volatile long nanos;

  void advance(Duration by) {
    synchronized (this) {
      nanos += by.toNanos();
    }
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }
}
