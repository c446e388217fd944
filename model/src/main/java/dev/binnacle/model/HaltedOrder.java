package dev.binnacle.model;

import org.jspecify.annotations.Nullable;

/**
 * What a halt did with one order.
 *
 * @param symbol null when only the order's name is known
 * @param proved whether the venue was read again and agrees; its word that it did so proves nothing
 * @param detail what the venue said, or why it is not known; null when there is nothing to add
 */
public record HaltedOrder(OrderId id, @Nullable Symbol symbol, Outcome outcome, boolean proved, @Nullable String detail) {
  public HaltedOrder {
    Check.optionalText("detail", detail, 500);
  }

  public enum Outcome {
    /** Being cancelled, no answer yet. */
    PENDING,
    CANCELLED,
    /** It filled before the cancel reached it. */
    FILLED,
    /** A part of it filled, the rest is cancelled. */
    PARTLY_FILLED,
    /** It was refused by the venue and never rested. */
    REJECTED,
    /** It rests still. */
    STILL_OPEN,
    /** Nobody can say. */
    UNKNOWN
  }

  /** Whether the order can still fill, as far as anybody knows. */
  public boolean isResidue() {
    return !proved || outcome == Outcome.STILL_OPEN || outcome == Outcome.UNKNOWN || outcome == Outcome.PENDING;
  }
}
