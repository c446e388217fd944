package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Bots beside their exchanges. */
@Command(
    name = "reconcile",
    description = {
      "Compare what bots claim with what their exchanges say: open orders, positions, balance and fills.",
      "Example: binnacle reconcile btc-trend",
      "Example: binnacle reconcile --last",
      "Exit code 1 says that something differs; both sides of it are printed."
    })
final class ReconcileCommand extends ReadCommand {
  private static final String PATH = "/api/v1/reconciliations";

  @Parameters(arity = "0..1", paramLabel = "BOT", description = "One bot; without it every bot that has an exchange.")
  @Nullable String bot;

  @Option(names = "--last", description = "Show what was found last, and compare nothing.")
  boolean last;

  @SuppressWarnings("NullAway.Init")
  ReconcileCommand() {}

  @Override
  JsonNode ask(ApiClient api) {
    return last ? api.get(PATH) : api.post(PATH, bot == null ? Map.of() : Map.of("bot", bot));
  }

  @Override
  void show(JsonNode answer, PrintWriter out) {
    boolean isAny = false;
    for (JsonNode one : answer.path("reconciliations")) {
      if (bot == null || bot.equals(Cells.text(one.path("bot")))) {
        isAny = true;
        one(one, out);
      }
    }
    if (!isAny) {
      out.println("No bot has an exchange in the settings: bots.NAME.exchange names one.");
    }
  }

  private static void one(JsonNode one, PrintWriter out) {
    out.println(
        Cells.text(one.path("bot")) + " at " + Cells.text(one.path("exchange")) + ": " + Cells.text(one.path("state")) + ", "
            + Cells.text(one.path("reason")) + (one.path("at").isNull() ? "" : " (" + Cells.time(one.path("at")) + ")"));
    Table sides = new Table("  of", "the bot", "the exchange", "");
    for (JsonNode side : one.path("sides")) {
      sides.row(
          "  " + Cells.text(side.path("what")), Cells.text(side.path("bot")), Cells.text(side.path("exchange")),
          side.path("agrees").asBoolean() ? "" : "differs");
    }
    if (!sides.isEmpty()) {
      sides.print(out);
    }
    Table differences = new Table("  DIFFERS", "of", "the bot", "the exchange", "since");
    for (JsonNode difference : one.path("differences")) {
      differences.row(
          "  " + Cells.text(difference.path("kind")).replace('_', ' '), Cells.text(difference.path("subject")),
          Cells.text(difference.path("bot")), Cells.text(difference.path("exchange")), Cells.time(difference.path("since")));
    }
    if (!differences.isEmpty()) {
      differences.print(out);
    }
  }

  @Override
  int exitCode(JsonNode answer) {
    return answer.path("reconciliations").valueStream()
        .filter(one -> bot == null || bot.equals(Cells.text(one.path("bot"))))
        .anyMatch(one -> !one.path("differences").isEmpty()) ? 1 : 0;
  }
}
