package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A configuration that a bot offers over its link, seen and changed over HTTP through a whole server. */
final class OfferedConfigTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final String CONFIG = "/api/v1/bots/trend/config";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path data;

  private Binnacle server;

  @BeforeEach
  void start() {
    server =
        Binnacle.start(
            Settings.DEFAULTS.withServer(Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN)))
                .withData(data));
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  /** A bot that answers each call with the call's own name. */
  private final class Bot implements Link.Receiver {
    final Link link = server.link("trend");
    final List<String> calls = new CopyOnWriteArrayList<>();
    final CompletableFuture<Boolean> welcome = new CompletableFuture<>();
    final String version;

    Bot(String instance, String version) {
      this.version = version;
      link.open(this);
      link.send("{\"type\":\"hello\",\"instance\":\"" + instance + "\",\"version\":1}");
      link.send(
          "{\"type\":\"events\",\"id\":1,\"instance\":\"" + instance + "\",\"events\":[{\"type\":\"started\",\"seq\":1,\"at\":\""
              + Instant.now() + "\"}]}");
      link.send(new LinkWriter().configOffer("{\"version\":" + version + ",\"hash\":\"h" + version + "\",\"format\":\"yaml\"}")
          .toText());
      assertThat(welcome.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
    }

    @Override
    public void opened() {}

    @Override
    public void received(String frame) {
      LinkMessage.FromServer message = new LinkReader().readFromServer(frame);
      if (message instanceof LinkMessage.ConfigCall(long id, String call)) {
        calls.add(call);
        String name = ConfigCalls.JSON.readTree(call).path("call").asString();
        String reply =
            "{\"status\":200,\"etag\":\"" + version + "\",\"type\":\"application/json\",\"body\":{\"version\":" + version
                + ",\"hash\":\"h"
                + version + "\",\"asked\":\"" + name + "\"}}";
        link.send(new LinkWriter().configReply(id, reply).toText());
      } else if (message instanceof LinkMessage.Answered) {
        welcome.complete(true);
      }
    }

    @Override
    public void closed(String reason) {}
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN).timeout(PATIENCE);
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

  private HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return ConfigCalls.JSON.readTree(answer.body());
  }

  @Test
  void aBotWithoutAConfigurationHasNone() {
    HttpResponse<String> answer = get(CONFIG);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("type").asString()).isEqualTo("urn:binnacle:problem:no-config");
  }

  @Test
  void theStateIsTheBotsWithWhatOnlyTheServerKnows() {
    new Bot("i1", "7");

    HttpResponse<String> answer = get(CONFIG);

    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(json(answer).toString())
        .isEqualTo(
            "{\"bot\":\"trend\",\"version\":7,\"hash\":\"h7\",\"asked\":\"state\",\"source\":\"offered\",\"instances\":[{\"instance\":\"i1\","
                + "\"version\":7,\"hash\":\"h7\",\"state\":\"applied\",\"at\":null,\"reason\":null}]}");
    assertThat(json(get("/api/v1/config")).path("configurations").get(0).toString())
        .isEqualTo(
            "{\"bot\":\"trend\",\"version\":7,\"hash\":\"h7\",\"format\":\"yaml\",\"status\":\"active\",\"pending\":false,"
                + "\"pending_reason\":null,\"canary\":null,\"instances_behind\":0,\"source\":\"offered\",\"last\":null}");
  }

  @Test
  void theOwnerIsAskedAndATrialGoesToTheInstanceThatIsNamed() {
    Bot one = new Bot("i1", "6");
    Bot other = new Bot("i2", "7");
    await().atMost(PATIENCE).until(() -> json(get(CONFIG)).path("version").asInt() == 7);
    int before = one.calls.size();

    HttpResponse<String> trial =
        send(
            request(CONFIG + "/canary").header("Content-Type", "application/json").header("If-Match", "\"6\"")
                .POST(BodyPublishers.ofString("{\"instance\":\"i1\",\"edits\":[],\"for\":\"10m\"}")));

    assertThat(trial.statusCode()).isEqualTo(200);
    assertThat(one.calls).hasSize(before + 1);
    assertThat(one.calls.getLast()).contains("\"call\":\"try_out\"", "\"author\"", "\"base\":6", "\"for\":\"10m\"");
    assertThat(other.calls).noneMatch(call -> call.contains("try_out"));
    assertThat(json(get(CONFIG)).path("instances").get(0).path("state").asString()).isEqualTo("lagging");
  }

  @Test
  void aBotThatIsGoneIsOfflineAndItsPastIsOurs() {
    Bot bot = new Bot("i1", "7");
    bot.link.send(
        "{\"type\":\"events\",\"id\":2,\"instance\":\"i1\",\"events\":[{\"type\":\"config\",\"seq\":2,\"at\":\"" + Instant.now()
            + "\",\"record\":3,\"outcome\":\"accepted\",\"version\":7,\"hash\":\"h7\",\"source\":\"file\"}]}");
    await().atMost(PATIENCE).until(() -> json(get("/api/v1/config")).path("configurations").get(0).path("last").isObject());

    bot.link.close();

    await().atMost(PATIENCE).until(() -> get(CONFIG).statusCode() == 503);
    await().atMost(PATIENCE)
        .until(() -> json(get(CONFIG + "/history")).path("history").path(0).path("id").asInt() == 3);
    assertThat(json(get("/api/v1/config")).path("configurations").get(0).path("status").asString()).isEqualTo("offline");
    assertThat(json(get("/api/v1/config/history")).path("history").get(0).path("bot").asString()).isEqualTo("trend");
  }

  @Test
  void aLongPollEndsWithTheRecordOfANewerVersion() throws Exception {
    Bot bot = new Bot("i1", "7");
    CompletableFuture<HttpResponse<String>> poll =
        client.sendAsync(request(CONFIG + "?after=7&wait=30").GET().build(), BodyHandlers.ofString());
    assertThat(get(CONFIG + "?after=7&wait=1").statusCode()).isEqualTo(204);

    bot.link.send(
        "{\"type\":\"events\",\"id\":2,\"instance\":\"i1\",\"events\":[{\"type\":\"config\",\"seq\":2,\"at\":\"" + Instant.now()
            + "\",\"record\":4,\"outcome\":\"accepted\",\"version\":8,\"hash\":\"h8\",\"source\":\"file\"}]}");

    assertThat(poll.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void whatAnInstanceHasSeenIsNoted() {
    new Bot("i1", "7");

    HttpResponse<String> seen =
        send(
            request(CONFIG + "/seen").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"instance\":\"i9\",\"version\":7,\"hash\":\"h7\",\"state\":\"applied\"}")));

    assertThat(seen.statusCode()).isEqualTo(204);
  }
}
