package dev.binnacle.demo;

import dev.binnacle.exchange.Fill;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a bot holds as the lots it was bought in. A fill against the position closes the oldest lots first; what is left of it opens a
 * lot on the other side. Confined to the bot's thread.
 */
final class Lots {
  private final Deque<Lot> lots = new ArrayDeque<>();

  /**
   * @param fee what opening it cost, in the currency of the account
   */
  record Lot(String tradeId, Side side, BigDecimal price, BigDecimal quantity, BigDecimal fee, Instant openedAt) {}

  /**
   * @param fees of opening and closing this part
   */
  record Closed(Lot lot, BigDecimal quantity, BigDecimal exitPrice, BigDecimal pnl, BigDecimal fees) {}

  /** What a fill led to: lots closed, whole or in part, and a lot opened by the rest. */
  record Result(List<Closed> closed, List<Lot> opened) {}

  Result take(Fill fill, String tradeId, Instant now) {
    List<Closed> closed = new ArrayList<>();
    BigDecimal left = fill.quantity();
    while (left.signum() > 0 && !lots.isEmpty() && lots.peekFirst().side != fill.side()) {
      Lot lot = lots.removeFirst();
      BigDecimal part = left.min(lot.quantity);
      closed.add(close(lot, part, fill));
      if (part.compareTo(lot.quantity) < 0) {
        lots.addFirst(rest(lot, part));
      }
      left = left.subtract(part);
    }
    if (left.signum() == 0) {
      return new Result(closed, List.of());
    }
    Lot opened = new Lot(tradeId, fill.side(), fill.price(), left, share(fill.fee().amount(), left, fill.quantity()), now);
    lots.addLast(opened);
    return new Result(closed, List.of(opened));
  }

  private static Closed close(Lot lot, BigDecimal part, Fill fill) {
    BigDecimal pnl = fill.price().subtract(lot.price).multiply(part).multiply(lot.side.sign());
    BigDecimal fees = share(lot.fee, part, lot.quantity).add(share(fill.fee().amount(), part, fill.quantity()));
    return new Closed(lot, part, fill.price(), pnl, fees);
  }

  private static Lot rest(Lot lot, BigDecimal part) {
    BigDecimal left = lot.quantity.subtract(part);
    return new Lot(lot.tradeId, lot.side, lot.price, left, share(lot.fee, left, lot.quantity), lot.openedAt);
  }

  private static BigDecimal share(BigDecimal whole, BigDecimal part, BigDecimal of) {
    return whole.multiply(part).divide(of, MathContext.DECIMAL64).setScale(8, RoundingMode.HALF_EVEN);
  }

  /** A position that was there before this process, as one lot at its mean price. */
  void adopt(Lot lot) {
    lots.addLast(lot);
  }
}
