package dev.binnacle.cli;

import dev.binnacle.server.Alerting;
import dev.binnacle.server.SettingsException;
import dev.binnacle.server.SettingsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The rules that alerts come from. */
@Command(
    name = "rules",
    description = {"List the rules that are in force and how they fare, check them, try them over the past.",
      "Example: binnacle alerts rules"},
    subcommands = {AlertRules.Check.class, RuleTestsCommand.class, RuleReplayCommand.class})
final class AlertRules extends ReadCommand {
  AlertRules() {}

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/api/v1/rules");
  }

  @Override
  void show(JsonNode answer, PrintWriter out) {
    Table table = new Table("rule", "level", "standing", "what it looks for", "from", "watches");
    for (JsonNode rule : answer.path("rules")) {
      table.row(
          Cells.text(rule.path("name")), Cells.text(rule.path("level")), Cells.text(rule.path("state")),
          what(rule), from(rule), Cells.text(rule.path("subjects")));
    }
    table.print(out);
    for (JsonNode rule : answer.path("rules")) {
      if (rule.path("matches_nothing").isString()) {
        out.println(Cells.text(rule.path("name")) + " matches nothing: " + rule.path("matches_nothing").asString());
      }
    }
  }

  private static String what(JsonNode rule) {
    String samples = rule.path("breaches").isString() ? ", " + rule.path("breaches").asString() + " samples" : "";
    return Cells.text(rule.path("what")) + samples;
  }

  private static String from(JsonNode rule) {
    return rule.path("place").isString() ? rule.path("place").asString() : Cells.text(rule.path("source"));
  }

  @Command(
      name = "check",
      description = {"Check the rules of a settings file without a server; says all that is wrong at once.",
        "Example: binnacle alerts rules check binnacle.yaml"})
  static final class Check implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "binnacle.yaml",
        description = "The settings file (default: ${DEFAULT-VALUE}).")
    Path file;

    @SuppressWarnings("NullAway.Init")
    Check() {}

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try {
        Alerting alerting = SettingsFile.read(file, System.getenv()::get).alerting();
        int own = alerting.ruleLines().size();
        out.println(file + " is valid: " + own + (own == 1 ? " rule of its own, " : " rules of its own, ")
            + alerting.engine().rules().size() + " in force with those of the thresholds and of the stock");
        out.flush();
        return 0;
      } catch (SettingsException e) {
        e.problems().forEach(out::println);
        out.println(e.problems().size() + (e.problems().size() == 1 ? " problem" : " problems"));
        out.flush();
        return 1;
      }
    }
  }
}
