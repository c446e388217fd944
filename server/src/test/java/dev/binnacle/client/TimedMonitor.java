package dev.binnacle.client;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A monitor on a time that a test moves. */
public final class TimedMonitor {
  private TimedMonitor() {}

  /** A close waits by the real clock, for what may be due by this one: so it hardly waits. */
  public static MonitorBuilder in(MonitorBuilder builder, Clock clock, LongSupplier nanos) {
    return builder.clock(clock).nanoTime(nanos).closeTimeout(Duration.ofMillis(20));
  }
}
