package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** A command that asks the server something and shows the answer, as a table or as the JSON that came. */
abstract class ReadCommand implements Callable<Integer> {
  @Spec
  CommandSpec spec;

  @Option(names = "--json", description = "Print the server's answer as JSON instead of a table.")
  boolean json;

  @SuppressWarnings("NullAway.Init")
  ReadCommand() {}

  abstract JsonNode ask(ApiClient api);

  abstract void show(JsonNode answer, PrintWriter out);

  @Override
  public Integer call() {
    JsonNode answer = ask(ApiClient.find());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ApiClient.JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(answer));
    } else {
      show(answer, out);
    }
    out.flush();
    return exitCode(answer);
  }

  /** What the command ends with: 0 unless the answer says that something was not done. */
  int exitCode(JsonNode answer) {
    return 0;
  }

  /** The path of the fleet's or one bot's, with what follows. */
  static String path(@Nullable String bot, String ofFleet, String ofBot) {
    return bot == null ? ofFleet : "/api/v1/bots/" + ApiClient.encoded(bot) + ofBot;
  }
}
