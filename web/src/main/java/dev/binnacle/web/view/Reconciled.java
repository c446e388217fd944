package dev.binnacle.web.view;

import dev.binnacle.model.BotId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bot claims beside what its exchange says, as it was compared last.
 *
 * @param exchange by its name in the settings
 * @param at when the exchange was read last; null before the first time
 * @param reason why it is in this state, a sentence for a person
 * @param sides figures of both, those that are compared
 * @param differences that stood in two comparisons running
 */
public record Reconciled(
    BotId bot, String exchange, @Nullable Instant at, State state, String reason, List<Side> sides,
    List<Difference> differences) {
  public Reconciled {
    sides = List.copyOf(sides);
    differences = List.copyOf(differences);
  }

  /** What the comparison came to. */
  public enum State {
    /** Nothing was compared yet. */
    WAITING,
    AGREES,
    /** Something differs, and must be seen once more before it counts. */
    UNSURE,
    DIFFERS,
    /** The exchange or the bot could not be heard. */
    UNKNOWN
  }

  /** One figure as each says it. */
  public record Side(String what, String bot, String exchange, boolean agrees) {}

  /**
   * One thing of which both do not say the same.
   *
   * @param kind such as {@code orphan_order}
   * @param subject the order's id, the instrument, or the balance
   * @param since when it was seen first
   */
  public record Difference(String kind, String subject, @Nullable String symbol, String bot, String exchange, Instant since) {}
}
