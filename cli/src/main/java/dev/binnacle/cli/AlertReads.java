package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What only reads of alerts. */
final class AlertReads {
  private AlertReads() {}

  /** A list of alerts. */
  abstract static class Listing extends ReadCommand {
    @Option(names = "--state", paramLabel = "STATE", defaultValue = "open",
        description = "open, pending, firing, no_data, flapping, resolved, ended or all (default: ${DEFAULT-VALUE}).")
    String state;

    @Option(names = "--bot", paramLabel = "BOT", description = "Only of this bot.")
    @Nullable String bot;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit;

    @SuppressWarnings("NullAway.Init")
    Listing() {}

    @Override
    JsonNode ask(ApiClient api) {
      String only = bot == null ? "" : "&bot=" + ApiClient.encoded(bot);
      return api.get("/api/v1/alerts?limit=" + limit + "&state=" + ApiClient.encoded(state) + only);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("id", "level", "state", "rule", "of", "since", "cared for by", "reason");
      for (JsonNode alert : answer.path("alerts")) {
        table.row(
            Cells.text(alert.path("id")),
            Cells.text(alert.path("level")),
            Cells.text(alert.path("state")) + (alert.path("silenced").isEmpty() ? "" : ", silenced"),
            Cells.text(alert.path("rule")),
            Cells.text(alert.path("subject")),
            Cells.time(alert.path("since")),
            Cells.text(alert.path("acknowledged").path("owner")),
            Cells.text(alert.path("reason")));
      }
      if (table.isEmpty()) {
        out.println(state.equals("open") ? "No alert is open." : "There is no such alert.");
      } else {
        table.print(out);
      }
    }
  }

  @Command(name = "list",
      description = {"List alerts, the newest first.", "Example: binnacle alerts list --state all --bot btc-trend"})
  static final class All extends Listing {
    All() {}
  }

  @Command(name = "show",
      description = {"Show one alert, why it fired and what became of it.", "Example: binnacle alerts show a120-1"})
  static final class Show extends ReadCommand {
    @Parameters(paramLabel = "ID", description = "The alert's id, as the list has it.")
    String id;

    @SuppressWarnings("NullAway.Init")
    Show() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(AlertActs.path(id, ""));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      JsonNode alert = answer.path("alert");
      out.println(Cells.text(alert.path("rule")) + " of " + Cells.text(alert.path("subject")) + ": "
          + Cells.text(alert.path("level")) + ", " + Cells.text(alert.path("state")) + " since "
          + Cells.time(alert.path("since")));
      out.println(Cells.text(alert.path("reason")));
      if (alert.path("runbook").isString()) {
        out.println("what to do: " + alert.path("runbook").asString());
      }
      Table steps = new Table("at", "what", "state", "who", "until", "words");
      for (JsonNode step : answer.path("steps")) {
        steps.row(
            Cells.time(step.path("at")), Cells.text(step.path("kind")), Cells.text(step.path("state")),
            Cells.text(step.path("who")),
            Cells.time(step.path("until")), Cells.text(step.path("words")));
      }
      print(steps, out);
      Table told = new Table("told on", "state", "tries", "done", "why not");
      for (JsonNode parcel : answer.path("deliveries")) {
        told.row(
            Cells.text(parcel.path("channel")), Cells.text(parcel.path("state")), Cells.text(parcel.path("attempts")),
            Cells.time(parcel.path("done")), Cells.text(parcel.path("why")));
      }
      print(told, out);
    }

    private static void print(Table table, PrintWriter out) {
      if (!table.isEmpty()) {
        out.println();
        table.print(out);
      }
    }
  }

  @Command(name = "silences", description = {"List silences that hold.", "Example: binnacle alerts silences --json"})
  static final class Silences extends ReadCommand {
    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/v1/silences");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("id", "hides", "until", "by", "why", "held back");
      for (JsonNode silence : answer.path("silences")) {
        List<String> matcher = new ArrayList<>();
        silence.path("matcher").properties().forEach(label -> matcher.add(label.getKey() + "=" + Cells.text(label.getValue())));
        table.row(
            Cells.text(silence.path("id")), String.join(" ", matcher),
            Cells.time(silence.path("until")) + (silence.path("until_resolved").asBoolean(false) ? " or resolved" : ""),
            Cells.text(silence.path("owner")), Cells.text(silence.path("comment")), Cells.text(silence.path("hidden")));
      }
      if (table.isEmpty()) {
        out.println("Nothing is silenced.");
      } else {
        table.print(out);
      }
    }
  }
}
