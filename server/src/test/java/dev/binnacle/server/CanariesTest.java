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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Trials of instances, judged by a whole server. */
@Tag("slow")
final class CanariesTest {
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

  /** A bot with an equity, whose instance tries out whatever it is given. */
  private final class Bot implements Link.Receiver {
    final Link link = server.link("trend");
    final String instance;
    final Duration trial;
    final List<JsonNode> calls = new CopyOnWriteArrayList<>();
    final AtomicLong answered = new AtomicLong();
    long seq;

    Bot(String instance, Duration trial) {
      this(instance, trial, "single");
    }

    Bot(String instance, Duration trial, String instances) {
      this.instance = instance;
      this.trial = trial;
      link.open(this);
      link.send("{\"type\":\"hello\",\"instance\":\"" + instance + "\",\"version\":1}");
      says("started", ",\"instances\":\"" + instances + "\"");
      balance("10000");
      balance("10000");
      link.send(new LinkWriter().configOffer("{\"version\":7,\"hash\":\"h7\",\"format\":\"yaml\"}").toText());
    }

    void says(String type, String more) {
      seq++;
      link.send(
          "{\"type\":\"events\",\"id\":" + seq + ",\"instance\":\"" + instance + "\",\"events\":[{\"type\":\"" + type
              + "\",\"seq\":" + seq + ",\"at\":\"" + Instant.now() + "\"" + more + "}]}");
      await().atMost(PATIENCE).until(() -> answered.get() == seq);
    }

    void closesTrades(String pnl) {
      for (int i = 0; i < 3; i++) {
        says(
            "trade_closed",
            ",\"trade_id\":\"" + instance + "-" + i + "\",\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"exit_price\":\"100\","
                + "\"quantity\":\"1\",\"currency\":\"USD\",\"pnl\":\"" + pnl + "\"");
      }
    }

    void metric(String name, String value) {
      link.send(
          "{\"type\":\"events\",\"id\":1000,\"instance\":\"" + instance
              + "\",\"live\":true,\"events\":[{\"type\":\"metrics\",\"at\":\""
              + Instant.now() + "\",\"values\":{\"" + name + "\":" + value + "}}]}");
    }

    void balance(String total) {
      says("balance", ",\"total\":\"" + total + "\",\"currency\":\"USD\"");
    }

    @Override
    public void opened() {}

    @Override
    public void received(String frame) {
      LinkMessage.FromServer message = new LinkReader().readFromServer(frame);
      if (message instanceof LinkMessage.ConfigCall(long id, String text)) {
        JsonNode call = ConfigCalls.JSON.readTree(text);
        calls.add(call);
        link.send(new LinkWriter().configReply(id, reply(call.path("call").asString())).toText());
      } else if (message instanceof LinkMessage.Answered) {
        answered.incrementAndGet();
      }
    }

    /** As after a restart of the server: the trial runs already. */
    void offersWhatItTries() {
      link.send(
          new LinkWriter().configOffer("{\"version\":7,\"hash\":\"h7\",\"format\":\"yaml\"" + canary() + "}").toText());
    }

    private String canary() {
      return ",\"canary\":{\"id\":\"t-1\",\"hash\":\"h8\",\"who\":\"anna\",\"reason\":\"wider\",\"since\":\"" + Instant.now()
          + "\",\"until\":\"" + Instant.now().plus(trial) + "\",\"state\":\"running\",\"verdict\":\"\",\"changes\":[]}";
    }

    private String reply(String call) {
      String canary = call.equals("try_out") ? canary() : "";
      return "{\"status\":200,\"etag\":\"7\",\"type\":\"application/json\",\"body\":{\"version\":7,\"hash\":\"h7\"" + canary
          + "}}";
    }

    @Override
    public void closed(String reason) {}

