package dev.binnacle.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an operator had done at a bot's exchange: kept before it is done, and again with what came of it.
 *
 * @param symbol null for a cancel, whose order says it
 * @param order that is to be cancelled; or the sender's id of the one that is placed, by which it is found again after a crash. Null
 *     when a position is closed: the ids of those orders follow from {@code id}
 * @param what was asked for, as a person would say it
 * @param reduces whether it can only make a position smaller
 * @param begun when it was kept
 * @param outcome what was proved of it, or why it is not known
 */
public record Action(
    ActionId id,
    BotId bot,
    Kind kind,
    @Nullable Symbol symbol,
    @Nullable OrderId order,
    String what,
    boolean reduces,
    String operator,
    Instant begun,
    Stage stage,
    String outcome) {
  public static final int LONGEST_WHAT = 300;
  public static final int LONGEST_OUTCOME = 1_000;

  public Action {
    Check.text("what", what, LONGEST_WHAT);
    Check.text("operator", operator, HaltRequest.LONGEST_BY);
    Check.time("begun", begun);
    Check.text("outcome", outcome, LONGEST_OUTCOME);
    if (kind != Kind.CANCEL_ORDER && symbol == null) {
      throw new InvalidValueException("symbol", "required", "symbol must be given but for a cancel");
    }
    if (kind != Kind.CLOSE_POSITION && order == null) {
      throw new InvalidValueException("order", "required", "order must be given but for a position that is closed");
    }
  }

  /** What it is. */
  public enum Kind {
    CLOSE_POSITION,
    CANCEL_ORDER,
    PLACE_ORDER
  }

  /** How far it is. */
  public enum Stage {
    /** It is kept; whether it is done already is not. */
    BEGUN,
    /** Done, and read again. */
    DONE,
    /** Not done, or not wholly, and read again. */
    FAILED,
    /** Nobody could say when this was kept. */
    UNKNOWN
  }

  /** The same with what came of it. */
  public Action ended(Stage end, String proved) {
    return new Action(id, bot, kind, symbol, order, what, reduces, operator, begun, end, proved);
  }
}
