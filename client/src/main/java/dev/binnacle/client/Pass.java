package dev.binnacle.client;

import dev.binnacle.model.OrderId;

/**
 * The right to send one order, from {@link Guard#enter} until it is closed. While it is open the order counts as in flight, and no halt
 * is confirmed.
 *
 * <p>Say what came of it before closing: {@link #sent} when the venue has it, {@link #rejected} when it does not. Closed without either,
 * the order is <em>unknown</em>: the venue may have it, and it is named in every halt until {@link Guard#settled} is told. So an
 * exception on the way never makes a halt believe that all is quiet.
 *
 * <p><b>Threads:</b> one thread at a time; it may be closed by another than the one that entered.
 */
public final class Pass implements AutoCloseable {
  private final Guard guard;
  private final Order order;
  private final int stripe;
  private boolean isKnown;
  private boolean isClosed;

  /** @param stripe where it is counted; negative for a cancel, which is not */
  Pass(Guard guard, Order order, int stripe) {
    this.guard = guard;
    this.order = order;
    this.stripe = stripe;
  }

  /** The venue has the order. */
  public void sent() {
    isKnown = true;
  }

  /** The venue does not have the order and never will: it refused it, or nothing was sent. */
  public void rejected() {
    isKnown = true;
    guard.rejected(order);
  }

  /**
   * Nobody knows whether the venue has the order. As closing without a word, and it tells the name.
   *
   * @return by what {@link Guard#settled} will know it: the order's own id, or one that the guard gives it
   */
  public OrderId unknown() {
    isKnown = true;
    return guard.noteUnknown(order);
  }

  /** The order is no longer in flight. A second call does nothing. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      guard.leave(order, stripe, isKnown);
    }
  }
}
