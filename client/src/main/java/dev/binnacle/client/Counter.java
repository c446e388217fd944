package dev.binnacle.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts something since the bot began: calls, errors, trades. Reported as it stands, under its name, once every metrics interval;
 * rates are made of it where they are looked at.
 *
 * <p><b>Threads:</b> thread-safe. Never waits and allocates nothing; cheapest on the thread that used it first.
 */
public final class Counter extends Owner {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** The count stands alone in the middle of 128 bytes: counters of other threads are not slowed down by this one. */
  private static final int MIDDLE = 8;

  private final long[] owned = new long[2 * MIDDLE];
  private final LongAdder shared = new LongAdder();

  Counter() {}

  public void increment() {
    add(1);
  }

  /** Adds {@code count}, which may be below zero for what is taken back. */
  public void add(long count) {
    if (isOwner()) {
      COUNT.setOpaque(owned, MIDDLE, owned[MIDDLE] + count);
    } else {
      shared.add(count);
    }
  }

  /** What was counted so far, by all threads. */
  public long count() {
    return (long) COUNT.getOpaque(owned, MIDDLE) + shared.sum();
  }
}
