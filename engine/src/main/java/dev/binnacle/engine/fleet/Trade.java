package dev.binnacle.engine.fleet;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trade as its events have told it so far: opened by one or more fills, closed by one or more, in whatever order they came.
 *
 * @param opened the quantity opened; null when no opening was told
 * @param closed the quantity closed
 * @param entryPrice the mean of the openings, or what a closing says of it
 * @param exitValue the sum of exit price times quantity
 * @param pnl the sum over the closings, before fees
 * @param fees the sum over the closings in one currency
 * @param mixedFees whether fees were paid in several currencies, so that they have no sum
 * @param sideMismatch whether a closing's profit fits only the other direction
 * @param present whether its opening was told by one who speaks for the bot's present
 */
public record Trade(
    TradeId id,
    Symbol symbol,
    Side side,
    Currency currency,
    @Nullable BigDecimal opened,
    BigDecimal closed,
    @Nullable BigDecimal entryPrice,
    BigDecimal exitValue,
    BigDecimal pnl,
    @Nullable BigDecimal pnlPct,
    @Nullable Money fees,
    boolean mixedFees,
    @Nullable String reason,
    @Nullable String strategy,
    @Nullable BigDecimal stopLoss,
    @Nullable Instant openedAt,
    @Nullable Instant closedAt,
    @Nullable Duration held,
    boolean sideMismatch,
    boolean present) {
  /** What remains open of a trade below this share of it is rounding. */
  private static final BigDecimal DUST = new BigDecimal("0.000001");

  /** How far a stated profit may lie from the computed one, for rounding and prices that are means. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.1");

  static Trade open(Event.TradeOpened event, boolean present) {
    return new Trade(
        event.tradeId(),
        event.symbol(),
        event.side(),
        event.currency(),
        event.quantity(),
        BigDecimal.ZERO,
        event.entryPrice(),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        null,
        null,
        false,
        null,
        event.strategy(),
        event.stopLoss(),
        event.at(),
        null,
        null,
        false,
        present);
  }

  /** A trade of which nothing is known but that it will be closed. */
  static Trade unopened(Event.TradeClosed event) {
    return new Trade(
        event.tradeId(),
        event.symbol(),
        event.side(),
        event.currency(),
        null,
        BigDecimal.ZERO,
        event.entryPrice(),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        null,
        null,
        false,
        null,
        event.strategy(),
        null,
        null,
        null,
        null,
        false,
        false);
  }

  /** Whether this opening, or closing, can be of this trade. Unlike currencies are never added. */
  boolean accepts(Currency other) {
    return currency.equals(other);
  }

  /** With one more fill that opened, or with its opening if that came after a closing. */
  Trade with(Event.TradeOpened event, boolean speaks) {
    BigDecimal quantity = opened == null ? event.quantity() : opened.add(event.quantity());
    BigDecimal price =
        opened == null || entryPrice == null
            ? event.entryPrice()
            : Exact.quotient(
                entryPrice.multiply(opened).add(event.entryPrice().multiply(event.quantity())), quantity);
    Instant since = openedAt == null || event.at().isBefore(openedAt) ? event.at() : openedAt;
    return new Trade(
        id,
        symbol,
        side,
        currency,
        quantity,
        closed,
        price,
        exitValue,
        pnl,
        pnlPct,
        fees,
        mixedFees,
        reason,
        strategy == null ? event.strategy() : strategy,
        stopLoss == null ? event.stopLoss() : stopLoss,
        since,
        closedAt,
        held,
        sideMismatch,
        present || speaks);
  }

  /** With one more part closed. */
  Trade with(Event.TradeClosed event) {
    boolean first = closed.signum() == 0;
    boolean mixed = mixedFees || (fees != null && event.fees() != null && !fees.currency().equals(event.fees().currency()));
    return new Trade(
        id,
        symbol,
        side,
        currency,
        opened,
        closed.add(event.quantity()),
        entryPrice == null ? event.entryPrice() : entryPrice,
        exitValue.add(event.exitPrice().multiply(event.quantity())),
        pnl.add(event.pnl()),
        first ? event.pnlPct() : null,
        mixed ? null : sum(fees, event.fees()),
        mixed,
        event.reason() == null ? reason : event.reason(),
        strategy == null ? event.strategy() : strategy,
        stopLoss,
        openedAt,
        closedAt == null || event.at().isAfter(closedAt) ? event.at() : closedAt,
        event.duration() == null ? held : event.duration(),
        sideMismatch || fitsOnlyTheOther(event),
        present);
  }

  boolean isOpen() {
    return opened != null && remaining().compareTo(opened.multiply(DUST)) > 0;
  }

  /** Zero when nothing is left or the opening was never told. */
  BigDecimal remaining() {
    return opened == null ? BigDecimal.ZERO : opened.subtract(closed).max(BigDecimal.ZERO);
  }

  /** By which trades are sorted: when it was closed, or opened while it is open. */
  Instant at() {
    Instant newest = isOpen() ? openedAt : closedAt;
    return newest == null ? Instant.EPOCH : newest;
  }

  /** Fees as far as they lessen the profit in its own currency. */
  private @Nullable BigDecimal own(@Nullable Money paid) {
    return paid != null && paid.currency().equals(currency) ? paid.amount() : null;
  }

  private boolean feesAreForeign() {
    return mixedFees || (fees != null && !fees.currency().equals(currency));
  }

  @Nullable Duration duration() {
    if (held != null || openedAt == null || closedAt == null || closedAt.isBefore(openedAt)) {
      return held;
    }
    return Duration.between(openedAt, closedAt);
  }

  BotSnapshot.TradeView view() {
    boolean begun = closed.signum() > 0;
    boolean done = begun && !isOpen();
    BigDecimal ownFees = own(fees);
    return new BotSnapshot.TradeView(
        id,
        symbol,
        side,
        Exact.amount(entryPrice),
        begun ? Exact.amount(Exact.quotient(exitValue, closed)) : null,
        opened == null ? closed : opened,
        currency,
        begun ? Exact.money(pnl, currency) : null,
        begun ? percent() : null,
        fees,
        done && !feesAreForeign() ? Exact.money(ownFees == null ? pnl : pnl.subtract(ownFees), currency) : null,
        reason,
        strategy,
        openedAt,
        done ? closedAt : null,
        done ? duration() : null,
        sideMismatch);
  }

  private @Nullable BigDecimal percent() {
    if (pnlPct != null || entryPrice == null) {
      return pnlPct;
    }
    return Exact.percent(pnl, entryPrice.multiply(closed));
  }

  /**
   * A bot that calls a short trade long, or the reverse, tells a profit that the prices deny and the mirrored trade explains. One
   * that fits neither, by a contract's size or by a fee in it, says nothing of the side.
   */
  private boolean fitsOnlyTheOther(Event.TradeClosed event) {
    BigDecimal entry = event.entryPrice() == null ? entryPrice : event.entryPrice();
    if (entry == null) {
      return false;
    }
    BigDecimal claimed = event.exitPrice().subtract(entry).multiply(event.quantity()).multiply(event.side().sign());
    BigDecimal slack = claimed.abs().multiply(TOLERANCE);
    BigDecimal paid = own(event.fees());
    if (paid != null) {
      slack = slack.add(paid.abs());
    }
    boolean fitsClaimed = event.pnl().subtract(claimed).abs().compareTo(slack) <= 0;
    boolean fitsOther = event.pnl().add(claimed).abs().compareTo(slack) <= 0;
    return fitsOther && !fitsClaimed;
  }

  private static @Nullable Money sum(@Nullable Money one, @Nullable Money other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Exact.money(one.amount().add(other.amount()), one.currency());
  }
}
