package dev.binnacle.cli;

import dev.binnacle.config.ConfigException;
import dev.binnacle.config.Document;
import dev.binnacle.config.Merged;
import dev.binnacle.config.Overrides;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What only reads a configuration. */
final class ConfigReads {
  private ConfigReads() {}

  @Command(
      name = "show",
      description = {
        "Show a bot's configuration with where each value comes from, or all bots' in brief.",
        "Example: binnacle config show btc-trend --file > trend.yaml",
        "Example: binnacle config show btc-trend --regime volatile --strategy breakout"
      })
  static final class Show extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "This bot; without it all bots in brief.")
    @Nullable String bot;

    @Option(names = "--file", description = "Print the file as it is, with its comments.")
    boolean file;

    @Option(names = "--regime", paramLabel = "REGIME",
        description = "Of a file with overrides: the parameters while this regime lasts, and where each comes from.")
    @Nullable String regime;

    @Option(names = "--strategy", paramLabel = "STRATEGY", description = "As --regime, for this strategy; both may be given.")
    @Nullable String strategy;

    private boolean inForce() {
      return regime != null || strategy != null;
    }

    @Override
    JsonNode ask(ApiClient api) {
      if (bot == null && (file || inForce())) {
        throw CommandFailedException.failed("--file, --regime and --strategy need the BOT whose file it is");
      }
      return api.get(bot == null ? "/api/v1/config" : ConfigCommand.path(bot, ""));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      if (bot == null) {
        fleet(answer, out);
      } else if (inForce()) {
        inForce(answer, out);
      } else if (file) {
        out.print(answer.path("content").asString(""));
      } else {
        one(answer, out);
      }
    }

    private static void fleet(JsonNode answer, PrintWriter out) {
      Table table = new Table("bot", "version", "format", "status", "waiting", "canary", "changed", "by", "reason");
      for (JsonNode bot : answer.path("configurations")) {
        JsonNode last = bot.path("last");
        table.row(
            Cells.text(bot.path("bot")),
            Cells.text(bot.path("version")),
            Cells.text(bot.path("format")),
            Cells.text(bot.path("status")),
            bot.path("pending").asBoolean(false) ? waiting(bot) : "-",
            CanaryLines.brief(bot.path("canary")),
            Cells.time(last.path("at")),
            Cells.text(last.path("who")),
            Cells.text(last.path("reason")));
      }
      if (table.isEmpty()) {
        out.println("No bot has a configuration here. Offer one with the client, or name its file under bots.NAME.config");
        out.println("in binnacle.yaml.");
      } else {
        table.print(out);
      }
    }

    private static String waiting(JsonNode bot) {
      return bot.path("pending_reason").isString() ? bot.path("pending_reason").asString() : "yes";
    }

    private static void one(JsonNode answer, PrintWriter out) {
      out.println("version " + Cells.text(answer.path("version")) + ", " + Cells.text(answer.path("status"))
          + ", " + Cells.text(answer.path("file")));
      if (answer.path("status_reason").isString()) {
        out.println(answer.path("status_reason").asString());
      }
      Table table = new Table("name", "value", "from");
      rows(table, "", "", answer.path("values"), answer.path("origins"));
      if (!table.isEmpty()) {
        table.print(out);
      }
      if (answer.path("pending").isObject()) {
        JsonNode pending = answer.path("pending");
        out.println("waiting: " + ConfigLines.changes(pending.path("changes")) + ", " + Cells.text(pending.path("reason")));
      }
      if (answer.path("canary").isObject()) {
        CanaryLines.print(answer.path("canary"), out);
      }
    }

    private void inForce(JsonNode answer, PrintWriter out) {
      Path named = Path.of(answer.path("file").asString("config.yaml"));
      byte[] content = answer.path("content").asString("").getBytes(StandardCharsets.UTF_8);
      Merged merged;
      try {
        merged = Overrides.of(Document.read(named, content)).inForce(regime, strategy);
      } catch (ConfigException | IllegalArgumentException e) {
        throw CommandFailedException.failed(named + " cannot be worked out: " + e.getMessage());
      }
      Table table = new Table("name", "value", "from");
      merged.origins().forEach(
          (pointer, origin) -> table.row(
              pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~"), merged.text(pointer).orElse("-"),
              origin));
      table.print(out);
    }

    /** One row a leaf, in the file's order, without recursion's depth being the caller's worry: the server bounds it. */
    private static void rows(Table table, String name, String pointer, JsonNode node, JsonNode origins) {
      if (!node.isObject() || node.isEmpty()) {
        if (!name.isEmpty()) {
          table.row(name, ConfigLines.value(node), origins.path(pointer).asString("file"));
        }
        return;
      }
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String key = entry.getKey();
        String below = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
        rows(table, name.isEmpty() ? key : name + "." + key, below, entry.getValue(), origins);
      }
    }
  }

  @Command(
      name = "history",
      description = {
        "List what became of every change, the newest first.", "Example: binnacle config history btc-trend --outcome refused"
      })
  static final class History extends ReadCommand {
    @Parameters(paramLabel = "BOT", description = "The bot.")
    String bot;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--outcome", paramLabel = "OUTCOME",
        description = "Only accepted, refused, deferred, unchanged, rolled_back, superseded, expired or canary.")
    @Nullable String outcome;

    @SuppressWarnings("NullAway.Init")
    History() {}

    @Override
    JsonNode ask(ApiClient api) {
      String only = outcome == null ? "" : "&outcome=" + ApiClient.encoded(outcome);
      return api.get(ConfigCommand.path(bot, "/history?limit=" + limit + only));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("at", "version", "outcome", "who", "source", "changes", "reason");
      for (JsonNode entry : answer.path("history")) {
        table.row(
            Cells.time(entry.path("at")),
            Cells.text(entry.path("version")),
            Cells.text(entry.path("outcome")),
            ConfigLines.who(entry),
            Cells.text(entry.path("source")),
            ConfigLines.changes(entry.path("changes")),
            Cells.text(entry.path("reason")));
      }
      if (table.isEmpty()) {
        out.println("Nothing has happened to it yet.");
      } else {
        table.print(out);
      }
    }
  }

  @Command(
      name = "diff",
      description = {"Show what differs between two versions.", "Example: binnacle config diff btc-trend 5 7"})
  static final class Diff extends ReadCommand {
    @Parameters(index = "0", paramLabel = "BOT", description = "The bot.")
    String bot;

    @Parameters(index = "1", paramLabel = "FROM", description = "The older version.")
    long from;

    @Parameters(index = "2", paramLabel = "TO", description = "The newer version.")
    long to;

    @SuppressWarnings("NullAway.Init")
    Diff() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(ConfigCommand.path(bot, "/diff?from=" + from + "&to=" + to));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      if (answer.path("changes").isEmpty()) {
        out.println("Versions " + from + " and " + to + " have the same values.");
      }
      answer.path("changes").forEach(change -> out.println(ConfigLines.change(change)));
      String text = answer.path("text").asString("");
      if (!text.isEmpty()) {
        out.println();
        out.print(text.endsWith("\n") ? text : text + "\n");
      }
    }
  }

  @Command(
      name = "export",
      description = {
        "Write the whole history, with the head of its chain.",
        "Example: binnacle config export btc-trend --format csv --output history.csv"
      })
  static final class Export implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "BOT", description = "The bot.")
    String bot;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "json",
        description = "json, jsonl or csv (default: ${DEFAULT-VALUE}).")
    String format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write here instead of the terminal; must not exist.")
    @Nullable Path output;

    @SuppressWarnings("NullAway.Init")
    Export() {}

    @Override
    public Integer call() {
      String text = ApiClient.find().download(ConfigCommand.path(bot, "/export?format=" + ApiClient.encoded(format)));
      if (output == null) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text.endsWith("\n") ? text : text + "\n");
        out.flush();
        return 0;
      }
      try {
        Files.write(output, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
        return 0;
      } catch (IOException e) {
        throw CommandFailedException.failed("cannot write " + output + ": " + e);
      }
    }
  }

  @Command(
      name = "watch",
      description = {"Print what happens to a configuration as it happens; Ctrl-C ends it.",
        "Example: binnacle config watch btc-trend"})
  static final class Watch implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "BOT", description = "The bot.")
    String bot;

    @SuppressWarnings("NullAway.Init")
    Watch() {}

    @Override
    public Integer call() throws InterruptedException {
      ApiClient api = ApiClient.find();
      PrintWriter out = spec.commandLine().getOut();
      JsonNode state = api.get(ConfigCommand.path(bot, ""));
      out.println("version " + Cells.text(state.path("version")) + " of " + Cells.text(state.path("file"))
          + "; waiting for changes");
      out.flush();
      long seen = newest(page(api, 1));
      while (true) {
        Thread.sleep(PAUSE);
        seen = print(page(api, PAGE), seen, out);
      }
    }

    private JsonNode page(ApiClient api, int limit) {
      return api.get(ConfigCommand.path(bot, "/history?limit=" + limit)).path("history");
    }

    private static long newest(JsonNode history) {
      return history.isEmpty() ? 0 : history.get(0).path("id").asLong();
    }

    private static long print(JsonNode history, long seen, PrintWriter out) {
      Deque<String> lines = new ArrayDeque<>();
      for (JsonNode entry : history) {
        if (entry.path("id").asLong() > seen) {
          lines.push(ConfigLines.record(entry));
        }
      }
      lines.forEach(out::println);
      out.flush();
      return Math.max(seen, newest(history));
    }
  }
}
