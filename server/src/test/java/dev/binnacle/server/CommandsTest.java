package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Halts of bots without the client, by long poll and by webhook, through a whole server. */
@Tag("slow")
final class CommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "bnc_commands_token_0123456789";
  private static final String BOT_TOKEN = "bnc_commands_bot_0123456789";

  @TempDir
  private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Posted> posted = new CopyOnWriteArrayList<>();
  private volatile String answer = "ok";
  private volatile int status = 503;
  private HttpServer hook;
  private Binnacle server;

  /** What came to the bot's webhook. */
  private record Posted(JsonNode body, String text, String key, String time, String signature, boolean repeat) {}

  @BeforeEach
  void start() throws IOException {
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    hook.createContext("/", this::take);
    hook.start();
    open();
  }

  private void take(HttpExchange call) throws IOException {
    String text = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = call.getRequestHeaders();
    posted.add(
        new Posted(
            ConfigCalls.JSON.readTree(text), text, headers.getFirst("Idempotency-Key"), headers.getFirst("X-Binnacle-Timestamp"),
            headers.getFirst("X-Binnacle-Signature"), headers.containsKey("X-Binnacle-Possible-Repeat")));
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private void open() {
    String yaml = """
        bots:
          polls: { token: %s }
          hooked:
            token: %s-2
            commands: { webhook: { url: "http://127.0.0.1:%d/halts", secret: hush-hush } }
        """.formatted(BOT_TOKEN, BOT_TOKEN, hook.getAddress().getPort());
    Settings.Server web = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    server = Binnacle.start(
        SettingsFile.parse(yaml, "binnacle.yaml", name -> null).withData(folder.resolve("data")).withServer(web));
  }

  @AfterEach
  void close() {
    server.close();
    hook.stop(0);
    client.close();
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(String path, String token, String body) {
    HttpRequest.Builder request = request(path, token);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  private CompletableFuture<HttpResponse<String>> poll(String query) {
    return client.sendAsync(request("/api/v1/bots/polls/commands?instance=i1" + query, BOT_TOKEN).build(),
        BodyHandlers.ofString());
  }

  private JsonNode commands(CompletableFuture<HttpResponse<String>> poll) throws Exception {
    HttpResponse<String> reply = poll.get(60, TimeUnit.SECONDS);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return ConfigCalls.JSON.readTree(reply.body()).path("commands");
  }

  private void confirm(String id) {
    HttpResponse<String> reply = send("/api/v1/bots/polls/commands/" + id + "/confirm", BOT_TOKEN, "{\"instance\": \"i1\"}");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
  }

  private void started(String bot, String token) {
    String event =
        "{\"type\": \"started\", \"instance\": \"i1\", \"seq\": 1, \"at\": \"%s\", \"mode\": \"paper\"}".formatted(Instant.now());
    assertThat(send("/api/v1/bots/" + bot + "/events", token, event).statusCode()).isEqualTo(200);
  }

  private String halt(String bot) {
    HttpResponse<String> begun =
        send("/api/v1/halts", TOKEN, "{\"bot\": \"" + bot + "\", \"mode\": \"stop\", \"reason\": \"odd fills\"}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    return ConfigCalls.JSON.readTree(begun.body()).path("id").asString();
  }

  private JsonNode halted(String id) {
    return ConfigCalls.JSON.readTree(send("/api/v1/halts/" + id, TOKEN, "").body());
  }

  private JsonNode awaitStage(String id, String stage) {
    return await().atMost(PATIENCE)
        .until(() -> halted(id), halt -> halt.at("/bots/0/guards/0/stage").asString().equals(stage));
  }

  private void resume(String id) {
    HttpResponse<String> reply = send("/api/v1/halts/" + id + "/resume", TOKEN, "{\"reason\": \"looked\", \"force\": true}");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
  }

  private Posted awaitPosted(String type) {
    return await().atMost(PATIENCE).until(
        () -> posted.stream().filter(each -> each.body().path("type").asString().equals(type)).findFirst().orElse(null),
        each -> each != null);
  }

  @Test
  void aRunThatPollsIsToldAtOnceAndItsConfirmationIsItsGuardsWord() throws Exception {
    started("polls", BOT_TOKEN);
    var waiting = poll("&wait=30");

    String id = halt("polls");
    JsonNode command = commands(waiting).get(0);

    assertThat(command.path("halt").asString()).isEqualTo(id);
    assertThat(command.path("level").asString()).isEqualTo("closed");
    assertThat(command.path("reason").asString()).isEqualTo("odd fills");
    confirm(command.path("id").asString());
    JsonNode halt = await().atMost(PATIENCE).until(() -> halted(id), now -> now.path("state").asString().equals("halted"));
    assertThat(halt.at("/bots/0/guards/0/instance").asString()).isEqualTo("i1");
    assertThat(halt.at("/bots/0/guards/0/stage").asString()).isEqualTo("confirmed");

    var next = poll("&wait=30&keeps=" + command.path("id").asString());
    resume(id);
    JsonNode release = commands(next).get(0);
    assertThat(release.path("type").asString()).isEqualTo("release");
    confirm(release.path("id").asString());
    assertThat(poll("&wait=0").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
  }

  @Test
  void aHaltIsToldToTheNextRunAndAfterARestartOfTheServerUnderTheSameName() throws Exception {
    String id = halt("polls");
    String command = commands(poll("&wait=30")).get(0).path("id").asString();
    confirm(command);

    server.close();
    open();

    // What this process of the server does not know to be confirmed is asked for again.
    assertThat(commands(poll("&wait=30&keeps=" + command)).get(0).path("id").asString()).isEqualTo(command);
    confirm(command);
    assertThat(halted(id).path("released").isNull()).isTrue();
  }

  /** The run heard of the halt, the server was started anew, and the halt was released before the run asked again. */
  @Test
  void aReleaseThatARunMissedWhileTheServerWasAwayReachesIt() throws Exception {
    String id = halt("polls");
    String command = commands(poll("&wait=30")).get(0).path("id").asString();
    confirm(command);
    server.close();
    open();
    resume(id);

    JsonNode release = commands(poll("&wait=30&keeps=" + command)).get(0);

    assertThat(release.path("type").asString()).isEqualTo("release");
    assertThat(release.path("halt").asString()).isEqualTo(id);
  }

  @Test
  void aHaltThatARunKeepsToAndNobodyKnowsIsTakenOverAndCanBeReleased() throws Exception {
    started("polls", BOT_TOKEN);
    var waiting = poll("&wait=30&keeps=h9-000001.2.halt");

    await().atMost(PATIENCE).until(() -> halted("h9-000001").path("mode").asString().equals("stop"));
    assertThat(commands(waiting).get(0).path("halt").asString()).isEqualTo("h9-000001");
    resume("h9-000001");

    assertThat(commands(poll("&wait=30")).get(0).path("type").asString()).isEqualTo("release");
  }

  @Test
  void aWebhookIsCalledUntilItTakesTheHaltAndAConfirmationInItsAnswerCounts() throws Exception {
    started("hooked", BOT_TOKEN + "-2");
    String id = halt("hooked");
    await().atMost(PATIENCE).until(() -> posted.size() >= 2);

    answer = "{\"instance\": \"i1\"}";
    status = 200;
    awaitStage(id, "confirmed");

    Posted first = posted.getFirst();
    assertThat(first.body().path("halt").asString()).isEqualTo(id);
    assertThat(first.body().path("bot").asString()).isEqualTo("hooked");
    assertThat(first.signature()).isEqualTo("v1=" + hmac("hush-hush", first.time() + "." + first.text()));
    assertThat(posted).extracting(Posted::key).containsOnly(first.body().path("id").asString() + ":hooked");
    assertThat(first.repeat()).isFalse();
    assertThat(posted.get(1).repeat()).isTrue();

    resume(id);
    assertThat(awaitPosted("release").body().path("halt").asString()).isEqualTo(id);
  }

  @Test
  void anAnswerThatConfirmsNothingSaysThatTheHaltHasArrivedAndNoMore() {
    started("hooked", BOT_TOKEN + "-2");
    status = 200;

    String id = halt("hooked");

    JsonNode halt = awaitStage(id, "delivered");
    assertThat(halt.at("/bots/0/guards/0/instance").asString()).isEqualTo("i1");
    assertThat(halt.path("state").asString()).isNotEqualTo("halted");
  }

  @Test
  void aWebhookThatNeverTakesItLeavesTheGuardUnconfirmed() {
    started("hooked", BOT_TOKEN + "-2");

    String id = halt("hooked");

    awaitStage(id, "unconfirmed");
  }

  private static String hmac(String key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
