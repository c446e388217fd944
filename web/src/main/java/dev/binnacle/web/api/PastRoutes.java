package dev.binnacle.web.api;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.OrderView;
import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.MetricName;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.FleetShapes;
import dev.binnacle.web.view.HistoryView;
import dev.binnacle.web.view.HistoryView.Page;
import dev.binnacle.web.view.HistoryView.Row;
import dev.binnacle.web.view.HistoryView.Series;
import dev.binnacle.web.view.HistoryView.TradeState;
import dev.binnacle.web.view.PastShapes;
import dev.binnacle.web.view.PastShapes.Stretch;
import dev.binnacle.web.view.Shape;
import dev.binnacle.web.view.TradingShapes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The past: lists that go on at a cursor, and metrics over time. Each list is of one bot or of the fleet. */
final class PastRoutes {
  private static final Duration DEFAULT_STRETCH = Duration.ofDays(1);

  private static final Shape<Page<TradeView>> TRADES = PastShapes.page("Trades", "trades", TradingShapes.TRADE_OF_BOT);
  private static final Shape<Page<OrderView>> ORDERS = PastShapes.page("Orders", "orders", TradingShapes.ORDER_OF_BOT);
  private static final Shape<Page<PositionView>> POSITIONS =
      PastShapes.page("Positions", "positions", TradingShapes.POSITION_OF_BOT);
  private static final Shape<Page<Event.PositionUpdate>> POSITION_CHANGES =
      PastShapes.page("PositionChanges", "positions", TradingShapes.POSITION_CHANGE_OF_BOT);
  private static final Shape<Page<Event.BalanceUpdate>> BALANCES =
      PastShapes.page("Balances", "balances", TradingShapes.BALANCE_OF_BOT);
  private static final Shape<Page<Event.ErrorRaised>> ERRORS = PastShapes.page("Errors", "errors", TradingShapes.ERROR_OF_BOT);

  private static final Parameter<TradeState> TRADE_STATE = Parameter.word("state", "Which trades", TradeState.class);
  private static final Parameter<Lifetime> STATE =
      Parameter.word("state", "What is open now, or everything there was", Lifetime.class);

  private final Present present;
  private final Past past;

  PastRoutes(Present present, Past past) {
    this.present = present;
    this.past = past;
  }

  private enum Lifetime {
    OPEN,
    ALL
  }

  List<Route> routes() {
    return List.of(
        trades("/api/v1/trades", "Trades of all bots"),
        trades("/api/v1/bots/{bot}/trades", "A bot's trades"),
        positions("/api/v1/positions", "Positions of all bots"),
        positions("/api/v1/bots/{bot}/positions", "A bot's positions"),
        orders("/api/v1/orders", "Orders of all bots"),
        orders("/api/v1/bots/{bot}/orders", "A bot's orders"),
        errors("/api/v1/errors", "Errors of all bots"),
        errors("/api/v1/bots/{bot}/errors", "A bot's errors"),
        list("/api/v1/bots/{bot}/balance/history", "Every balance that a bot reported")
            .to(BALANCES, ask -> page(ask, HistoryView::balances)),
        series("/api/v1/bots/{bot}/metrics/{name}/history", "A metric of a bot over time")
            .to(PastShapes.SERIES, ask -> stretch(ask, ask.bot(), metric(ask))),
        series("/api/v1/metrics/{name}/history", "A metric of the fleet over time").to(PastShapes.SERIES,
            ask -> stretch(ask, null, metric(ask))),
        series("/api/metrics/history", "A metric over time, of one bot or of the fleet")
            .with(Parameter.METRIC, Parameter.BOT)
            .to(PastShapes.SERIES, ask -> stretch(ask, ask.get(Parameter.BOT), ask.require(Parameter.METRIC))));
  }

  private static Route.Draft list(String path, String summary) {
    return Route.get(path, Access.VIEWER, summary).with(Parameter.LIMIT, Parameter.CURSOR, Parameter.SINCE, Parameter.TO);
  }

