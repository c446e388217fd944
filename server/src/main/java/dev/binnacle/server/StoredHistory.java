package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.storage.Happened;
import dev.binnacle.storage.History;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.InvalidCursorException;
import dev.binnacle.storage.SampleStore;
import dev.binnacle.storage.Trade;
import dev.binnacle.web.view.HistoryView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the web asks of the past, answered by the storage. */
final class StoredHistory implements HistoryView {
  private final History history;
  private final SampleStore samples;

  StoredHistory(History history, SampleStore samples) {
    this.history = history;
    this.samples = samples;
  }

  @Override
  public Page<TradeView> trades(Query query, TradeState state) {
    Trade.State wanted = switch (state) {
      case ALL -> Trade.State.ANY;
      case OPEN -> Trade.State.OPEN;
      case CLOSED -> Trade.State.CLOSED;
    };
    return page(query, q -> history.trades(q, wanted), trade -> new Row<>(trade.bot(), view(trade)));
  }

  @Override
  public Page<Event.OrderUpdate> orders(Query query) {
    return page(query, history::orders, StoredHistory::row);
  }

  @Override
  public Page<Event.PositionUpdate> positions(Query query) {
    return page(query, history::positions, StoredHistory::row);
  }

  @Override
  public Page<Event.BalanceUpdate> balances(Query query) {
    return page(query, history::balances, StoredHistory::row);
  }

  @Override
  public Page<Event.ErrorRaised> errors(Query query) {
    return page(query, history::errors, StoredHistory::row);
  }

  @Override
  public Page<Event.ConfigUpdate> configurations(Query query) {
    return page(query, history::configurations, StoredHistory::row);
  }

  @Override
  public Series series(@Nullable BotId bot, MetricName metric, Instant from, Instant to, int points) {
    SampleStore.Readings readings = samples.query(new SampleStore.Series(bot, metric), from, to, points);
    return new Series(
        readings.points().stream().map(p -> new Point(p.at(), p.value(), p.min(), p.max())).toList(),
        readings.states().stream().map(s -> new Transition(s.at(), s.word())).toList());
  }

  private static <E extends Event> Row<E> row(Happened<E> happened) {
    return new Row<>(happened.bot(), happened.event());
  }

  private static <S, T> Page<T> page(
      Query query, Function<HistoryQuery, dev.binnacle.storage.Page<S>> asked, Function<S, Row<T>> shown) {
    try {
      dev.binnacle.storage.Page<S> page =
          asked.apply(new HistoryQuery(query.bot(), null, query.from(), query.to(), query.limit(), query.cursor()));
      return new Page<>(page.rows().stream().map(shown).toList(), page.next());
    } catch (InvalidCursorException e) {
      throw new InvalidValueException("cursor", "cursor", String.valueOf(e.getMessage()));
    }
  }

  private static TradeView view(Trade trade) {
    Event.TradeOpened opened = trade.opened();
    Event.TradeClosed closed = trade.closed();
    if (closed != null) {
      return closed(closed, opened);
    }
    if (opened == null) {
      throw new IllegalStateException("a trade has an opening or a closing");
    }
    return new TradeView(
        opened.tradeId(), opened.symbol(), opened.side(), opened.entryPrice(), null, opened.quantity(), opened.currency(),
        null, null, null, null, null, opened.strategy(), opened.at(), null, null, false);
  }

  private static TradeView closed(Event.TradeClosed closed, Event.@Nullable TradeOpened opened) {
    Money pnl = new Money(closed.pnl(), closed.currency());
    Money fees = closed.fees();
    boolean sameCurrency = fees == null || fees.currency().equals(closed.currency());
    BigDecimal entry = closed.entryPrice() != null || opened == null ? closed.entryPrice() : opened.entryPrice();
    Duration held = closed.duration();
    Instant openedAt = opened != null ? opened.at() : held != null ? closed.at().minus(held) : null;
    return new TradeView(
        closed.tradeId(),
        closed.symbol(),
        closed.side(),
        entry,
        closed.exitPrice(),
        closed.quantity(),
        closed.currency(),
        pnl,
        closed.pnlPct(),
        fees,
        !sameCurrency ? null : fees == null ? pnl : pnl.minus(fees),
        closed.reason(),
        closed.strategy() != null || opened == null ? closed.strategy() : opened.strategy(),
        openedAt,
        closed.at(),
        held != null || openedAt == null ? held : Duration.between(openedAt, closed.at()),
        contradicts(closed.side(), entry, closed));
  }

  /** Whether the profit fits only the other direction than the trade claims. */
  private static boolean contradicts(Side side, @Nullable BigDecimal entry, Event.TradeClosed closed) {
    if (entry == null || closed.pnl().signum() == 0) {
      return false;
    }
    int expected = closed.exitPrice().subtract(entry).multiply(side.sign()).signum();
    return expected != 0 && expected != closed.pnl().signum();
  }
}
