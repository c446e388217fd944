package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands that only read. */
final class ReadCommands {
  private ReadCommands() {}

  @Command(
      name = "status",
      description = {"Show how the fleet, or one bot, is.", "Example: binnacle status btc-trend"})
  static final class Status extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "Only this bot.")
    @Nullable String bot;

    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/status" + (bot == null ? "" : "?bot=" + ApiClient.encoded(bot)));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println(Cells.text(answer.path("status")) + ": " + Cells.text(answer.path("message")));
      new Table("up for", "errors", "halted", "last update")
          .row(
              Cells.seconds(answer.path("uptime_seconds")),
              Cells.text(answer.path("error_count")),
              Cells.text(answer.path("halted")),
              Cells.epoch(answer.path("last_update")))
          .print(out);
    }
  }

  @Command(name = "bots", description = {"List the bots with their status and figures.", "Example: binnacle bots --json"})
  static final class Bots extends ReadCommand {
    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/v1/bots");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("bot", "status", "value", "today", "profit", "drawdown", "positions", "errors", "heard");
      for (JsonNode bot : answer.path("bots")) {
        JsonNode performance = bot.path("performance");
        table.row(
            Cells.text(bot.path("id")),
            Cells.text(bot.path("status")),
            Cells.amount(bot.path("equity")),
            Cells.amount(performance.path("daily_pnl")),
            Cells.amount(performance.path("total_pnl")),
            Cells.percent(performance.path("current_drawdown")),
            Cells.text(bot.path("open_positions")),
            Cells.text(bot.path("error_count")),
            Cells.millis(bot.path("age_ms")));
      }
      printOr(table, out, "No bot has reported yet. Connect one: see docs/guide/any-language.md, or try: binnacle demo");
    }
  }

  @Command(
      name = "trades",
      description = {"List trades, the newest first.", "Example: binnacle trades btc-grid --limit 20"})
  static final class Trades extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "Only this bot.")
    @Nullable String bot;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit;

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(path(bot, "/api/v1/trades", "/trades") + "?limit=" + limit);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("closed", "bot", "symbol", "side", "quantity", "entry", "exit", "net", "currency", "reason");
      for (JsonNode trade : answer.path("trades")) {
        table.row(
            Cells.time(trade.path("closed_at")),
            trade.has("bot") ? Cells.text(trade.path("bot")) : String.valueOf(bot),
            Cells.text(trade.path("symbol")),
            Cells.text(trade.path("side")),
            Cells.exact(trade.path("quantity")),
            Cells.amount(trade.path("entry_price")),
            Cells.amount(trade.path("exit_price")),
            Cells.amount(trade.path("net")),
            Cells.text(trade.path("currency")),
            Cells.text(trade.path("reason")));
      }
      printOr(table, out, "No trade yet.");
    }
  }

  @Command(
      name = "positions",
      description = {"List open positions.", "Example: binnacle positions"})
  static final class Positions extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "Only this bot.")
    @Nullable String bot;

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(path(bot, "/api/v1/fleet", "/positions"));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("bot", "symbol", "side", "quantity", "entry", "now", "unrealised", "currency");
      for (JsonNode position : answer.path("positions")) {
        table.row(
            bot == null ? Cells.text(position.path("bot")) : bot,
            Cells.text(position.path("symbol")),
            Cells.text(position.path("side")),
            Cells.exact(position.path("quantity")),
            Cells.amount(position.path("entry_price")),
            Cells.amount(position.path("current_price")),
            Cells.amount(position.path("unrealized_pnl")),
            Cells.text(position.path("currency")));
      }
      printOr(table, out, "No position is open.");
    }
  }

  @Command(
      name = "performance",
      description = {"Show every performance figure with its convention.", "Example: binnacle performance btc-trend --json"})
  static final class Performance extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "Only this bot.")
    @Nullable String bot;

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(path(bot, "/api/v1/fleet", "/performance"));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      JsonNode figures = answer.has("performance") ? answer.path("performance") : answer;
      Table table = new Table("figure", "value", "note");
      for (Map.Entry<String, JsonNode> figure : figures.properties()) {
        if (!figure.getValue().isContainer()) {
          table.row(figure.getKey(), Cells.text(figure.getValue()), Cells.text(figures.path("undefined").path(figure.getKey())));
        }
      }
      printOr(table, out, "No figures yet: no bot has reported a balance or a trade.");
      figures.path("conventions").properties().forEach(c -> out.println(c.getKey() + ": " + Cells.text(c.getValue())));
    }
  }

  @Command(
      name = "metrics",
      description = {"Show the newest reading of every metric.", "Example: binnacle metrics btc-trend"})
  static final class Metrics extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "Only this bot.")
    @Nullable String bot;

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(path(bot, "/api/metrics", "/metrics"));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("metric", "value");
      for (Map.Entry<String, JsonNode> metric : answer.path("metrics").properties()) {
        JsonNode value = metric.getValue();
        table.row(metric.getKey(), Cells.text(value.isObject() ? value.path("value") : value));
      }
      printOr(table, out, "No metric has been reported.");
    }
  }

  static void printOr(Table table, PrintWriter out, String whenEmpty) {
    if (table.isEmpty()) {
      out.println(whenEmpty);
    } else {
      table.print(out);
    }
  }
}