  private static Route.Draft series(String path, String summary) {
    return Route.get(path, Access.VIEWER, summary).with(Parameter.FROM, Parameter.TO, Parameter.POINTS);
  }

  private Route trades(String path, String summary) {
    return list(path, summary)
        .with(TRADE_STATE)
        .to(TRADES, ask -> page(ask, (history, query) -> history.trades(query, ask.require(TRADE_STATE))));
  }

  private Route errors(String path, String summary) {
    return list(path, summary).to(ERRORS, ask -> page(ask, HistoryView::errors));
  }

  private Route orders(String path, String summary) {
    return list(path, summary).with(STATE).to(ORDERS, ask -> isOpenOnly(ask) ? now(ask, BotSnapshot::orders) : orderPage(ask));
  }

  private Page<OrderView> orderPage(Ask ask) {
    Page<Event.OrderUpdate> page = page(ask, HistoryView::orders);
    return new Page<>(
        page.rows().stream().map(row -> new Row<>(row.bot(), new OrderView(row.what().orderId(), row.what()))).toList(),
        page.next());
  }

  private Route positions(String path, String summary) {
    return list(path, summary)
        .with(STATE)
        .answers(200, Reply.JSON, "what is open", POSITIONS)
        .answers(200, Reply.JSON, "with state=all: every change", POSITION_CHANGES)
        .toReply(
            ask -> isOpenOnly(ask)
                ? Reply.json(POSITIONS, now(ask, BotSnapshot::positions))
                : Reply.json(POSITION_CHANGES, page(ask, HistoryView::positions)));
  }

  private static boolean isOpenOnly(Ask ask) {
    return ask.require(STATE) == Lifetime.OPEN;
  }

  /** What is open is in the snapshot, whole: it needs no second page. */
  private <T> Page<T> now(Ask ask, Function<BotSnapshot, List<T>> get) {
    if (!ask.path().containsKey("bot")) {
      return new Page<>(FleetShapes.rows(present.snapshot(), get), null);
    }
    BotSnapshot bot = present.bot(ask.bot());
    return new Page<>(get.apply(bot).stream().map(what -> new Row<>(bot.id(), what)).toList(), null);
  }

  private <T> Page<T> page(Ask ask, BiFunction<HistoryView, HistoryView.Query, Page<T>> question) {
    BotId bot = ask.path().containsKey("bot") ? ask.bot() : null;
    HistoryView.Query query =
        new HistoryView.Query(
            bot, ask.get(Parameter.SINCE), ask.get(Parameter.TO), ask.require(Parameter.LIMIT), ask.get(Parameter.CURSOR));
    Page<T> page = past.ask(history -> question.apply(history, query));
    if (page.rows().isEmpty()) {
      requireKnown(bot);
    }
    return page;
  }

  private Stretch stretch(Ask ask, @Nullable BotId bot, MetricName metric) {
    Instant to = ask.get(Parameter.TO) instanceof Instant end ? end : present.now();
    Instant from = ask.get(Parameter.FROM) instanceof Instant begin ? begin : to.minus(DEFAULT_STRETCH);
    if (!from.isBefore(to)) {
      throw new InvalidValueException("from", "order", "from must lie before to, was %s and %s".formatted(from, to));
    }
    Series series = past.ask(history -> history.series(bot, metric, from, to, ask.require(Parameter.POINTS)));
    if (series.points().isEmpty() && series.states().isEmpty()) {
      requireKnown(bot);
    }
    return new Stretch(bot, metric, from, to, series);
  }

  /** A bot that was forgotten is known as long as it has a past. */
  private void requireKnown(@Nullable BotId bot) {
    if (bot != null) {
      present.bot(bot);
    }
  }

  private static MetricName metric(Ask ask) {
    return new MetricName(ask.variable("name"));
  }
}
