package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What became of one order.
 *
 * @param order the venue's id, or the name that was asked for where the venue never knew it
 * @param clientId the sender's id; null where the venue never told one
 * @param symbol null, with the side and the quantities, where only the name is known
 * @param remaining what had not filled when it was read last
 * @param proved whether the venue was read again and agrees
 * @param attempts how often a cancel was asked for
 * @param detail what the venue said, or why it is not known
 */
public record SweptOrder(
    OrderId order, @Nullable String clientId, @Nullable Symbol symbol, @Nullable Side side, @Nullable BigDecimal filled,
    @Nullable BigDecimal remaining, Outcome outcome, boolean proved, int attempts, String detail) {
  /** What became of it. */
  public enum Outcome {
    CANCELLED,
    /** It filled before a cancel reached it. */
    FILLED,
    /** A part of it filled, the rest is cancelled. */
    PARTLY_FILLED,
    /** The venue refused it, or never had it. */
    REJECTED,
    /** It rests still. */
    STILL_OPEN,
    /** Nobody can say. */
    UNKNOWN
  }

  /** Whether it can still fill, as far as anybody knows. */
  public boolean isResidue() {
    return !proved || outcome == Outcome.STILL_OPEN || outcome == Outcome.UNKNOWN;
  }
}
