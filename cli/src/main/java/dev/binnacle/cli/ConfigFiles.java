package dev.binnacle.cli;

import dev.binnacle.config.ConfigException;
import dev.binnacle.config.Conversion;
import dev.binnacle.config.Problem;
import dev.binnacle.config.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What looks at a file on this machine. */
final class ConfigFiles {
  private ConfigFiles() {}

  @Command(
      name = "validate",
      description = {
        "Check a file without applying it: against a schema on this machine, or against a running bot.",
        "Example: binnacle config validate trend.yaml --schema trend.schema.json",
        "Example: binnacle config validate trend.yaml --bot btc-trend"
      })
  static final class Validate implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A .json, .yaml or .py file.")
    Path file;

    @Option(names = "--schema", paramLabel = "FILE", description = "The JSON Schema to check it with; no server is needed.")
    @Nullable Path schema;

    @Option(names = "--bot", paramLabel = "BOT", description = "The bot whose schema and rules are to check it.")
    @Nullable String bot;

    @SuppressWarnings("NullAway.Init")
    Validate() {}

    @Override
    public Integer call() {
      if ((schema == null) == (bot == null)) {
        throw CommandFailedException.failed("say either --schema FILE or --bot BOT");
      }
      PrintWriter out = spec.commandLine().getOut();
      List<String> problems = schema != null ? offline(schema) : asked(String.valueOf(bot), out);
      problems.forEach(out::println);
      out.println(problems.isEmpty()
          ? file + " is valid"
          : file + ": " + problems.size() + " problem" + (problems.size() == 1 ? "" : "s"));
      out.flush();
      return problems.isEmpty() ? 0 : CommandFailedException.FAILED;
    }

    private List<String> offline(Path schemaFile) {
      try {
        Schema checked = Schema.parse(String.valueOf(schemaFile.getFileName()), read(schemaFile));
        return checked.check(file, read(file)).stream().map(Problem::toString).toList();
      } catch (ConfigException e) {
        throw CommandFailedException.failed("the schema cannot be used:\n" + e.getMessage());
      }
    }

    private List<String> asked(String name, PrintWriter out) {
      JsonNode answer = ApiClient.find()
          .post(ConfigCommand.path(name, "/validate"), mediaType(file), new String(read(file), StandardCharsets.UTF_8));
      answer.path("changes").forEach(change -> out.println("  " + ConfigLines.change(change)));
      return answer.path("problems").valueStream().map(ApiClient::problem).toList();
    }
  }

  @Command(
      name = "convert",
      description = {
        "Turn a config.py (or any other format) into JSON or YAML, with a draft of a schema. The file is read, never run.",
        "Example: binnacle config convert config.py --to yaml --output trend.yaml --schema trend.schema.json"
      })
  static final class Convert implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A .py, .json or .yaml file.")
    Path file;

    @Option(names = "--to", paramLabel = "FORMAT", defaultValue = "yaml",
        description = "json or yaml (default: ${DEFAULT-VALUE}).")
    String format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write here instead of the terminal; must not exist.")
    @Nullable Path output;

    @Option(names = "--schema", paramLabel = "FILE", description = "Write the draft of a JSON Schema here; must not exist.")
    @Nullable Path schema;

    @SuppressWarnings("NullAway.Init")
    Convert() {}

    @Override
    public Integer call() {
      if (!format.equals("json") && !format.equals("yaml")) {
        throw CommandFailedException.failed("--to must be json or yaml, was \"" + format + "\"");
      }
      Conversion converted;
      try {
        converted = Conversion.of(file, read(file), format);
      } catch (ConfigException e) {
        throw CommandFailedException.failed("it cannot be converted:\n" + e.getMessage());
      }
      converted.notices().forEach(notice -> spec.commandLine().getErr().println("left out: " + notice));
      write(output, converted.content());
      if (schema != null) {
        write(schema, converted.schema());
      }
      return 0;
    }

    private void write(@Nullable Path target, String text) {
      if (target == null) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return;
      }
      try {
        Files.writeString(target, text, StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw CommandFailedException.failed("cannot write " + target + ": " + e);
      }
    }
  }

  static String mediaType(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".json") ? "application/json" : name.endsWith(".py") ? "text/x-python" : "application/yaml";
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CommandFailedException.failed("cannot read " + file + ": " + e);
    }
  }
}
