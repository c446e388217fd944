package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** What changes a configuration. */
final class ConfigChanges {
  private ConfigChanges() {}

  /** A change and how its outcome is shown. */
  abstract static class Changing implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BOT", description = "The bot.")
    String bot;

    @Option(names = "--reason", paramLabel = "WHY", defaultValue = "", description = "Why; it is kept in the history.")
    String reason;

    @Option(names = "--dry-run", description = "Say what would happen, and change nothing.")
    boolean dryRun;

    @Option(names = "--base", paramLabel = "VERSION",
        description = "The version that this change was made from; refused if it is another one by now. The present one if not given.")
    @Nullable Long base;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    boolean json;

    @SuppressWarnings("NullAway.Init")
    Changing() {}

    abstract JsonNode change(ApiClient api, String version);

    @Override
    public Integer call() {
      ApiClient api = ApiClient.find();
      String version =
          base != null ? String.valueOf(base) : Cells.text(api.get(ConfigCommand.path(bot, "")).path("version"));
      JsonNode outcome = change(api, version);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(ApiClient.JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(outcome));
      } else {
        show(outcome, out);
      }
      out.flush();
      return 0;
    }

    private void show(JsonNode outcome, PrintWriter out) {
      String what = Cells.text(outcome.path("outcome"));
      String version = outcome.path("version").isNumber() ? ", version " + outcome.path("version").asLong() : "";
      out.println((dryRun ? "would be " : "") + what + version);
      outcome.path("changes").forEach(change -> out.println("  " + ConfigLines.change(change)));
      if (outcome.path("pending").isObject()) {
        out.println("  waits: " + Cells.text(outcome.path("pending").path("reason")));
      }
    }
  }

  @Command(
      name = "set",
      description = {
        "Change values. Comments and order of the file stay as they are; all changes are made or none.",
        "Example: binnacle config set btc-trend risk.stop-loss=0.02 enabled=true --reason \"volatile night\""
      })
  static final class Set extends Changing {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME=VALUE",
        description = {
          "Which value, with dots between sections (or a JSON pointer), and the new one as JSON.",
          "What is not JSON is a text; NAME= alone removes it."
        })
    List<String> assignments;

    @SuppressWarnings("NullAway.Init")
    Set() {}

    @Override
    JsonNode change(ApiClient api, String version) {
      List<Map<String, Object>> edits = new ArrayList<>();
      for (String assignment : assignments) {
        edits.add(edit(assignment));
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("edits", edits);
      body.put("reason", reason);
      return api.patch(ConfigCommand.path(bot, dryRun ? "?dry_run=true" : ""), body, version);
    }

    /** {@code risk.stop=0.02} as the API takes it. */
    static Map<String, Object> edit(String assignment) {
      int split = assignment.indexOf('=');
      if (split <= 0) {
        throw CommandFailedException.failed("\"" + assignment + "\" must be NAME=VALUE, such as risk.stop-loss=0.02");
      }
      Map<String, Object> edit = new LinkedHashMap<>();
      edit.put("pointer", pointer(assignment.substring(0, split)));
      String value = assignment.substring(split + 1);
      if (value.isEmpty()) {
        edit.put("remove", true);
      } else {
        edit.put("value", value(value));
      }
      return edit;
    }

    private static String pointer(String name) {
      if (name.startsWith("/")) {
        return name;
      }
      return "/" + name.replace("~", "~0").replace("/", "~1").replace('.', '/');
    }

    private static Object value(String text) {
      try {
        return ApiClient.EXACT.readTree(text);
      } catch (JacksonException e) {
        return text;
      }
    }
  }

  @Command(
      name = "rollback",
      description = {
        "Make an earlier version the newest one, after checking it as it would be checked today.",
        "Example: binnacle config rollback btc-trend 6 --reason \"as it was on Monday\""
      })
  static final class Rollback extends Changing {
    @Parameters(index = "1", paramLabel = "VERSION", description = "The version to go back to.")
    long version;

    @SuppressWarnings("NullAway.Init")
    Rollback() {}

    @Override
    JsonNode change(ApiClient api, String present) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("version", version);
      body.put("reason", reason);
      return api.post(ConfigCommand.path(bot, "/rollback" + (dryRun ? "?dry_run=true" : "")), body, present);
    }
  }
}
