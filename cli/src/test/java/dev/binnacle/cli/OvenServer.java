package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.server.Binnacle;
import dev.binnacle.server.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** A server that runs and has heard of the bot {@code oven}, and commands that find it. Who extends it is isolated: it moves the home folder. */
abstract class OvenServer {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir
  Path folder;

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private final String home = System.getProperty("user.home");
  private Binnacle server;

  Settings settings() {
    return Settings.DEFAULTS;
  }

  @BeforeEach
  void startServer() {
    System.setProperty("user.home", folder.toString());
    server = Binnacle.start(
        settings().withData(folder.resolve("data")).withServer(Settings.Server.DEFAULTS.withPort(0)));
    server.nameToCommands();
    ApiClient.find().post(
        "/api/v1/bots/oven/events",
        List.of(Map.of("type", "heartbeat", "at", Instant.now().toString(), "state", "running")));
    // It is on disk now; the picture that commands are held against follows.
    await().atMost(PATIENCE).until(() -> ApiClient.find().get("/api/v1/bots").toString().contains("oven"));
  }

  @AfterEach
  void stopServer() {
    server.close();
    System.setProperty("user.home", home);
  }

  /** The exit code; what was said is in {@link #out} and {@link #err}. */
  int run(String... args) {
    CommandLine command = Main.commandLine();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  JsonNode json(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--json";
    assertThat(run(all)).as(err.toString()).isZero();
    return ApiClient.JSON.readTree(out.toString());
  }
}
