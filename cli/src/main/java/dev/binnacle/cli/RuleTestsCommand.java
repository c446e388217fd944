package dev.binnacle.cli;

import dev.binnacle.server.RuleTests;
import dev.binnacle.server.RuleTests.Difference;
import dev.binnacle.server.RuleTests.Tested;
import dev.binnacle.server.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs tests of rules. Needs no server. */
@Command(
    name = "test",
    description = {
      "Run tests of rules: what bots say when, which alerts there are then, and what people are told. Needs no server.",
      "Example: binnacle alerts rules test rules-test.yaml"})
final class RuleTestsCommand implements Callable<Integer> {
  @Spec
  CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE",
      description = "Files with tests; docs/guide/alerts.md says what stands in them.")
  List<Path> files;

  @Option(names = "--json", description = "Print what came of them as JSON.")
  boolean json;

  private int tests;
  private int failed;
  private int unusable;

  @SuppressWarnings("NullAway.Init")
  RuleTestsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode all = ApiClient.JSON.createObjectNode();
    ArrayNode reports = all.putArray("files");
    for (Path file : files) {
      ObjectNode report = reports.addObject().put("file", file.toString());
      try {
        take(RuleTests.run(file, System.getenv()::get), report, out);
      } catch (SettingsException e) {
        unusable++;
        e.problems().forEach(report.putArray("problems")::add);
        if (!json) {
          e.problems().forEach(out::println);
        }
      }
    }
    if (json) {
      all.put("tests", tests).put("failed", failed).put("unusable", unusable);
      out.println(ApiClient.JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all));
    } else {
      out.println(tests + (tests == 1 ? " test, " : " tests, ") + failed + " failed"
          + (unusable == 0 ? "" : ", " + unusable + (unusable == 1 ? " file cannot be used" : " files cannot be used")));
    }
    out.flush();
    return failed + unusable == 0 ? 0 : CommandFailedException.FAILED;
  }

  private void take(RuleTests.Report report, ObjectNode node, PrintWriter out) {
    tests += report.tests().size();
    failed += (int) report.failed();
    ArrayNode results = node.putArray("tests");
    for (Tested test : report.tests()) {
      ObjectNode result = results.addObject();
      result.put("name", test.name()).put("line", test.line()).put("ok", test.differences().isEmpty());
      ArrayNode differences = result.putArray("differences");
      for (Difference difference : test.differences()) {
        differences.addObject()
            .put("line", difference.line())
            .put("at_seconds", difference.at().toMillis() / 1000.0)
            .put("message", difference.what());
      }
      if (!json && !test.differences().isEmpty()) {
        show(report.file(), test, out);
      }
    }
  }

  private static void show(String file, Tested test, PrintWriter out) {
    out.println("FAILED  " + test.name() + "  (" + file + ":" + test.line() + ")");
    for (Difference difference : test.differences()) {
      out.println("  " + file + ":" + difference.line() + "  at " + RuleTests.shown(difference.at()) + ": " + difference.what());
    }
  }
}
