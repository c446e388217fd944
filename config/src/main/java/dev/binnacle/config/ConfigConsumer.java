package dev.binnacle.config;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A part of the program that caches values, and says which version it works with, so that one that has not read again is noticed.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class ConfigConsumer {
  private final String name;
  private final AtomicLong seen = new AtomicLong();

  ConfigConsumer(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** This part now works with that version; an older one than said before changes nothing. */
  public void seen(long version) {
    seen.accumulateAndGet(version, Math::max);
  }

  /** 0 before the first call. */
  public long seenVersion() {
    return seen.get();
  }
}
