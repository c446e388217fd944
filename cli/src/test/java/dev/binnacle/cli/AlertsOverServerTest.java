package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.server.Binnacle;
import dev.binnacle.server.Settings;
import dev.binnacle.server.SettingsFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Commands about alerts, channels and health, asked of a server that runs. */
@Isolated("it moves the home folder")
final class AlertsOverServerTest {
  private static final String SETTINGS = """
      rules: [{ name: hot, metric: temperature, above: 80, level: critical }]
      """;

  @TempDir
  Path folder;

  private final StringWriter err = new StringWriter();
  private final String home = System.getProperty("user.home");
  private Binnacle server;

  @BeforeEach
  void start() {
    System.setProperty("user.home", folder.toString());
    Settings settings = SettingsFile.parse(SETTINGS, "binnacle.yaml", name -> null);
    server = Binnacle.start(settings.withData(folder.resolve("data")).withServer(Settings.Server.DEFAULTS.withPort(0)));
    server.nameToCommands();
  }

  @AfterEach
  void stop() {
    server.close();
    System.setProperty("user.home", home);
  }

  private int run(StringWriter out, String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  private JsonNode json(String... args) {
    StringWriter out = new StringWriter();
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--json";
    assertThat(run(out, all)).as(err.toString()).isZero();
    return ApiClient.JSON.readTree(out.toString());
  }

  private String anAlert() {
    ApiClient.find().post(
        "/api/v1/bots/oven/events",
        List.of(Map.of("type", "metrics", "at", Instant.now().toString(), "values", Map.of("temperature", 90))));
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() - deadline < 0) {
      for (JsonNode alert : json("alerts", "list").path("alerts")) {
        if (alert.path("rule").asString("").equals("hot")) {
          return alert.path("id").asString();
        }
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("no alert fired");
  }

  @Test
  void healthIsLookedAtNowAndShownWithWhatTheServerIsMadeOf() {
    StringWriter out = new StringWriter();

    assertThat(run(out, "health", "--check")).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("The server is (healthy|degraded), seen at ")
        .containsPattern("server +journal +healthy +[0-9]")
        .contains("No bot has reported yet.");
    assertThat(run(new StringWriter(), "health", "--check", "--json")).isEqualTo(1);
    assertThat(err.toString()).contains("the server answered 429", "ask again in");
  }

  @Test
  void anAlertIsShownTakenCareOfAndSilenced() {
    String id = anAlert();

    assertThat(json("alerts", "show", id).toString()).contains("\"hot\"", "\"oven\"");
    json("alerts", "ack", id, "--comment", "looking", "--until", "2h");
    assertThat(json("alerts", "show", id).toString()).contains("looking");
    json("alerts", "unack", id);
    String silence = json("alerts", "silence", "bot=oven", "--for", "1h").path("id").asString();
    assertThat(json("alerts", "silences").toString()).contains(silence);
    json("alerts", "unsilence", silence);
  }

  @Test
  void aSilenceThatEndsWithItsAlertsSaysSo() {
    StringWriter out = new StringWriter();

    assertThat(run(out, "alerts", "silence", "bot=oven", "--for", "1h", "--until-resolved")).as(err.toString()).isZero();
    assertThat(out.toString()).contains(" or until its alerts are over. End it with: binnacle alerts unsilence s");
    assertThat(run(out, "alerts", "silences")).isZero();
    assertThat(out.toString()).contains(" or resolved");
    assertThat(json("alerts", "silences").path("silences").path(0).path("until_resolved").asBoolean(false)).isTrue();
  }

  @Test
  void rulesAreListedAndTriedOverThePast() throws Exception {
    anAlert();
    Path rule = Files.writeString(folder.resolve("r.yaml"), "name: warm\nmetric: temperature\nabove: 70\n");

    assertThat(json("alerts", "rules").toString()).contains("\"hot\"");
    assertThat(json("alerts", "rules", "replay", rule.toString(), "--hours", "1").path("fired").isArray()).isTrue();
  }

  @Test
  void channelsAreShownTriedAndSentAgain() {
    assertThat(json("notify", "status").path("channels").isArray()).isTrue();
    assertThat(json("notify", "list").path("notifications").isArray()).isTrue();
    assertThat(json("notify", "test", "log").isObject()).isTrue();
    assertThat(json("notify", "retry", "--all-dead").isObject()).isTrue();
  }

  @Test
  void whatIsUnknownFailsWithAReason() {
    StringWriter out = new StringWriter();

    assertThat(run(out, "alerts", "show", "a999-9")).isEqualTo(1);
    assertThat(run(out, "alerts", "ack", "a999-9")).isEqualTo(1);
    assertThat(run(out, "alerts", "unsilence", "s999")).isEqualTo(1);
    assertThat(run(out, "notify", "test", "nowhere")).isEqualTo(1);
    assertThat(err.toString()).contains("a999-9");
  }

  @Test
  void aWrongTokenAndAServerThatIsGoneSaySo() throws Exception {
    Path pointer = folder.resolve(".binnacle").resolve("server");
    String url = server.url().toString();
    Files.writeString(pointer, url + "\nbnc_wrong\n1\n");

    assertThat(run(new StringWriter(), "alerts", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("does not know this token");
    server.close();
    Files.writeString(pointer, url + "\nbnc_wrong\n1\n");
    assertThat(run(new StringWriter(), "alerts", "list")).isEqualTo(3);
    assertThat(err.toString()).contains("no Binnacle answers");
  }
}
