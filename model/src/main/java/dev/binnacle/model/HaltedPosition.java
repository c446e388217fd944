package dev.binnacle.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a halt did with one position.
 *
 * @param before its signed quantity when the halt first read it, long above zero
 * @param after as it was read last; null when it could not be read
 * @param detail null when there is nothing to add
 */
public record HaltedPosition(
    Symbol symbol, BigDecimal before, @Nullable BigDecimal after, Outcome outcome, @Nullable String detail) {
  public HaltedPosition {
    Check.decimal("before", before);
    Check.optionalDecimal("after", after);
    Check.optionalText("detail", detail, 500);
  }

  public enum Outcome {
    /** Closed, and read as zero. */
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
