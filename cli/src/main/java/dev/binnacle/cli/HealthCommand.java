package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** How the components of the bots are, and those of the server when it is asked to look. */
@Command(
    name = "health",
    description = {
      "Show the components of the bots and how they are; with --check, have the server look at itself and at them now.",
      "Example: binnacle health --check"})
final class HealthCommand extends ReadCommand {
  private static final String[] HEADINGS = {"bot", "component", "health", "answers in", "since", "message"};

  @Parameters(arity = "0..1", paramLabel = "BOT", description = "Only this bot; with --check, the server and this bot.")
  @Nullable String bot;

  @Option(names = "--check", description = "Look now, at most once in 5 s, and show the server's own parts too (operator).")
  boolean check;

  @Override
  JsonNode ask(ApiClient api) {
    return check ? api.post("/api/v1/health-checks", Map.of()) : api.get(path(bot, "/api/v1/fleet", "/health"));
  }

  @Override
  void show(JsonNode answer, PrintWriter out) {
    if (check) {
      showCheck(answer, out);
      return;
    }
    Table table = new Table(HEADINGS);
    for (JsonNode component : answer.path("components")) {
      table.row(
          bot == null ? Cells.text(component.path("bot")) : bot,
          Cells.text(component.path("name")),
          Cells.text(component.path("health")),
          Cells.millis(component.path("response_time_ms")),
          Cells.time(component.path("since")),
          Cells.text(component.path("message")));
    }
    ReadCommands.printOr(table, out, "No component has reported its health.");
  }

  private void showCheck(JsonNode answer, PrintWriter out) {
    out.println("The server is " + Cells.text(answer.path("health")) + ", seen at " + Cells.time(answer.path("at")) + ".");
    Table table = new Table("of", "component", "health", "answers in", "message");
    answer.path("components").forEach(part -> row(table, "server", part));
    Table bots = new Table("bot", "status", "heard before", "reason");
    for (JsonNode one : answer.path("bots")) {
      String name = one.path("bot").asString("");
      if (bot == null || bot.equals(name)) {
        bots.row(name, Cells.text(one.path("status")), Cells.millis(one.path("silence_ms")), Cells.text(one.path("reason")));
        one.path("components").forEach(part -> row(table, name, part));
      }
    }
    table.print(out);
    out.println();
    ReadCommands.printOr(bots, out, bot == null ? "No bot has reported yet." : "There is no bot " + bot + ".");
  }

  private static void row(Table table, String of, JsonNode part) {
    table.row(
        of,
        Cells.text(part.path("name")),
        Cells.text(part.path("health")),
        Cells.millis(part.path("response_time_ms")),
        Cells.text(part.path("message")));
  }
}
