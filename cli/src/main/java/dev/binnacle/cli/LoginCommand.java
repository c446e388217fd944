package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Makes a new login link. */
@Command(
    name = "login",
    description = {"Print a link that logs a browser in, once, within 10 minutes.", "Example: binnacle login"})
final class LoginCommand implements Callable<Integer> {
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  LoginCommand() {}

  @Override
  public Integer call() {
    JsonNode answer = ApiClient.find().post("/api/v1/login-links", Map.of());
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.path("url").asString());
    out.flush();
    return 0;
  }
}
