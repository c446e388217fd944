package dev.binnacle.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first thread that uses an instrument its owner. What one thread alone writes needs no atomic instruction, and an
 * instrument of a trading bot is nearly always written by one thread; the others take a slower, shared way.
 *
 * <p><b>Threads:</b> thread-safe. The ownership never changes, so that an owner's plain writes have no rival; it lapses with the thread.
 */
abstract class Owner {
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Owner.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Thread owner;

  final boolean isOwner() {
    Thread current = Thread.currentThread();
    Thread known = owner;
    return known == current || (known == null && OWNER.compareAndSet(this, null, current));
  }
}
