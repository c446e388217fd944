package dev.binnacle.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Single acts at a bot's exchange. Each shows what it would do, is confirmed, and says what was proved. */
final class ActCommands {
  private ActCommands() {}

  /** What they share. */
  abstract static class Act extends ReadCommand {
    @Parameters(index = "0", paramLabel = "BOT", description = "The bot whose exchange it is.")
    String bot;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do it without asking.")
    boolean yes;

    @Option(names = "--key", paramLabel = "KEY",
        description = "Name this act, so that a repetition with the same key does nothing more (default: a new one).")
    @Nullable String key;

    @SuppressWarnings("NullAway.Init")
    Act() {}

    abstract String path();

    /** Adds what a plan asks to be sent back. */
    Map<String, Object> body(JsonNode plan) {
      return Map.of();
    }

    @Override
    JsonNode ask(ApiClient api) {
      String name = key == null ? UUID.randomUUID().toString() : key;
      String path = "/api/v1/bots/" + ApiClient.encoded(bot) + path();
      JsonNode plan = api.post(path + "?dry_run=true", body(ApiClient.JSON.createObjectNode()), Map.of("Idempotency-Key", name));
      boolean isPlan = plan.has("checks");
      if (dryRun || !isPlan) {
        return plan;
      }
      for (JsonNode check : plan.path("checks")) {
        if (!check.path("passed").asBoolean()) {
          throw CommandFailedException.failed(Cells.text(check.path("rule")) + ": " + Cells.text(check.path("reason")));
        }
      }
      if (!yes) {
        confirm(plan);
      }
      return api.post(path, body(plan), Map.of("Idempotency-Key", name));
    }

    /** What is typed is the bot's name: a key that is held down by mistake is none. */
    private void confirm(JsonNode plan) {
      PrintWriter out = spec.commandLine().getErr();
      ActLines.plan(plan, out);
      out.flush();
      Console console = Terminal.isInteractive() ? System.console() : null;
      if (console == null) {
        throw CommandFailedException.failed("nothing was done: there is no terminal to confirm it at. Say --yes if it is meant");
      }
      String typed = console.readLine("Type %s to do it: ", bot);
      if (!bot.equals(typed == null ? "" : typed.strip())) {
        throw CommandFailedException.failed("nothing was done");
      }
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      if (answer.has("checks")) {
        ActLines.plan(answer, out);
      } else {
        ActLines.action(answer, out);
      }
    }

    @Override
    int exitCode(JsonNode answer) {
      String stage = answer.path("stage").asString("done");
      return stage.equals("failed") || stage.equals("unknown") ? 1 : 0;
    }
  }

  @Command(
      name = "close",
      description = {
        "Close one position of a bot at its exchange, at the market, and prove it.",
        "Example: binnacle close btc-trend BTC/USD",
        "Exit code 1 says that something is left or not known, and names it. It is possible under a halt."
      })
  static final class Close extends Act {
    @Parameters(index = "1", paramLabel = "SYMBOL", description = "The instrument, such as BTC/USD.")
    String symbol;

    @SuppressWarnings("NullAway.Init")
    Close() {}

    @Override
    String path() {
      String[] parts = symbol.split("/", 2);
      String name = ApiClient.encoded(parts[0]) + (parts.length == 1 ? "" : "/" + ApiClient.encoded(parts[1]));
      return "/positions/" + name + "/close";
    }
  }

  @Command(
      name = "cancel",
      description = {
        "Cancel one order of a bot at its exchange, and prove it.",
        "Example: binnacle cancel btc-trend o-12",
        "Exit code 1 says that it had filled before, or that nobody knows."
      })
  static final class Cancel extends Act {
    @Parameters(index = "1", paramLabel = "ORDER", description = "Its id, the exchange's or the bot's.")
    String order;

    @SuppressWarnings("NullAway.Init")
    Cancel() {}

    @Override
    String path() {
      return "/orders/" + ApiClient.encoded(order) + "/cancel";
    }
  }

  @Command(
      name = "order",
      description = {
        "Place an order at a bot's exchange by hand, within the limits of the settings.",
        "Example: binnacle order btc-trend buy 0.01 BTC/USD --price 45000",
        "Needs the role trader and trading.manual-orders in the settings; real exchanges must be switched on one by one."
      })
  static final class Order extends Act {
    enum Side {
      BUY,
      SELL
    }

    @Parameters(index = "1", paramLabel = "SIDE", description = "buy or sell.")
    Side side;

    @Parameters(index = "2", paramLabel = "QUANTITY", description = "In units of the instrument.")
    String quantity;

    @Parameters(index = "3", paramLabel = "SYMBOL", description = "The instrument, such as BTC/USD.")
    String symbol;

    @Option(names = "--price", paramLabel = "PRICE", description = "The limit; at the market without it.")
    @Nullable String price;

    @Option(names = "--reduce-only", description = "Only make a position smaller, never open or turn one.")
    boolean reduceOnly;

    @SuppressWarnings("NullAway.Init")
    Order() {}

    @Override
    String path() {
      return "/orders";
    }

    @Override
    Map<String, Object> body(JsonNode plan) {
      Map<String, Object> wish = new LinkedHashMap<>();
      wish.put("symbol", symbol);
      wish.put("side", side.name().toLowerCase(Locale.ROOT));
      wish.put("quantity", quantity);
      if (price != null) {
        wish.put("price", price);
      }
      if (reduceOnly) {
        wish.put("reduce_only", true);
      }
      if (plan.hasNonNull("confirm")) {
        wish.put("confirm", plan.path("confirm").asString());
      }
      return wish;
    }
  }
}
