package dev.binnacle.engine.control;

import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a way to an exchange says of an errand. Texts are sentences for a person, and name no key.
 *
 * <p><b>Threads:</b> immutable.
 */
public sealed interface ExchangeReport {

  /**
   * Orders as they are found, and what became of those that were asked for by name. A report need not repeat what an earlier one of the
   * same errand said.
   *
   * @param listed whether open orders were listed for this errand, so that what rests is known; an order that was only asked for by name says
   *     nothing of the others
   * @param complete whether the exchange was listed again and shows nothing that rests
   * @param reason why it is not complete; null when it is
   */
  record Cancelled(List<HaltedOrder> orders, boolean listed, boolean complete, @Nullable String reason)
      implements ExchangeReport {
    public Cancelled {
      orders = List.copyOf(orders);
    }
  }

  /** @param complete whether every position is as the liquidation wants it, as far as the one who closed them knows */
  record Flattened(List<HaltedPosition> positions, boolean complete, @Nullable String reason) implements ExchangeReport {
    public Flattened {
      positions = List.copyOf(positions);
    }
  }

  /**
   * Orders and positions as they were read.
   *
   * @param orders all that rest, and what became of those that were asked for by name
   * @param positions all, each with what it means for the liquidation
   * @param clean whether nothing rests, and positions are as the liquidation wants them
   * @param reason why it is not clean; null when it is
   */
  record Verified(List<HaltedOrder> orders, List<HaltedPosition> positions, boolean clean, @Nullable String reason)
      implements ExchangeReport {
    public Verified {
      orders = List.copyOf(orders);
      positions = List.copyOf(positions);
    }
  }

  /** The errand is given up for now: the exchange cannot be reached, or refuses the one who asks. */
  record Unreachable(String reason) implements ExchangeReport {}
}
