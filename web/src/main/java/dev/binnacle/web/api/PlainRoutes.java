package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.FleetShapes.FleetAt;
import dev.binnacle.web.view.HistoryView.Series;
import dev.binnacle.web.view.PlainShapes;
import dev.binnacle.web.view.PlainShapes.BalancePoint;
import dev.binnacle.web.view.PlainView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The plain endpoints, for dashboards and scripts that want a few figures: of one bot with {@code ?bot=}, of the fleet without. Their
 * paths and fields are those that older dashboards use.
 */
final class PlainRoutes {
  private static final MetricName BALANCE = new MetricName("balance");
  private static final int POINTS = 2_000;

  private final Present present;
  private final Past past;
  private final Instant startedAt;

  PlainRoutes(Present present, Past past, Instant startedAt) {
    this.present = present;
    this.past = past;
    this.startedAt = startedAt;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/status", Access.VIEWER, "Whether all is well")
            .with(Parameter.BOT)
            .to(PlainShapes.STATUS, ask -> ofBotOrFleet(ask, PlainView::status, fleet -> PlainView.status(fleet, startedAt))),
        Route.get("/api/metrics", Access.VIEWER, "The newest figures and metrics")
            .with(Parameter.BOT)
            .to(PlainShapes.METRICS, ask -> ofBotOrFleet(ask, PlainView::metrics, PlainView::metrics)),
        Route.get("/api/balance", Access.VIEWER, "What is in the account")
            .with(Parameter.BOT)
            .to(PlainShapes.BALANCE, ask -> ofBotOrFleet(ask, PlainView::balance, PlainView::balance)),
        Route.get("/api/balance/history", Access.VIEWER, "The balance over time")
            .with(Parameter.BOT, Parameter.DAYS)
            .to(PlainShapes.BALANCE_HISTORY, this::balances));
  }

  private <T> T ofBotOrFleet(Ask ask, Function<BotAt, T> ofBot, Function<FleetAt, T> ofFleet) {
    BotId bot = ask.get(Parameter.BOT);
    return bot == null ? ofFleet.apply(present.fleet()) : ofBot.apply(present.at(present.bot(bot)));
  }

  private List<BalancePoint> balances(Ask ask) {
    BotId bot = ask.get(Parameter.BOT);
    if (bot != null) {
      present.bot(bot);
    }
    Instant now = present.now();
    Instant from = now.minus(Duration.ofDays(ask.require(Parameter.DAYS)));
    Series series = past.ask(history -> history.series(bot, BALANCE, from, now, POINTS));
    return series.points().stream().map(point -> new BalancePoint(point.at(), point.value())).toList();
  }
}
