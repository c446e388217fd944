package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The settings file, saved again under a whole server. */
@Tag("slow")
final class SettingsReloadTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final String OLD_TOKEN = "the-first-literal-token-of-a-bot";
  private static final String NEW_TOKEN = "the-second-literal-token-of-a-bot";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir
  private Path folder;

  private Path file;
  private @Nullable Binnacle server;

  @BeforeEach
  void prepare() throws IOException {
    file = folder.resolve("binnacle.yaml");
    Files.writeString(folder.resolve("trend.yaml"), "low: 8\n");
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void close() {
    stop();
    client.close();
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** As the command line starts it: port, data and the administrator's token go before the file. */
  private void start(String yaml) {
    save(yaml);
    server =
        Binnacle.start(
            new SettingsSource(
                file,
                Map.<String, @Nullable String>of()::get,
                read -> {
                  Settings.Server web = read.server();
                  return read.withServer(
                      new Settings.Server(
                          web.host(), 0, web.publicUrl(), web.allowedHosts(), web.timeZone(), web.dayStart(),
                          web.refreshInterval(), web.dashboard(), web.sessionSecret(), new Secret(TOKEN), folder))
                      .withData(folder.resolve("data"));
                }));
    await().atMost(PATIENCE).until(() -> state().path("status").asString().equals("active"));
  }

  /** Whole at once: a machine that is busy between the beginning and the end of a write would have the settings read when they are empty. */
  private void save(String yaml) {
    try {
      Path fresh = Files.writeString(folder.resolve("fresh.yaml"), yaml);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String token, String path) {
    return answer(token, path).statusCode();
  }

  private HttpResponse<String> answer(String token, String path) {
    return send(token, path, HttpRequest.Builder::GET);
  }

  /** One sign of life, and none after it. */
  private void beat(String bot) {
    String heartbeat = "{\"type\":\"heartbeat\",\"instance\":\"i1\",\"at\":\"" + Instant.now() + "\"}";
    HttpResponse<String> answer =
        send(
            TOKEN, "/api/v1/bots/" + bot + "/events",
            request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(heartbeat)));
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }

  private HttpResponse<String> send(String token, String path, UnaryOperator<HttpRequest.Builder> method) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(Objects.requireNonNull(server).url() + path))
            .header("Authorization", "Bearer " + token)
            .timeout(PATIENCE);
    try {
      return client.send(method.apply(request).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) {
    return ConfigCalls.JSON.readTree(answer(TOKEN, path).body());
  }

  private JsonNode state() {
    return get("/api/v1/system").path("settings");
  }

  private List<String> restartNeeded() {
    return state().path("restart_needed").valueStream().map(JsonNode::asString).toList();
  }

  private List<String> logged() {
    synchronized (log) {
      return List.copyOf(log.list).stream()
          .filter(line -> line.getLoggerName().startsWith("dev.binnacle") || line.getLoggerName().startsWith("binnacle"))
          .map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  @Test
  void aNewTimeOfSilenceJudgesFromThenOn() {
    start("fleet: { stale-after: 1h, offline-after: 2h }\nbots: { quiet: {} }\n");
    beat("quiet");
    await().atMost(PATIENCE).until(() -> get("/api/v1/bots/quiet").path("status").asString().equals("online"));

    save("fleet: { stale-after: 1s, offline-after: 2s }\nbots: { quiet: {} }\n");

    await().atMost(PATIENCE).until(() -> get("/api/v1/bots/quiet").path("status").asString().equals("offline"));
    assertThat(restartNeeded()).isEmpty();
    assertThat(state().path("version").asInt()).isEqualTo(2);
  }

  @Test
  void aBadFileLeavesAllAsItWasAndSaysWhatIsWrong() {
    start("bots: { quiet: {} }\n");

    save("fleet: { stale-after: never }\nbots: { quiet: {}, other: {} }\n");

    await().atMost(PATIENCE).until(() -> state().path("status").asString().equals("refusing"));
    await().atMost(PATIENCE).until(() -> state().path("reason").asString().contains("fleet.stale-after must be"));
    assertThat(state().path("reason").asString()).contains("(binnacle.yaml:1)");
    assertThat(state().path("refusals").asInt()).isEqualTo(1);
    assertThat(state().path("version").asInt()).isEqualTo(1);
    assertThat(status(TOKEN, "/api/v1/bots/other")).isEqualTo(404);
    assertThat(get("/api/v1/system").path("ready").asBoolean()).isTrue();

    save("bots: { quiet: {}, other: {} }\n");

    await().atMost(PATIENCE).until(() -> state().path("status").asString().equals("active"));
    await().atMost(PATIENCE).until(() -> status(TOKEN, "/api/v1/bots/other") == 200);
  }

  @Test
  void threeBadSavesInARowAreToldAndOverWithTheFirstGoodOne() {
    start("bots: { quiet: {} }\n");

    for (int i = 1; i <= 3; i++) {
      int refused = i;
      save("fleet: { stale-after: never-" + i + " }\n");
      await().atMost(PATIENCE).until(() -> state().path("refusals").asInt() == refused);
    }

    await().atMost(PATIENCE).until(() -> openAlerts().contains("settings-refused"));

    save("bots: { quiet: {}, other: {} }\n");

    await().atMost(PATIENCE).until(() -> !openAlerts().contains("settings-refused"));
    assertThat(status(TOKEN, "/api/v1/bots/other")).isEqualTo(200);
  }

  private List<String> openAlerts() {
    return get("/api/v1/alerts?state=open").path("alerts").valueStream().map(alert -> alert.path("rule").asString()).toList();
  }

  @Test
  void whatNeedsARestartIsListedUntilItIsTakenBackAndTheCommandLineStillGoesFirst() {
    start("server: { day-start: '00:00' }\n");

    save("server: { day-start: '17:00', port: 9999 }\nstorage: { data: elsewhere }\nperformance: { risk-free-rate: 0.01 }\n");

    // Port and data were given beside the file: what it says of them changes nothing, now or at a restart.
    await().atMost(PATIENCE).until(() -> restartNeeded().equals(List.of("server.day-start", "performance.risk-free-rate")));
    await().atMost(PATIENCE).untilAsserted(
        () -> assertThat(logged().stream().filter(line -> line.contains("a restart is needed for server.day-start"))).hasSize(1));

    save("server: { day-start: '00:00' }\n");

    await().atMost(PATIENCE).until(() -> restartNeeded().isEmpty());
  }

  @Test
  void aConfigurationThatIsAddedAppearsAndOneThatIsRemovedGoes() {
    start("bots: { trend: {} }\n");
    assertThat(get("/api/v1/config").path("configurations").size()).isZero();

    save("bots: { trend: { config: { file: trend.yaml } } }\n");

    await().atMost(PATIENCE).until(() -> get("/api/v1/bots/trend/config").path("version").asInt() == 1);
    save("bots: { trend: { config: { file: trend.yaml, rules: [ { assert: 'low > 1.0' } ] } } }\n");
    await().atMost(PATIENCE).until(() -> state().path("version").asInt() == 3);
    await().atMost(PATIENCE).until(() -> get("/api/v1/bots/trend/config").path("status").asString().equals("active"));
    assertThat(logged().stream().filter(line -> line.contains("state directory"))).isEmpty();
  }

  @Test
  void aNewTokenTakesThePlaceOfTheOldOneAndNeitherIsSeenAnywhere() throws IOException {
    start("server: { session-secret: the-literal-secret-of-all-sessions }\nbots: { trend: { token: " + OLD_TOKEN + " } }\n");
    assertThat(status(OLD_TOKEN, "/api/v1/system")).isEqualTo(403);

    save("server: { session-secret: the-literal-secret-of-all-sessions-2 }\nbots: { trend: { token: " + NEW_TOKEN + " } }\n");

    await().atMost(PATIENCE).until(() -> status(OLD_TOKEN, "/api/v1/system") == 401);
    assertThat(status(NEW_TOKEN, "/api/v1/system")).isEqualTo(403);
    await().atMost(PATIENCE).until(() -> restartNeeded().equals(List.of("server.session-secret")));
    save("bots: { trend: { tokn: " + NEW_TOKEN + "\n");
    await().atMost(PATIENCE).until(() -> state().path("refusals").asInt() == 1);
    save("bots: { trend: { tokn: " + NEW_TOKEN + " } }\n");
    await().atMost(PATIENCE).until(() -> state().path("refusals").asInt() == 2);

    Path kept = folder.resolve("data/settings");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rwx------");
    assertThat(Files.readString(kept.resolve("history.jsonl"))).contains("•••").doesNotContain("literal");
    for (Path content : files(kept.resolve("content"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(content))).isEqualTo("rw-------");
    }
    assertThat(answer(TOKEN, "/api/v1/system").body()).doesNotContain("literal");
    assertThat(logged()).isNotEmpty().noneMatch(line -> line.contains("literal"));
    stop();
    assertThat(kept).doesNotExist();
    for (Path left : files(folder.resolve("data"))) {
      assertThat(new String(Files.readAllBytes(left), StandardCharsets.ISO_8859_1)).doesNotContain(OLD_TOKEN, NEW_TOKEN);
    }
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