    List<JsonNode> called(String name) {
      return calls.stream().filter(call -> call.path("call").asString().equals(name)).toList();
    }
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

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN).timeout(PATIENCE);
  }

  private HttpResponse<String> post(String path, String body) {
    return send(
        request(CONFIG + path).header("Content-Type", "application/json").header("If-Match", "\"7\"")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> tryOut(String instance) {
    return post("/canary", "{\"instance\":\"" + instance + "\",\"edits\":[],\"for\":\"10m\",\"reason\":\"wider\"}");
  }

  private JsonNode canary() {
    return ConfigCalls.JSON.readTree(send(request(CONFIG).GET()).body()).path("canary");
  }

  private void awaitInstance(String name) {
    await().atMost(PATIENCE)
        .until(
            () -> ConfigCalls.JSON.readTree(send(request(CONFIG).GET()).body()).path("instances").toString()
                .contains("\"" + name + "\""));
  }

  @Test
  void aTrialIsShownWithItsInstanceAndHowItDoes() {
    new Bot("i1", Duration.ofMinutes(10));
    awaitInstance("i1");

    assertThat(tryOut("i1").statusCode()).isEqualTo(200);

    await().atMost(PATIENCE)
        .until(() -> canary().path("verdict").asString().startsWith("nothing worsened so far: no new errors"));
    assertThat(canary().path("instance").asString()).isEqualTo("i1");
    assertThat(canary().path("state").asString()).isEqualTo("running");
  }

  @Test
  void itIsComparedWithJustAsLongBefore() {
    Bot bot = new Bot("i1", Duration.ofMinutes(10));
    awaitInstance("i1");
    tryOut("i1");

    bot.says("error", ",\"error\":\"OrderRejected\",\"message\":\"too wide\"");

    await().atMost(PATIENCE).until(() -> canary().path("comparison").path(0).path("errors").asInt() == 1);
    JsonNode tried = canary().path("comparison").get(0);
    JsonNode before = canary().path("comparison").get(1);
    assertThat(tried.path("role").asString()).isEqualTo("canary");
    assertThat(tried.path("hash").asString()).isEqualTo("h8");
    assertThat(tried.path("trades").asInt()).isZero();
    assertThat(before.path("role").asString()).isEqualTo("before");
    assertThat(before.path("errors").asInt(-1)).isZero();
    assertThat(before.path("net_profit").asString()).isEqualTo("0");
  }

  @Test
  void aTrialWhoseStartIsNotKnownIsNeverPromoted() {
    Bot bot = new Bot("i1", Duration.ofSeconds(4));

    bot.offersWhatItTries();

    await().atMost(PATIENCE).until(() -> canary().path("state").asString().equals("rolled_back"));
    assertThat(bot.called("promote")).isEmpty();
    assertThat(bot.called("abort").getFirst().path("reason").asString())
        .isEqualTo(
            "at the end of its time it is not known whether it did well: what the bot was like when it began is not known");
  }

  @Test
  void whatDidWellIsPromotedWhenItsTimeIsOver() {
    Bot bot = new Bot("i1", Duration.ofSeconds(4));
    awaitInstance("i1");
    tryOut("i1");

    await().atMost(PATIENCE).until(() -> canary().path("state").asString().equals("promoted"));

    assertThat(bot.called("promote")).hasSize(1);
    assertThat(bot.called("promote").getFirst().path("reason").asString())
        .isEqualTo("its time is over and nothing worsened: no new errors, profit 0");
    assertThat(bot.called("abort")).isEmpty();
  }

  @Test
  void errorsTakeItBackAtOnce() {
    Bot bot = new Bot("i1", Duration.ofMinutes(10));
    awaitInstance("i1");
    tryOut("i1");

    for (int i = 0; i < 4; i++) {
      bot.says("error", ",\"error\":\"OrderRejected\",\"message\":\"too wide\"");
    }

    await().atMost(PATIENCE).until(() -> canary().path("state").asString().equals("rolled_back"));
    assertThat(bot.called("abort").getFirst().path("reason").asString()).isEqualTo("4 errors since it began, 3 are allowed");
    assertThat(canary().path("verdict").asString()).isEqualTo("4 errors since it began, 3 are allowed");
    assertThat(bot.called("promote")).isEmpty();
  }

  @Test
  void aLossTakesItBack() {
    Bot bot = new Bot("i1", Duration.ofMinutes(10));
    awaitInstance("i1");
    tryOut("i1");

    bot.balance("9800");

    await().atMost(PATIENCE).until(() -> canary().path("state").asString().equals("rolled_back"));
    assertThat(canary().path("verdict").asString()).startsWith("profit fell by 2 % of the equity since it began");
  }

  @Test
  void promotingAndAbortingGoToTheInstanceThatTries() {
    Bot older = new Bot("i1", Duration.ofMinutes(10));
    Bot owner = new Bot("i2", Duration.ofMinutes(10));
    awaitInstance("i1");
    awaitInstance("i2");
    tryOut("i1");

    HttpResponse<String> second = tryOut("i2");
    HttpResponse<String> abort = post("/canary/abort", "{\"reason\":\"enough\"}");

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("i1", "promote or abort that first");
    assertThat(abort.statusCode()).isEqualTo(200);
    assertThat(older.called("abort")).hasSize(1);
    assertThat(owner.called("abort")).isEmpty();
    assertThat(canary().path("state").asString()).isEqualTo("rolled_back");
    assertThat(canary().path("verdict").asString()).isEqualTo("enough");
  }

  private JsonNode row(String role) {
    for (JsonNode row : canary().path("comparison")) {
      if (row.path("role").asString().equals(role)) {
        return row;
      }
    }
    return ConfigCalls.JSON.missingNode();
  }

  @Test
  void ofTwoVersionsTheOneThatEarnsLessIsTakenBack() {
    Bot other = new Bot("i1", Duration.ofMinutes(10), "shards");
    Bot tries = new Bot("i2", Duration.ofMinutes(10), "shards");
    awaitInstance("i1");
    awaitInstance("i2");
    tryOut("i2");

    other.closesTrades("20");
    tries.closesTrades("-60");

    await().atMost(PATIENCE).until(() -> canary().path("state").asString().equals("rolled_back"));
    assertThat(tries.called("abort").getFirst().path("reason").asString())
        .startsWith("it made -180 USD where the others made 60 on average")
        .contains("2.4 % of its equity behind");
    assertThat(other.called("abort")).isEmpty();
    assertThat(row("canary").path("net_profit").asString()).isEqualTo("-180");
    assertThat(row("other").path("instance").asString()).isEqualTo("i1");
    assertThat(row("other").path("version").asInt()).isEqualTo(7);
    assertThat(row("other").path("net_profit").asString()).isEqualTo("60");
    assertThat(row("difference").path("net_profit").asString()).isEqualTo("-240");
    assertThat(row("difference").path("samples").asInt()).isEqualTo(6);
  }

  @Test
  void ofTwoVersionsTheOneThatDoesNoWorseIsPromotedHoweverTheOtherErrs() {
    Bot other = new Bot("i1", Duration.ofSeconds(6), "shards");
    Bot tries = new Bot("i2", Duration.ofSeconds(6), "shards");
    awaitInstance("i1");
    awaitInstance("i2");
    tryOut("i2");

    for (int i = 0; i < 4; i++) {
      other.says("error", ",\"error\":\"OrderRejected\",\"message\":\"too wide\",\"severity\":\"error\"");
    }

    await().atMost(PATIENCE).until(() -> !canary().path("state").asString().equals("running"));
    assertThat(canary().path("state").asString()).as(canary().toString()).isEqualTo("promoted");
    assertThat(tries.called("promote").getFirst().path("reason").asString())
        .isEqualTo("its time is over and nothing worsened: no new errors, profit 0; beside 1 other instance: too few trades to"
            + " compare profit");
    assertThat(row("other").path("errors").asInt()).isEqualTo(4);
  }

  @Test
  void anAlertThatBeginsMeanwhileTakesItBackAndIsNamed() {
    server.close();
    server =
        Binnacle.start(
            SettingsFile
                .parse("rules: [{name: too-hot, metric: temperature, above: 80, level: warning}]\n", "binnacle.yaml",
                    name -> null)
                .withServer(Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN)))
                .withData(data));
    Bot bot = new Bot("i1", Duration.ofMinutes(10));
    awaitInstance("i1");
    tryOut("i1");

    bot.metric("temperature", "91");

    await().atMost(PATIENCE).until(() -> canary().path("state").asString().equals("rolled_back"));
    String alert =
        ConfigCalls.JSON.readTree(send(request("/api/v1/alerts").GET()).body()).path("alerts").path(0).path("id").asString();
    assertThat(alert).isNotEmpty();
    assertThat(bot.called("abort").getFirst().path("reason").asString())
        .startsWith("alert " + alert + " (too-hot, warning) fires since it began: ");
    assertThat(canary().path("verdict").asString()).contains(alert);
  }
}
