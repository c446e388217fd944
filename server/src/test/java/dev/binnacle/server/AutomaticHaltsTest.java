package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Halts without a person, through a whole server with an exchange that it reaches. The bot is one of any language, which speaks over HTTP. */
@Tag("slow")
final class AutomaticHaltsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_WORDS = Duration.ofMillis(1_100);
  private static final String TOKEN = "bnc_triggers_token_0123456789";
  private static final String BOT = "btc-trend";
  private static final Symbol BTC = new Symbol("BTC/USD");

  @TempDir
  private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong seq = new AtomicLong();
  private PaperServer exchange;
  private PaperGateway account;
  private @Nullable Binnacle server;

  @BeforeEach
  void open() throws IOException {
    String csv = "timestamp,price,amount\n1385337600,1000,2.5\n1385337601,1000,2.5\n";
    TradeTape tape = TradeTape.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.US_ASCII)));
    exchange = PaperServer.start(
        tape, new PaperServer.Options(0, 1, 60, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
    account = new PaperGateway(exchange.address(), "trend", (endpoint, status, took, remaining, limit) -> {});
    account.place(OrderRequest.limit("o-1", BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
  }

  private void start(String yaml) {
    Settings.Server web = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    String whole = yaml + """

        exchanges: { paper: { type: paper, url: "%s", key: trend } }
        bots: { btc-trend: { exchange: paper } }
        """.formatted(exchange.address());
    server = Binnacle.start(
        SettingsFile.parse(whole, "binnacle.yaml", name -> null).withData(folder.resolve("data")).withServer(web));
  }

  @AfterEach
  void close() {
    server().close();
    account.close();
    exchange.close();
    client.close();
  }

  private Binnacle server() {
    return Objects.requireNonNull(server);
  }

  private HttpResponse<String> send(String path, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server().url() + path)).timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + TOKEN);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An event; {@code rest} begins with a comma. */
  private void says(String type, String rest) {
    String body = "{\"type\": \"%s\", \"at\": \"%s\", \"instance\": \"i1\"%s}".formatted(type, Instant.now(), rest);
    HttpResponse<String> answer = send("/api/v1/bots/" + BOT + "/events", body);
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    assertThat(ConfigCalls.JSON.readTree(answer.body()).path("rejected")).as(answer.body()).isEmpty();
  }

  private void records(String type, String rest) {
    says(type, ", \"seq\": " + seq.incrementAndGet() + rest);
  }

  private void lives() {
    says("heartbeat", ", \"state\": \"running\"");
  }

  /** Says this again and again, a second apart, until a halt is in force and done. */
  private JsonNode haltsWhile(Runnable word) {
    return await().atMost(PATIENCE).pollInterval(BETWEEN_WORDS).pollDelay(Duration.ZERO).until(() -> {
      word.run();
      return ConfigCalls.JSON.readTree(send("/api/v1/halts", "").body()).at("/halts/0");
    }, halt -> halt.path("state").asString().equals("halted"));
  }

  private void isAutomatic(JsonNode halt, String trigger, String reason) {
    assertThat(halt.path("by").asString()).isEqualTo("trigger " + trigger);
    assertThat(halt.path("mode").asString()).isEqualTo("cancel");
    assertThat(halt.path("scope").path("bot").asString()).isEqualTo(BOT);
    assertThat(halt.path("requests").get(0).path("origin").asString()).isEqualTo("trigger");
    assertThat(halt.path("reason").asString()).contains(reason);
    assertThat(halt.at("/bots/0/proof").asString()).isEqualTo("exchange");
    assertThat(account.openOrders()).isEmpty();
  }

  @Test
  void aBotThatLosesTooMuchIsHalted() {
    start("thresholds: { daily-pnl-loss-limit: -300 }");
    records("balance", ", \"total\": \"10000\", \"currency\": \"USD\"");
    lives();
    records("trade_closed", ", \"trade_id\": \"t1\", \"symbol\": \"BTC/USD\", \"side\": \"buy\", \"exit_price\": \"1000\","
        + " \"quantity\": \"1\", \"currency\": \"USD\", \"pnl\": \"-601\"");
    records("balance", ", \"total\": \"9399\", \"currency\": \"USD\"");

    JsonNode halt = haltsWhile(this::lives);

    isAutomatic(halt, "daily-loss",
        "a loss of 601 USD on the day, where the limit is a loss of 600 USD (2 times its limit of 300 USD)");
    JsonNode seen = ConfigCalls.JSON.readTree(send("/api/v1/bots/" + BOT + "/triggers", "").body()).path("triggers");
    assertThat(seen.valueStream().filter(each -> each.path("name").asString().equals("daily-loss")).toList()).singleElement()
        .satisfies(each -> {
          assertThat(each.path("stage").asString()).isEqualTo("tripped");
          assertThat(each.path("halt").asString()).isEqualTo(halt.path("id").asString());
          assertThat(each.path("share").asDouble()).isGreaterThan(1);
        });
  }

  @Test
  void aBotWhoseCriticalComponentStaysFailedIsHalted() {
    start("");
    lives();

    JsonNode halt = haltsWhile(
        () -> records("health", ", \"component\": \"risk_check\", \"health\": \"failed\", \"critical\": true"));

    isAutomatic(halt, "critical-failure", "critical component risk_check of btc-trend: it has failed");
  }

  @Test
  void aBotThatDiesWithoutAWordWhileItHoldsAnOrderIsHalted() {
    start("fleet: { stale-after: 1s, offline-after: 2s }");
    records("order", ", \"order_id\": \"o-1\", \"symbol\": \"BTC/USD\", \"side\": \"buy\", \"kind\": \"limit\","
        + " \"status\": \"open\", \"quantity\": \"1\", \"price\": \"900\", \"currency\": \"USD\"");
    lives();

    JsonNode halt = haltsWhile(() -> {});

    isAutomatic(halt, "lost-heartbeat", "with 0 positions and 1 order open, where the limit is 2 s");
  }

  @Test
  void aThrottleIsArmedAgainByANamedPersonBeforeItsHaltIsResumed() throws IOException {
    start("triggers: { repeated-execution: { most: 3, within: 1m, samples: 2 } }");
    lives();
    JsonNode halt = haltsWhile(() -> records("trade_opened",
        ", \"trade_id\": \"t%d\", \"symbol\": \"BTC/USD\", \"side\": \"buy\", \"entry_price\": \"1000\", \"quantity\": \"0.1\", \"currency\": \"USD\""
            .formatted(seq.get())));
    isAutomatic(halt, "repeated-execution",
        "buy 0.1 BTC/USD executed 5 times within 60 s, where the limit is 3 times within 60 s");
    String resume = "/api/v1/halts/" + halt.path("id").asString() + "/resume";
    String rearm = "/api/v1/bots/" + BOT + "/triggers/repeated-execution/rearm";

    HttpResponse<String> early = send(resume, "{\"reason\": \"go on\", \"force\": true}");
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).contains("is a throttle, which a named person must arm again first");
    assertThat(send(rearm, "{}").statusCode()).isEqualTo(422);
    assertThat(send("/api/v1/bots/" + BOT + "/triggers/memory/rearm", "{\"reason\": \"x\"}").statusCode()).isEqualTo(409);
    assertThat(send("/api/v1/bots/" + BOT + "/triggers/nothing/rearm", "{\"reason\": \"x\"}").statusCode()).isEqualTo(404);
    assertThat(send(rearm, "{\"reason\": \"the loop is fixed\"}").statusCode()).isEqualTo(204);

    assertThat(send(resume, "{\"reason\": \"go on\"}").statusCode()).isEqualTo(204);
    assertThat(Files.readString(folder.resolve("data").resolve("audit.log")))
        .contains("arm trigger repeated-execution of btc-trend again: the loop is fixed", "\"result\":\"done\"");
  }

  @Test
  void nothingIsHaltedWhereTheEmergencyShutdownIsOff() {
    start("monitoring: { enable-emergency-shutdown: false }");

    for (int i = 0; i < 40; i++) {
      records("trade_opened",
          ", \"trade_id\": \"t%d\", \"symbol\": \"BTC/USD\", \"side\": \"buy\", \"entry_price\": \"1000\", \"quantity\": \"0.1\", \"currency\": \"USD\""
              .formatted(i));
    }

    JsonNode triggers = ConfigCalls.JSON.readTree(send("/api/v1/triggers", "").body());
    assertThat(triggers.path("enabled").asBoolean()).isFalse();
    assertThat(triggers.path("triggers")).hasSize(8);
    assertThat(ConfigCalls.JSON.readTree(send("/api/v1/halts", "").body()).path("halts")).isEmpty();
  }
}
