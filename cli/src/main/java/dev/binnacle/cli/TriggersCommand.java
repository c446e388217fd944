package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What may halt trading without a person. */
@Command(
    name = "triggers",
    description = {
      "List what may halt trading without a person, and how far each bot is from it.",
      "Example: binnacle triggers",
      "Example: binnacle triggers btc-trend"
    },
    subcommands = TriggersCommand.Rearm.class)
final class TriggersCommand extends ReadCommand {
  @Parameters(arity = "0..1", paramLabel = "BOT",
      description = "One bot; without it all triggers as they are set, and every bot.")
  @Nullable String bot;

  @SuppressWarnings("NullAway.Init")
  TriggersCommand() {}

  @Override
  JsonNode ask(ApiClient api) {
    return api.get(path(bot, "/api/v1/triggers", "/triggers"));
  }

  @Override
  void show(JsonNode answer, PrintWriter out) {
    if (bot != null) {
      bots(answer.path("triggers"), out);
      return;
    }
    if (!answer.path("enabled").asBoolean()) {
      out.println("Nothing halts without a person: monitoring.enable-emergency-shutdown is false.");
    }
    Table set = new Table("trigger", "on", "mode", "samples", "scope", "limit");
    for (JsonNode trigger : answer.path("triggers")) {
      set.row(
          Cells.text(trigger.path("name")), trigger.path("on").asBoolean() ? "yes" : "no", Cells.text(trigger.path("mode")),
          String.valueOf(trigger.path("samples").asInt()), Cells.text(trigger.path("scope")), Cells.text(trigger.path("limit")));
    }
    set.print(out);
    if (!answer.path("bots").isEmpty()) {
      out.println();
      bots(answer.path("bots"), out);
    }
  }

  private static void bots(JsonNode triggers, PrintWriter out) {
    Table table = new Table("bot", "trigger", "of limit", "value", "limit", "stage", "halt");
    for (JsonNode trigger : triggers) {
      String part = Cells.text(trigger.path("part"));
      String stage = Cells.text(trigger.path("stage"));
      long bad = trigger.path("bad").asLong();
      table.row(
          Cells.text(trigger.path("bot")),
          Cells.text(trigger.path("name")) + (trigger.path("part").asString().isEmpty() ? "" : " " + part),
          share(trigger.path("share")), Cells.text(trigger.path("value")), Cells.text(trigger.path("limit")),
          trigger.path("locked").asBoolean()
              ? "OFF until rearmed"
              : bad > 0 && stage.equals("armed") ? "armed, " + bad + " bad" : stage,
          Cells.text(trigger.path("halt")));
    }
    if (table.isEmpty()) {
      out.println("Nothing was looked at yet.");
    } else {
      table.print(out);
    }
  }

  private static String share(JsonNode share) {
    return share.isNumber() ? String.format(Locale.ROOT, "%.0f %%", 100 * share.asDouble()) : Cells.text(share);
  }

  /** Arms a throttle again. */
  @Command(
      name = "rearm",
      description = {
        "Arm a throttle of a bot again, so that what it has halted can be resumed.",
        "Example: binnacle triggers rearm order-storm btc-trend --reason \"the loop is fixed\""
      })
  static final class Rearm extends ReadCommand {
    @Parameters(index = "0", paramLabel = "TRIGGER", description = "order-storm or repeated-execution.")
    String trigger;

    @Parameters(index = "1", paramLabel = "BOT", description = "The bot that it has halted.")
    String bot;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What was done about it.")
    String reason;

    @SuppressWarnings("NullAway.Init")
    Rearm() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.post(path(bot, "", "/triggers/" + ApiClient.encoded(trigger) + "/rearm"), Map.of("reason", reason));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println("Trigger " + trigger + " of " + bot + " is armed again; resume its halt when trading may go on.");
    }
  }
}
