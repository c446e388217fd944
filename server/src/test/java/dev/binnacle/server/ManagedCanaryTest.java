package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.BotId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One instance of a bot tries out another content of a file that the server keeps, through a whole server. */
@Tag("slow")
final class ManagedCanaryTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final String BOT_TOKEN = "a-token-of-the-bot-trend";
  private static final BotId TREND = new BotId("trend");
  private static final String CONFIG = "/api/v1/bots/trend/config";
  private static final String FILE = "low: 8 # calm\nhigh: 10\n";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path folder;

  private Path file;
  private Binnacle server;
  private String committed;

  @BeforeEach
  void start() throws IOException {
    Path root = Files.createDirectory(folder.resolve("bots"));
    file = root.resolve("trend.yaml");
    Files.writeString(file, FILE);
    open();
    committed = get("").path("hash").asString();
  }

  private void open() {
    Settings.Server plain = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    Settings.Server web =
        new Settings.Server(
            plain.host(), 0, null, List.of(), plain.timeZone(), plain.dayStart(), plain.refreshInterval(), true, null,
            plain.token(), folder.resolve("bots"));
    Settings.Bot bot =
        new Settings.Bot(
            null, new Secret(BOT_TOKEN), new Settings.Config(Path.of("trend.yaml"), null, List.of(), null),
            Settings.Canary.DEFAULTS, null, Settings.Bot.UNSAID.thresholds(), null, null);
    server =
        Binnacle.start(
            Settings.DEFAULTS.withServer(web).withData(folder.resolve("data")).withBots(Map.of(TREND, bot)));
    await().atMost(PATIENCE).until(() -> get("").path("version").asInt() == 1);
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(server.url() + CONFIG + path)).header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String query) {
    return ConfigCalls.JSON.readTree(send(request(query, TOKEN).GET()).body());
  }

  private HttpResponse<String> post(String path, String token, String body) {
    return send(
        request(path, token).header("Content-Type", "application/json").header("If-Match", "\"1\"")
            .POST(BodyPublishers.ofString(body)));
  }

  private CompletableFuture<HttpResponse<String>> poll(String query) {
    return client.sendAsync(request(query, BOT_TOKEN).GET().build(), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> poll(String instance, String hash) {
    return poll("?after=1&wait=30&instance=" + instance + "&hash=" + hash);
  }

  private static JsonNode answer(CompletableFuture<HttpResponse<String>> poll) throws Exception {
    HttpResponse<String> answer = poll.get(60, TimeUnit.SECONDS);
    assertThat(answer.statusCode()).isEqualTo(200);
    return ConfigCalls.JSON.readTree(answer.body());
  }

  private void seen(String instance, String hash, String state) {
    HttpResponse<String> noted =
        post(
            "/seen", BOT_TOKEN,
            "{\"instance\":\"" + instance + "\",\"version\":1,\"hash\":\"" + hash + "\",\"state\":\"" + state
                + "\",\"reason\":\"too wide\"}");
    assertThat(noted.statusCode()).as(noted.body()).isEqualTo(204);
  }

  /** Of {@code low}, by the instance i1, which is known since it has said what it runs with. */
  private HttpResponse<String> tryOut(String length) {
    seen("i1", committed, "applied");
    return askFor(length);
  }

  private HttpResponse<String> askFor(String length) {
    return post(
        "/canary", TOKEN,
        "{\"instance\":\"i1\",\"edits\":[{\"pointer\":\"/low\",\"value\":9}],\"for\":\"" + length + "\",\"reason\":\"calmer\"}");
  }

  private JsonNode instance(String name) {
    return get("").path("instances").valueStream().filter(each -> each.path("instance").asString().equals(name)).findFirst()
        .orElseThrow();
  }

  @Test
  void itReachesThePollOfThatInstanceAloneAndTheFileWhenItIsPromoted() throws Exception {
    CompletableFuture<HttpResponse<String>> first = poll("i1", committed);
    CompletableFuture<HttpResponse<String>> second = poll("i2", committed);

    assertThat(tryOut("10m").statusCode()).isEqualTo(200);

    JsonNode tried = answer(first);
    assertThat(tried.path("values").path("low").asInt()).isEqualTo(9);
    assertThat(tried.path("version").asInt()).isEqualTo(1);
    assertThat(tried.path("hash").asString()).isNotEqualTo(committed);
    assertThat(second).isNotDone();
    assertThat(Files.readString(file)).isEqualTo(FILE);
    assertThat(get("").path("values").path("low").asInt()).isEqualTo(8);
    assertThat(get("").path("canary").path("instance").asString()).isEqualTo("i1");

    seen("i1", tried.path("hash").asString(), "applied");
    seen("i2", committed, "applied");
    assertThat(instance("i1").path("state").asString()).isEqualTo("canary");
    assertThat(instance("i2").path("state").asString()).isEqualTo("applied");

    assertThat(post("/canary/promote", TOKEN, "{\"reason\":\"good\"}").statusCode()).isEqualTo(200);

    JsonNode promoted = answer(second);
    assertThat(promoted.path("version").asInt()).isEqualTo(2);
    assertThat(promoted.path("values").path("low").asInt()).isEqualTo(9);
    assertThat(promoted.path("hash").asString()).isEqualTo(tried.path("hash").asString());
    assertThat(Files.readString(file)).isEqualTo("low: 9 # calm\nhigh: 10\n");
    assertThat(get("").path("canary").path("state").asString()).isEqualTo("promoted");
    assertThat(instance("i1").path("state").asString()).isEqualTo("applied");
    assertThat(instance("i2").path("state").asString()).isEqualTo("lagging");
  }

  @Test
  void oneThatIsAbortedWakesItsInstanceWithTheFilesVersion() throws Exception {
    tryOut("10m");
    JsonNode tried = answer(poll("i1", committed));
    CompletableFuture<HttpResponse<String>> waiting = poll("i1", tried.path("hash").asString());

    assertThat(post("/canary/abort", TOKEN, "{\"reason\":\"enough\"}").statusCode()).isEqualTo(200);

    JsonNode back = answer(waiting);
    assertThat(back.path("hash").asString()).isEqualTo(committed);
    assertThat(back.path("values").path("low").asInt()).isEqualTo(8);
    assertThat(get("").path("canary").path("state").asString()).isEqualTo("rolled_back");
    assertThat(get("").path("canary").path("verdict").asString()).isEqualTo("enough");
    assertThat(Files.readString(file)).isEqualTo(FILE);
  }

  @Test
  void whatHasHadItsTimeWithoutBeingTakenIsNotPromoted() throws Exception {
    // It waits already, so that the trial reaches it however little of its time is left on a busy machine.
    CompletableFuture<HttpResponse<String>> waiting = poll("i1", committed);
    tryOut("2s");
    JsonNode tried = answer(waiting);

    JsonNode back = answer(poll("i1", tried.path("hash").asString()));

    assertThat(back.path("hash").asString()).isEqualTo(committed);
    await().atMost(PATIENCE).until(() -> get("").path("canary").path("state").asString().equals("rolled_back"));
    assertThat(Files.readString(file)).isEqualTo(FILE);
  }

  @Test
  void anInstanceThatBeginsAnewBeginsWithTheFileAndEndsTheTrial() throws Exception {
    tryOut("10m");
    answer(poll("i1", committed));

    JsonNode start = answer(poll("?instance=i1"));

    assertThat(start.path("hash").asString()).isEqualTo(committed);
    assertThat(get("").path("canary").path("state").asString()).isEqualTo("rolled_back");
    assertThat(get("").path("canary").path("verdict").asString()).isEqualTo("instance i1 began anew");
  }

  @Test
  void anInstanceThatRefusesItEndsTheTrial() throws Exception {
    tryOut("10m");
    JsonNode tried = answer(poll("i1", committed));

    seen("i1", tried.path("hash").asString(), "refused");

    await().atMost(PATIENCE).until(() -> get("").path("canary").path("state").asString().equals("rolled_back"));
    assertThat(get("").path("canary").path("verdict").asString()).isEqualTo("instance i1 refuses it: too wide");
  }

  @Test
  void aRestartOfTheServerReturnsToTheFile() throws Exception {
    tryOut("10m");
    JsonNode tried = answer(poll("i1", committed));
    server.close();

    open();

    assertThat(answer(poll("i1", tried.path("hash").asString())).path("hash").asString()).isEqualTo(committed);
  }

  @Test
  void aPollThatNamesNoHashGoesByWhatWasAnsweredLast() throws Exception {
    tryOut("10m");

    JsonNode tried = answer(poll("?after=1&wait=30&instance=i1"));
    CompletableFuture<HttpResponse<String>> waiting = poll("?after=1&wait=30&instance=i1");
    HttpResponse<String> another = poll("?after=1&wait=1&instance=i2").get(60, TimeUnit.SECONDS);

    assertThat(tried.path("values").path("low").asInt()).isEqualTo(9);
    assertThat(another.statusCode()).isEqualTo(204);
    assertThat(waiting).isNotDone();
    post("/canary/abort", TOKEN, "{\"reason\":\"enough\"}");
    assertThat(answer(waiting).path("hash").asString()).isEqualTo(committed);
  }

  @Test
  void anInstanceThatNobodyKnowsAndASecondTrialAreRefused() {
    HttpResponse<String> unknown =
        post("/canary", TOKEN, "{\"instance\":\"i9\",\"edits\":[],\"for\":\"10m\",\"reason\":\"calmer\"}");
    tryOut("10m");
    HttpResponse<String> second = askFor("10m");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("no-instance", "i9");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("trial-running", "i1");
  }

  @Test
  void theListShowsWhatIsTriedOut() {
    tryOut("10m");

    HttpRequest.Builder list =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/config")).header("Authorization", "Bearer " + TOKEN);
    JsonNode brief = ConfigCalls.JSON.readTree(send(list.GET()).body()).path("configurations").get(0);

    assertThat(brief.path("hash").asString()).isEqualTo(committed);
    assertThat(brief.path("canary").path("instance").asString()).isEqualTo("i1");
    assertThat(brief.path("instances_behind").asInt()).isZero();
  }
}
