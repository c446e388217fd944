package dev.binnacle.config;

import java.time.Instant;

/** Time, for display and for waiting. */
interface Ticker {
  Ticker SYSTEM = new Ticker() {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }
  };

  /** Monotone, from an arbitrary origin. */
  long nanos();

  Instant now();
}
