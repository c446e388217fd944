package dev.binnacle.web.api;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Money;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.BotShapes;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.FigureShapes;
import dev.binnacle.web.view.FleetShapes;
import dev.binnacle.web.view.HistoryView.Row;
import dev.binnacle.web.view.Shape;
import dev.binnacle.web.view.TradingShapes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The present of the fleet and of each bot. */
final class FleetRoutes {
  private static final String BOT = "/api/v1/bots/{bot}";

  private static final Shape<List<BotAt>> BOTS =
      Shape.<List<BotAt>>object("Bots", "All bots by name")
          .list("bots", BotShapes.ROW, bots -> bots)
          .textOrNull("next", bots -> null)
          .note("always null: all bots fit on one page")
          .shape();

  private static final Shape<BotSnapshot> METRICS =
      Shape.<BotSnapshot>object("BotMetrics", "The newest reading of each metric that a bot reports")
          .map("metrics", BotShapes.METRIC, FleetRoutes::metrics)
          .shape();

  private static final Shape<BotSnapshot> BALANCE =
      Shape.<BotSnapshot>object("BotBalance", "What a bot's account is worth")
          .childOrNull("balance", TradingShapes.BALANCE, BotSnapshot::balance)
          .note("null until it reported one")
          .decimalOrNull("equity", bot -> amount(bot.equity()))
          .note("the balance and the unrealised profit of open positions")
          .decimalOrNull("unrealized", bot -> amount(bot.unrealized()))
          .textOrNull("currency", bot -> bot.currency() == null ? null : bot.currency().code())
          .shape();

  private static final Shape<BotSnapshot> HEALTH =
      Shape.<BotSnapshot>object("BotHealth", "Whether a bot is well, and why not")
          .word("status", BotStatus.class, BotSnapshot::status)
          .text("reason", BotSnapshot::reason)
          .count("error_count", BotSnapshot::errorCount)
          .timeOrNull("last_heard", BotSnapshot::lastHeard)
          .list("components", BotShapes.COMPONENT_OF_BOT,
              bot -> bot.components().stream().map(part -> new Row<>(bot.id(), part)).toList())
          .shape();

  private final Present present;
  private final Commands commands;

  FleetRoutes(Present present, Commands commands) {
    this.present = present;
    this.commands = commands;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/fleet", Access.VIEWER, "All bots together").to(FleetShapes.FLEET, ask -> present.fleet()),
        Route.get("/api/v1/bots", Access.VIEWER, "All bots, each as a row").to(BOTS, ask -> rows()),
        Route.get(BOT, Access.VIEWER, "One bot with all that is known of its present")
            .to(BotShapes.BOT, ask -> present.at(present.bot(ask.bot()))),
        Route.get(BOT + "/metrics", Access.VIEWER, "The newest reading of each metric of a bot").to(METRICS,
            ask -> present.bot(ask.bot())),
        Route.get(BOT + "/performance", Access.VIEWER, "A bot's performance figures")
            .to(FigureShapes.PERFORMANCE, ask -> present.bot(ask.bot()).figures()),
        Route.get(BOT + "/balance", Access.VIEWER, "What a bot's account is worth").to(BALANCE, ask -> present.bot(ask.bot())),
        Route.get(BOT + "/health", Access.VIEWER, "Whether a bot is well").to(HEALTH, ask -> present.bot(ask.bot())),
        Route.delete(BOT, Access.ADMIN, "Forget a bot that is gone; its history stays")
            .answers(204, "", "the bot is forgotten", null)
            .replying(this::forget));
  }

  private List<BotAt> rows() {
    return present.snapshot().bots().stream().map(present::at).toList();
  }

  private static Map<String, MetricView> metrics(BotSnapshot bot) {
    return BotShapes.byName(bot.metrics());
  }

  private CompletionStage<Reply> forget(Ask ask) {
    BotId bot = present.bot(ask.bot()).id();
    return commands
        .forget(bot, ask.signedIn().name())
        .thenApply(
            outcome -> switch (outcome) {
              case Commands.Outcome.Done() -> Reply.noContent();
              case Commands.Outcome.Refused(String reason) ->
                  ProblemDocument.of(409, "refused", "Conflict", reason).reply();
            });
  }

  private static @Nullable BigDecimal amount(@Nullable Money money) {
    return money == null ? null : money.amount();
  }
}
