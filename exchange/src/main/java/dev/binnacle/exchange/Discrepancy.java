package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A thing of which a bot and its venue do not say the same.
 *
 * @param subject what it is of: an order's id, an instrument, or the balance
 * @param symbol null for the balance
 * @param bot what the bot says, for people
 * @param venue what the venue says, for people
 */
public record Discrepancy(Kind kind, String subject, @Nullable Symbol symbol, String bot, String venue) {
  /** What does not agree. */
  public enum Kind {
    /** It rests at the venue, and the bot knows nothing of it. */
    ORPHAN_ORDER,
    /** The bot says that it rests, and the venue does not have it. */
    MISSING_ORDER,
    /** Both know it, with other quantities. */
    ORDER_QUANTITY,
    /** The venue holds it, and the bot knows nothing of it. */
    UNKNOWN_POSITION,
    /** The bot says that it holds it, and the venue does not. */
    MISSING_POSITION,
    POSITION_QUANTITY,
    BALANCE,
    /** The bot tells of a fill that the venue does not have. */
    FOREIGN_FILL,
    /** The venue filled it, and the bot did not hear. */
    MISSING_FILL,
    FILL_QUANTITY
  }

  /** Whether another reading speaks of the same thing, however its figures have moved. */
  public boolean isSameAs(Discrepancy other) {
    return kind == other.kind && subject.equals(other.subject);
  }
}
