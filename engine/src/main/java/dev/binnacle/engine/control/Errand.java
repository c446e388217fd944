package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the outside is to do about a halt. All of it is idempotent, and may be asked for again at any time: after a restart, and while no
 * answer has come.
 *
 * <p>{@code asked} numbers what is asked of an exchange, and only rises. Whoever answers names it, and may name it only for what it began
 * to do <em>after</em> it was asked: so an answer that was under way when the guards closed proves nothing.
 */
public sealed interface Errand {
  BotId bot();

  HaltId halt();

  /** Of the halt when this was asked. What comes with a lower epoch than another of the same halt is out of date. */
  long epoch();

  /**
   * Have every run of the bot close its guard. At once: it waits for no record.
   *
   * @param cancel whether the bot is to cancel its orders itself
   * @param liquidation how the bot is to close its positions itself; null when it must not
   */
  record CloseGuards(BotId bot, Latch latch, boolean cancel, @Nullable Liquidation liquidation) implements Errand {
    @Override
    public HaltId halt() {
      return latch.id();
    }

    @Override
    public long epoch() {
      return latch.epoch();
    }
  }

  /**
   * The halt is over: every run of the bot may let go of this latch, and of no other. Waits until {@code awaits} is on disk.
   *
   * @param by who released it, and why
   */
  record OpenGuards(BotId bot, HaltId halt, long epoch, String by, String reason, long awaits) implements Errand {}

  /**
   * List what rests at the bot's exchange, cancel it, and list again until nothing does. At once: it waits for no record. Answered by
   * {@link ExchangeReport.Cancelled} or {@link ExchangeReport.Unreachable}; answers with {@code complete} false may come before.
   *
   * @param symbol the only instrument that is meant; null for all
   * @param named orders whose fate must be told whether they rest or not: those that the bot had in flight, and those that were told
   *     before and are not proved
   */
  record CancelOrders(BotId bot, HaltId halt, long epoch, long asked, @Nullable Symbol symbol, List<OrderId> named)
      implements Errand {
    public CancelOrders {
      named = List.copyOf(named);
    }
  }

  /**
   * Close the bot's positions. Waits until {@code awaits} is on disk, or for another record that the halt was asked for. Answered by
   * {@link ExchangeReport.Flattened} or {@link ExchangeReport.Unreachable}. Asked again with the same {@code attempt} after a restart: what
   * the exchange shows is the truth, so an order that closes more than is there must never be sent.
   *
   * @param attempt from 1
   */
  record Flatten(
      BotId bot, HaltId halt, long epoch, long asked, @Nullable Symbol symbol, Liquidation liquidation, int attempt, long awaits)
      implements Errand {}

  /**
   * Read the bot's orders and positions at its exchange. Changes nothing there. Answered by {@link ExchangeReport.Verified} or {@link
   * ExchangeReport.Unreachable}.
   *
   * @param liquidation by which it is judged whether a position may be left; null when all may
   * @param named as in {@link CancelOrders}
   */
  record Verify(
      BotId bot,
      HaltId halt,
      long epoch,
      long asked,
      @Nullable Symbol symbol,
      @Nullable Liquidation liquidation,
      List<OrderId> named)
      implements Errand {
    public Verify {
      named = List.copyOf(named);
    }
  }
}
