package dev.binnacle.web.view;

import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import java.time.Instant;

/** Trades as they look from one event alone, for what is shown before the next snapshot. */
public final class TradeViews {
  private TradeViews() {}

  public static TradeView of(Event.TradeOpened opened) {
    return new TradeView(
        opened.tradeId(),
        opened.symbol(),
        opened.side(),
        opened.entryPrice(),
        null,
        opened.quantity(),
        opened.currency(),
        null,
        null,
        null,
        null,
        null,
        opened.strategy(),
        opened.at(),
        null,
        null,
        false);
  }

  /** The side is taken as the bot gives it: whether the profit fits it is the fleet's to judge. */
  public static TradeView of(Event.TradeClosed closed) {
    Money pnl = new Money(closed.pnl(), closed.currency());
    Money fees = closed.fees();
    boolean feesKnown = fees != null && fees.currency().equals(closed.currency());
    Instant openedAt = closed.duration() == null ? null : closed.at().minus(closed.duration());
    return new TradeView(
        closed.tradeId(),
        closed.symbol(),
        closed.side(),
        closed.entryPrice(),
        closed.exitPrice(),
        closed.quantity(),
        closed.currency(),
        pnl,
        closed.pnlPct(),
        fees,
        fees == null ? pnl : feesKnown ? pnl.minus(fees) : null,
        closed.reason(),
        closed.strategy(),
        openedAt,
        closed.at(),
        closed.duration(),
        false);
  }
}
