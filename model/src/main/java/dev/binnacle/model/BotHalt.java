package dev.binnacle.model;

import java.time.Instant;
import java.util.List;

/**
 * What a halt has come to for one bot.
 *
 * @param state as far as this bot is concerned; never {@link HaltState#RELEASED}
 * @param reason why it is in this state, a sentence for a person
 * @param guards one for each run of the bot that is there
 * @param orders what became of each, at most {@link #MOST_ORDERS}; what is left is first
 * @param ordersInAll how many there were
 * @param residue what is left, named for a person; empty when nothing is
 */
public record BotHalt(
    BotId bot,
    HaltState state,
    Instant since,
    String reason,
    Proof proof,
    List<GuardWord> guards,
    List<HaltedOrder> orders,
    long ordersInAll,
    List<HaltedPosition> positions,
    List<String> residue) {
  public static final int MOST_ORDERS = 1_000;
  public static final int MOST_POSITIONS = 200;
  public static final int MOST_RESIDUE = 100;

  public BotHalt {
    Check.text("reason", reason, HaltRequest.LONGEST_REASON);
    atMost("orders", orders, MOST_ORDERS);
    atMost("positions", positions, MOST_POSITIONS);
    atMost("residue", residue, MOST_RESIDUE);
    guards = List.copyOf(guards);
    orders = List.copyOf(orders);
    positions = List.copyOf(positions);
    residue = List.copyOf(residue);
  }

  private static void atMost(String field, List<?> values, int most) {
    if (values.size() > most) {
      throw new InvalidValueException(field, "size", field + " must have at most " + most + " entries, had " + values.size());
    }
  }

  /** On whose word it stands. */
  public enum Proof {
    /** Nobody's yet. */
    NONE,
    /** The bot's alone: no way leads to its exchange. */
    BOT,
    /** The exchange's, read again. */
    EXCHANGE
  }
}
