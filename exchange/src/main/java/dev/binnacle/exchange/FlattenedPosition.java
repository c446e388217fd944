package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one position.
 *
 * @param before its signed quantity when this run first read it, long above zero
 * @param after as it was read last; null when it could not be read
 * @param filled what the orders of this flattening filled, those of a run before a crash among it
 * @param averagePrice their mean price; null while nothing filled
 */
public record FlattenedPosition(
    Symbol symbol, InstrumentKind kind, BigDecimal before, @Nullable BigDecimal after, Outcome outcome, BigDecimal filled,
    @Nullable BigDecimal averagePrice, List<OrderId> orders, String detail) {
  public FlattenedPosition {
    orders = List.copyOf(orders);
  }

  /** What became of it. */
  public enum Outcome {
    /** Closed, and twice read as zero. */
    FLAT,
    /** Less than the venue trades is left. */
    DUST,
    /** Left as the policy says. */
    KEPT,
    /** It is there still. */
    OPEN,
    /** Nobody can say. */
    UNKNOWN
  }

  public boolean isResidue() {
    return outcome == Outcome.OPEN || outcome == Outcome.UNKNOWN;
  }
}
