package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Tokens: who may do what. */
@Command(
    name = "user",
    description = "Make, list and revoke tokens.",
    subcommands = {UserCommand.Token.class, UserCommand.ListTokens.class, UserCommand.Revoke.class},
    synopsisSubcommandLabel = "token|list|revoke")
final class UserCommand implements Runnable {
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  UserCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "token",
      description = {
        "Make a token and print it, this once.",
        "Example: binnacle user token --bot btc-trend        (may only send for that bot)",
        "Example: binnacle user token --role viewer --name grafana"
      })
  static final class Token implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--bot", paramLabel = "NAME", description = "The bot that it may send for, and nothing else.")
    @Nullable String bot;

    @Option(names = "--role", paramLabel = "ROLE", description = "viewer, operator, trader or admin; without --bot.")
    @Nullable String role;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it in the list.")
    @Nullable String name;

    @SuppressWarnings("NullAway.Init")
    Token() {}

    @Override
    public Integer call() {
      if ((bot == null) == (role == null)) {
        throw CommandFailedException.failed("say either --bot NAME or --role ROLE");
      }
      Map<String, String> wanted = new LinkedHashMap<>();
      wanted.put("role", bot != null ? "ingest" : String.valueOf(role));
      if (bot != null) {
        wanted.put("bot", bot);
      }
      wanted.put("name", name != null ? name : bot != null ? bot : String.valueOf(role));
      JsonNode answer = ApiClient.find().post("/api/v1/tokens", wanted);
      PrintWriter out = spec.commandLine().getOut();
      out.println(answer.path("secret").asString());
      out.flush();
      return 0;
    }
  }

  @Command(name = "list", description = {"List the tokens, without their secrets.", "Example: binnacle user list --json"})
  static final class ListTokens extends ReadCommand {
    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/v1/tokens");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      Table table = new Table("id", "name", "role", "bot", "made");
      for (JsonNode token : answer.path("tokens")) {
        table.row(
            Cells.text(token.path("id")),
            Cells.text(token.path("name")),
            Cells.text(token.path("role")),
            Cells.text(token.path("bot")),
            Cells.time(token.path("created_at")));
      }
      if (table.isEmpty()) {
        out.println("There is no token.");
      } else {
        table.print(out);
      }
    }
  }

  @Command(name = "revoke", description = {"Revoke a token; it stops working at once.", "Example: binnacle user revoke 3f2a"})
  static final class Revoke implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The token's id, as binnacle user list shows it.")
    String id;

    @SuppressWarnings("NullAway.Init")
    Revoke() {}

    @Override
    public Integer call() {
      ApiClient.find().delete("/api/v1/tokens/" + ApiClient.encoded(id));
      PrintWriter out = spec.commandLine().getOut();
      out.println("revoked " + id);
      out.flush();
      return 0;
    }
  }
}
