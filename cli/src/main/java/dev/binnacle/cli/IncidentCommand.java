package dev.binnacle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What happened around a halt. */
@Command(
    name = "incident",
    description = {
      "Show all that happened around a halt on one axis of time, or write it to a file for a report.",
      "Example: binnacle halts incident h57-094213",
      "Example: binnacle halts incident h57-094213 --before 1h --export incident.md"
    })
final class IncidentCommand extends ReadCommand {
  @Parameters(paramLabel = "ID", description = "The halt, as binnacle halts lists it; one that was released will do.")
  String id;

  @Option(names = "--before", paramLabel = "LENGTH", defaultValue = "10m",
      description = "How long before its begin to look, such as 2h (default: ${DEFAULT-VALUE}).")
  String before;

  @Option(names = "--export", paramLabel = "FILE",
      description = "Write it to this file: .md for a person, .csv for a spreadsheet, .json for a program.")
  @Nullable Path export;

  @SuppressWarnings("NullAway.Init")
  IncidentCommand() {}

  @Override
  public Integer call() {
    Path file = export;
    if (file == null) {
      return super.call();
    }
    String text = ApiClient.find().download(path(format(file)));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw CommandFailedException.failed("the file " + file + " cannot be written: " + e.getMessage());
    }
    spec.commandLine().getOut().println("The incident of " + id + " is in " + file);
    return 0;
  }

  private String path(String format) {
    return HaltCommands.path(id, "/incident?format=" + format + "&before=" + ApiClient.encoded(before));
  }

  private static String format(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".md")) {
      return "markdown";
    }
    if (name.endsWith(".csv")) {
      return "csv";
    }
    if (name.endsWith(".json")) {
      return "json";
    }
    throw CommandFailedException.failed("the file's name says as what: it must end with .md, .csv or .json, was " + file);
  }

  @Override
  JsonNode ask(ApiClient api) {
    return api.get(path("json"));
  }

  @Override
  void show(JsonNode answer, PrintWriter out) {
    HaltLines.one(answer.path("halt"), out);
    Table table = new Table("at", "kind", "bot", "what", "detail");
    for (JsonNode line : answer.path("lines")) {
      table.row(
          Cells.time(line.path("at")), Cells.text(line.path("kind")), Cells.text(line.path("bot")), Cells.text(line.path("what")),
          Cells.text(line.path("detail")));
    }
    table.print(out);
    if (answer.path("left_out").asLong() > 0 || !answer.path("whole").asBoolean(true)) {
      out.println("There is more than is listed: these lines are nearest to the halt's begin.");
    }
  }
}
