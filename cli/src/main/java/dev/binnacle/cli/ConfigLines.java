package dev.binnacle.cli;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Parts of a configuration's answers as text. */
final class ConfigLines {
  private ConfigLines() {}

  /** {@code risk.stop: 8 → 10}; what was or is not there is a dash. */
  static String change(JsonNode change) {
    String name = change.path("name").asString(change.path("pointer").asString(""));
    return name + ": " + value(change.path("before")) + " → " + value(change.path("after"));
  }

  /** All changes on one line. */
  static String changes(JsonNode changes) {
    return StreamSupport.stream(changes.spliterator(), false).map(ConfigLines::change).collect(Collectors.joining(", "));
  }

  /** A value as people write it; what is not there is a dash. */
  static String value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "-";
    }
    return node.isString() ? node.asString() : node.isNumber() ? node.decimalValue().toPlainString() : node.toString();
  }

  /** Who it was; a name that nobody has proved is marked. */
  static String who(JsonNode entry) {
    String who = Cells.text(entry.path("who"));
    return entry.path("proved").asBoolean(true) ? who : who + " (unproved)";
  }

  /** One record of the history as a line of a log. */
  static String record(JsonNode entry) {
    String version = entry.path("version").isNumber() ? " v" + entry.path("version").asLong() : "";
    String what = changes(entry.path("changes"));
    String reason = entry.path("reason").asString("");
    StringBuilder line = new StringBuilder(Cells.time(entry.path("at")) + "  " + entry.path("outcome").asString("") + version
        + "  " + who(entry) + (what.isEmpty() ? "" : "  " + what) + (reason.isEmpty() ? "" : "  \"" + reason + "\""));
    entry.path("problems").forEach(problem -> line.append("\n    ")
        .append(problem.isString() ? problem.asString() : ApiClient.problem(problem)));
    return line.toString();
  }
}
