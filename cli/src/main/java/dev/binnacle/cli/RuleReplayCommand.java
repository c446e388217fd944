package dev.binnacle.cli;

import dev.binnacle.server.RuleReplay;
import dev.binnacle.server.Settings;
import dev.binnacle.server.SettingsException;
import dev.binnacle.server.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tries a rule over the past: that of the running server, or that of a data folder whose server does not run. */
@Command(
    name = "replay",
    description = {"Show what a rule would have fired over the last hours; nothing happens.",
      "Example: binnacle alerts rules replay slow-feed.yaml --hours 24 --data /var/lib/binnacle"})
final class RuleReplayCommand extends ReadCommand {
  @Parameters(paramLabel = "FILE", description = "One rule, as it stands in the list rules of a settings file.")
  Path file;

  @Option(names = "--hours", paramLabel = "N", defaultValue = "24",
      description = "Over so many hours up to now, or up to the newest that is in the folder (default: ${DEFAULT-VALUE}).")
  int hours;

  @Option(names = "--data", paramLabel = "FOLDER",
      description = "The data folder of a server that does not run. It is only read. Without it, the running server is asked.")
  @Nullable Path data;

  @Option(names = "--settings", paramLabel = "FILE",
      description = "With --data, the settings that the server had; without it, those of an empty file.")
  @Nullable Path settings;

  @SuppressWarnings("NullAway.Init")
  RuleReplayCommand() {}

  @Override
  JsonNode ask(ApiClient api) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      throw CommandFailedException.failed("cannot read " + file + ": " + e);
    }
    if (data != null) {
      return replay(yaml, data);
    }
    if (settings != null) {
      throw CommandFailedException.failed("--settings goes with --data: a running server has its own");
    }
    return api.post("/api/v1/rules/preview", Map.<String, Object>of("yaml", yaml, "hours", hours));
  }

  private JsonNode replay(String yaml, Path folder) {
    if (hours < 1 || hours > 24 * 366) {
      throw CommandFailedException.failed("--hours must be from 1 to " + 24 * 366 + ", was " + hours);
    }
    try {
      Settings by = settings == null ? Settings.DEFAULTS : SettingsFile.read(settings, System.getenv()::get);
      return json(RuleReplay.run(yaml, folder, Duration.ofHours(hours), by));
    } catch (SettingsException e) {
      throw CommandFailedException.failed(String.join("\n", e.problems()));
    } catch (RuleReplay.ReplayException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    }
  }

  /** As the server answers it. */
  private static JsonNode json(RuleReplay.Replayed replayed) {
    ObjectNode answer = ApiClient.JSON.createObjectNode();
    answer.put("alerts", replayed.alerts()).put("notices", replayed.notices());
    answer.put("from", replayed.from().toString()).put("to", replayed.to().toString());
    ArrayNode fired = answer.putArray("fired");
    for (RuleReplay.Would would : replayed.fired()) {
      ObjectNode one = fired.addObject();
      one.put("from", would.from().toString());
      one.put("until", would.until() == null ? null : would.until().toString());
      one.put("subject", would.subject()).put("level", would.level()).put("value", would.value());
      one.put("reason", would.reason());
    }
    return answer;
  }

  @Override
  void show(JsonNode answer, PrintWriter out) {
    out.println(Cells.text(answer.path("alerts")) + " alerts in " + hours + " h, of which people would have been told "
        + Cells.text(answer.path("notices")) + " times");
    Table table = new Table("fired", "until", "of", "level", "reason");
    for (JsonNode would : answer.path("fired")) {
      table.row(
          Cells.time(would.path("from")), Cells.time(would.path("until")), Cells.text(would.path("subject")),
          Cells.text(would.path("level")), Cells.text(would.path("reason")));
    }
    if (!table.isEmpty()) {
      table.print(out);
    }
  }
}
