package dev.binnacle.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes on when a test says so, for both of a monitor's clocks. */
final class ManualTime extends Clock {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private final AtomicLong nanos = new AtomicLong();

  MonitorBuilder in(MonitorBuilder builder) {
    // A close waits by the real clock, for what may be due by this one.
    return builder.clock(this).nanoTime(nanos::get).closeTimeout(Duration.ofMillis(100));
  }

  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  long nanos() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
