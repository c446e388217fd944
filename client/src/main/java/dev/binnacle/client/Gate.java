package dev.binnacle.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;

/**
 * The one place where orders and halts meet. An order counts itself and then looks whether the gate is open; a halt closes the gate and
 * then counts the orders. So of the two at least one sees the other: an order that passed is counted by whoever closes after it, or it
 * finds the gate closed.
 *
 * <p>That holds since both steps on either side are volatile, and so stand in one order that all threads agree on (JLS 17.4.4): with
 * weaker accesses a processor may look before its own count is seen. {@code GateStress} tries it on the machine.
 *
 * <p>The count lies in stripes, each alone in 128 bytes, so that trading threads do not wait for one another's cache lines. An order
 * leaves through the stripe by which it came, so that the sum is never too small.
 *
 * <p><b>Threads:</b> thread-safe; orders take no lock.
 */
final class Gate {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIDE = 16;
  private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

  private final long[] counts = new long[(STRIPES + 1) * STRIDE];
  private volatile GuardState state;
  private IntConsumer front = mask -> {};

  Gate(GuardState state) {
    this.state = state;
  }

  private static int stripes(int processors) {
    int stripes = 1;
    while (stripes < processors && stripes < 64) {
      stripes <<= 1;
    }
    return stripes;
  }

  GuardState state() {
    return state;
  }

  /** Closes or opens. What {@link #inFlight} gives afterwards has all orders in it that passed before. */
  synchronized void set(GuardState next) {
    state = next;
    front.accept(next.mask());
  }

  /** Who keeps what passes where it is asked for most: has the present mask when this returns, and every later one before {@link #set} does. */
  synchronized void show(IntConsumer to) {
    front = to;
    to.accept(state.mask());
  }

  /** Counts an order in; only then may the state be asked for it. */
  int begin() {
    int stripe = stripeOf(Thread.currentThread().getId());
    long ignored = (long) COUNT.getAndAdd(counts, index(stripe), 1L);
    return stripe;
  }

  void end(int stripe) {
    long ignored = (long) COUNT.getAndAdd(counts, index(stripe), -1L);
  }

  /** Orders between {@link #begin} and {@link #end}; one that is being refused may be among them for a moment. */
  long inFlight() {
    long sum = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      sum += (long) COUNT.getVolatile(counts, index(stripe));
    }
    return sum;
  }

  private static int stripeOf(long thread) {
    return (int) ((thread * 0x9E3779B97F4A7C15L) >>> 32) & (STRIPES - 1);
  }

  private static int index(int stripe) {
    return (stripe + 1) * STRIDE;
  }
}
