package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What people do about alerts. */
final class AlertActs {
  private AlertActs() {}

  static String path(String alert, String rest) {
    return "/api/v1/alerts/" + ApiClient.encoded(alert) + rest;
  }

  @Command(
      name = "ack",
      description = {"Take care of an alert: nobody else is told of it meanwhile.",
        "Example: binnacle alerts ack a120-1 --comment \"looking at the feed\" --until 2h"})
  static final class Acknowledge extends ReadCommand {
    @Parameters(paramLabel = "ID", description = "The alert's id, as the list has it.")
    String id;

    @Option(names = "--comment", paramLabel = "TEXT", description = "What is being done.")
    @Nullable String comment;

    @Option(names = "--until", paramLabel = "LENGTH", description = "For how long, such as 2h; without it until the alert ends.")
    @Nullable String until;

    @SuppressWarnings("NullAway.Init")
    Acknowledge() {}

    @Override
    JsonNode ask(ApiClient api) {
      Map<String, String> body = new LinkedHashMap<>();
      if (comment != null) {
        body.put("comment", comment);
      }
      if (until != null) {
        body.put("for", until);
      }
      return api.post(AlertActs.path(id, "/acknowledge"), body);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println("You take care of " + id + (until == null ? "." : " for " + until + "."));
    }
  }

  @Command(name = "unack", description = {"Take care of an alert no more.", "Example: binnacle alerts unack a120-1"})
  static final class Unacknowledge extends ReadCommand {
    @Parameters(paramLabel = "ID", description = "The alert's id, as the list has it.")
    String id;

    @SuppressWarnings("NullAway.Init")
    Unacknowledge() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.delete(AlertActs.path(id, "/acknowledge"));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println("Nobody takes care of " + id + " now.");
    }
  }

  @Command(
      name = "silence",
      description = {"Tell nobody of alerts with these labels for a time; they are shown all the same.",
        "Example: binnacle alerts silence bot=btc-trend rule=slow-feed --for 2h --comment \"maintenance\""})
  static final class Silence extends ReadCommand {
    @Parameters(arity = "1..*", paramLabel = "LABEL=VALUE",
        description = "rule, bot, level, group, part or a label of the rule; all must match, and * stands for any characters.")
    List<String> matchers;

    @Option(names = "--for", required = true, paramLabel = "LENGTH",
        description = "For how long, such as 2h: nothing is silenced for ever.")
    String length;

    @Option(names = "--until-resolved",
        description = "End it earlier: once it has hidden an alert and none that matches is pending or open any more.")
    boolean untilResolved;

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "from the command line",
        description = "Why, for the others.")
    String comment;

    @SuppressWarnings("NullAway.Init")
    Silence() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.post("/api/v1/silences",
          Map.of("matcher", matcher(matchers), "for", length, "until_resolved", untilResolved, "comment", comment));
    }

    static Map<String, String> matcher(List<String> matchers) {
      Map<String, String> matcher = new LinkedHashMap<>();
      for (String text : matchers) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
          throw CommandFailedException.failed(
              "a matcher must be LABEL=VALUE such as bot=btc-trend, was \"" + text + "\"");
        }
        if (matcher.putIfAbsent(text.substring(0, equals), text.substring(equals + 1)) != null) {
          throw CommandFailedException.failed("the label " + text.substring(0, equals) + " is named twice; begin two silences");
        }
      }
      return matcher;
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println("Silence " + Cells.text(answer.path("id")) + " holds until " + Cells.time(answer.path("until"))
          + (answer.path("until_resolved").asBoolean(false) ? " or until its alerts are over" : "")
          + ". End it with: binnacle alerts unsilence " + Cells.text(answer.path("id")));
    }
  }

  @Command(name = "unsilence", description = {"End a silence before its time.", "Example: binnacle alerts unsilence s120"})
  static final class Unsilence extends ReadCommand {
    @Parameters(paramLabel = "ID", description = "The silence's id, as binnacle alerts silences has it.")
    String id;

    @SuppressWarnings("NullAway.Init")
    Unsilence() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.delete("/api/v1/silences/" + ApiClient.encoded(id));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println("Silence " + id + " has ended.");
    }
  }
}
