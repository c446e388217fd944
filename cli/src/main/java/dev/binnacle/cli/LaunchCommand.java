package dev.binnacle.cli;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.server.ServerPointer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Runs a bot of any language under watch. */
@Command(
    name = "launch",
    description = {
      "Run a bot's program with the server's address and a token in its environment, and watch its process.",
      "Example: binnacle launch --bot btc-trend -- python3 bot.py --fast"
    },
    footer = {
      "",
      "The program finds BINNACLE_URL, BINNACLE_BOT and BINNACLE_TOKEN in its environment. If no server answers, one is started and ends",
      "with the program. Memory, CPU and log size are sampled, the exit is reported, signals are passed on, and the exit code is the program's."
    })
final class LaunchCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Spec
  CommandSpec spec;

  @Option(names = "--bot", required = true, paramLabel = "NAME", description = "What to call the bot.")
  String bot;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings of the server, if one is started.")
  @Nullable Path config;

  @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The program and its words, after --.")
  List<String> command;

  @SuppressWarnings("NullAway.Init")
  LaunchCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    BotId id = name();
    ApiClient api = ApiClient.find();
    PrintWriter err = spec.commandLine().getErr();
    if (api.answers()) {
      return watch(id, api);
    }
    if (System.getenv("BINNACLE_URL") != null) {
      throw CommandFailedException.notReachable("no Binnacle answers at " + api.server() + ", which BINNACLE_URL names");
    }
    err.println("binnacle: no server answers at " + api.server() + "; starting one");
    try (ChildProcess server = startServer()) {
      ApiClient started = await(server);
      err.println("binnacle: the server is at " + started.server() + "; log in with: binnacle login");
      return watch(id, started);
    }
  }

  private BotId name() {
    try {
      return new BotId(bot);
    } catch (InvalidValueException e) {
      throw CommandFailedException.failed("--bot: " + e.getMessage());
    }
  }

  private int watch(BotId id, ApiClient api) throws IOException, InterruptedException {
    LaunchTokens tokens = LaunchTokens.ofUser();
    tokens.revokeLeft(api.server(), token -> revoke(token, api));
    JsonNode issued = api.post("/api/v1/tokens", Map.of("role", "ingest", "bot", id.value(), "name", "launch " + id));
    String token = issued.path("token").path("id").asString();
    tokens.note(token, api.server(), ProcessHandle.current());
    PassOn signals = PassOn.register();
    try (WatchedProgram program = WatchedProgram.start(id, api.server(), issued.path("secret").asString(), command, signals)) {
      tokens.note(token, api.server(), ProcessHandle.current(), program.handle());
      return program.await();
    } finally {
      if (revoke(token, api)) {
        tokens.forget(token);
      }
      signals.over();
    }
  }

  /** Whether it is gone. A server that is away keeps the token until the next launch; the program's exit code is told all the same. */
  private boolean revoke(String token, ApiClient api) {
    try {
      api.delete("/api/v1/tokens/" + token);
      return true;
    } catch (CommandFailedException e) {
      if (e.isNotFound()) {
        return true;
      }
      spec.commandLine().getErr().println("binnacle: the token " + token + " is not revoked yet: " + e.getMessage());
      return false;
    }
  }

  private ChildProcess startServer() {
    List<String> words = config == null
        ? List.of("run", "--exit-with-parent")
        : List.of("run", "--exit-with-parent", "--config", config.toString());
    return ChildProcess.start("server", ChildProcess.logs().resolve("server.log"), RunCommand.PROGRAM, words, Map.of());
  }

  private static ApiClient await(ChildProcess server) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && server.isAlive()) {
      boolean ours = ServerPointer.read().map(found -> found.pid() == server.pid()).orElse(false);
      ApiClient api = ApiClient.find();
      if (ours && api.answers()) {
        return api;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw CommandFailedException.failed(
        "the server did not start; see " + ChildProcess.logs().resolve("server.log"));
  }
}
