package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Bots and their exchange side by side, through a whole server. */
@Tag("slow")
final class ReconciliationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "bnc_reconcile_token_0123456789";
  private static final Symbol BTC = new Symbol("BTC/USD");

  @TempDir
  private Path folder;

  private final AtomicBoolean lives = new AtomicBoolean(true);
  private PaperServer exchange;
  private PaperGateway account;
  private Binnacle server;
  private Thread heart;

  @BeforeEach
  void start() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < 600; i++) {
      csv.append(1_385_337_600 + i).append(',').append(1000).append(",2.5\n");
    }
    TradeTape tape = TradeTape.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)));
    exchange = PaperServer.start(
        tape, new PaperServer.Options(0, 20, 60, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
    account = new PaperGateway(exchange.address(), "trend", (endpoint, status, took, remaining, limit) -> {});
    String yaml = """
        exchanges: { paper: { type: paper, url: "%s", key: trend } }
        reconciliation: { every: off }
        bots: { btc-trend: { exchange: paper }, other: {} }
        """.formatted(exchange.address());
    server = Binnacle.start(
        SettingsFile.parse(yaml, "binnacle.yaml", name -> null).withData(folder.resolve("data"))
            .withServer(Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN))));
    heart = Thread.ofVirtual().name("heartbeats").start(() -> {
      while (lives.get()) {
        say("{\"type\": \"heartbeat\", \"at\": \"%s\", \"state\": \"running\"}".formatted(Instant.now()));
        LockSupport.parkNanos(200_000_000);
      }
    });
  }

  @AfterEach
  void close() throws InterruptedException {
    lives.set(false);
    assertThat(heart.join(Duration.ofSeconds(60))).isTrue();
    server.close();
    account.close();
    exchange.close();
  }

  private void say(String event) {
    Requests.post(server, "/api/v1/bots/btc-trend/events", TOKEN, event);
  }

  private void says(OrderState order, String status, String filled) {
    say("""
        {"type": "order", "at": "%s", "order_id": "%s", "symbol": "BTC/USD", "side": "buy", "kind": "limit", "status": "%s",
         "quantity": "%s", "filled": "%s", "price": "900", "currency": "USD"}
        """.formatted(Instant.now(), order.id(), status, order.quantity().toPlainString(), filled));
  }

  private void saysPosition(BigDecimal quantity) {
    say("""
        {"type": "position", "at": "%s", "symbol": "BTC/USD", "side": "buy", "quantity": "%s", "entry_price": "1000", "currency": "USD"}
        """.formatted(Instant.now(), quantity.toPlainString()));
  }

  private OrderState rests(String id) {
    return account.place(OrderRequest.limit(id, BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
  }

  private BigDecimal held() {
    return account.positions().stream().map(position -> position.quantity()).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void buys() {
    BigDecimal before = held();
    account.place(OrderRequest.market("m" + System.nanoTime(), BTC, Side.BUY, BigDecimal.ONE));
    await().atMost(PATIENCE).until(() -> held().compareTo(before) > 0);
  }

  private JsonNode compared() {
    return ConfigCalls.JSON.readTree(Requests.post(server, "/api/v1/reconciliations", TOKEN, "{}")).path("reconciliations")
        .get(0);
  }

  private JsonNode alerts(String rule) {
    JsonNode all = ConfigCalls.JSON.readTree(Requests.get(server, "/api/v1/alerts", TOKEN)).path("alerts");
    for (JsonNode alert : all) {
      if (alert.path("rule").asString().equals(rule)) {
        return alert;
      }
    }
    return ConfigCalls.JSON.missingNode();
  }

  @Test
  void orphanOrderAndUnknownQuantityAreNamedWithBothSidesAndRaiseAlerts() {
    OrderState known = rests("o-1");
    says(known, "open", "0");
    buys();
    saysPosition(new BigDecimal("3"));
    OrderState orphan = rests("o-2");

    JsonNode result = compared();

    assertThat(result.path("state").asString()).as(result.toString()).isEqualTo("differs");
    assertThat(
        result.path("differences").valueStream().map(one -> one.path("kind").asString() + " " + one.path("subject").asString()))
        .contains("orphan_order " + orphan.id(), "position_quantity BTC/USD");
    JsonNode alert = await().atMost(PATIENCE).until(() -> alerts("order-mismatch"), JsonNode::isObject);
    assertThat(alert.path("reason").asString())
        .contains("orphan order " + orphan.id(), "the bot says does not know it", "the exchange BUY 1");
    JsonNode position = await().atMost(PATIENCE).until(() -> alerts("position-mismatch"), JsonNode::isObject);
    assertThat(position.path("reason").asString()).contains("the bot says 3", "the exchange 1");
  }

  @Test
  void whatIsMendedAgreesAgain() {
    OrderState known = rests("o-1");
    says(known, "open", "0");
    OrderState orphan = rests("o-2");
    assertThat(compared().path("state").asString()).isEqualTo("differs");

    says(orphan, "open", "0");

    JsonNode result = compared();
    assertThat(result.path("state").asString()).as(result.toString()).isEqualTo("agrees");
    assertThat(result.path("sides").get(0).path("exchange").asString()).isEqualTo("2");
  }

  @Test
  void fillThatTheBotNeverHeardOfIsNamed() {
    OrderState order = rests("o-1");
    says(order, "open", "0");
    assertThat(compared().path("state").asString()).isEqualTo("agrees");
    exchange.exchange().inject(Faults.fillingOnCancel());
    assertThatThrownBy(() -> account.cancel(order.id(), BTC)).as("it filled instead").hasMessageContaining("no open order");
    exchange.exchange().inject(Faults.NONE);

    JsonNode result = compared();

    assertThat(
        result.path("differences").valueStream().map(one -> one.path("kind").asString() + " " + one.path("subject").asString()))
        .as(result.toString()).contains("missing_fill " + order.id());
  }

  /** A fill that both told of was called missing once the order rested no more: its claim was settled, and forgotten, by then. */
  @Test
  void fillThatBothTellOfIsNoDifference() {
    OrderState order = rests("o-1");
    says(order, "open", "0");
    assertThat(compared().path("state").asString()).isEqualTo("agrees");
    exchange.exchange().inject(Faults.fillingOnCancel());
    assertThatThrownBy(() -> account.cancel(order.id(), BTC)).as("it filled instead").hasMessageContaining("no open order");
    exchange.exchange().inject(Faults.NONE);

    says(order, "filled", "1");
    saysPosition(held());

    assertThat(compared().path("state").asString()).isEqualTo("agrees");
    JsonNode again = compared();
    assertThat(again.path("state").asString()).as(again.toString()).isEqualTo("agrees");
  }

  @Test
  void botThatHasToldNothingAgreesWithNothing() {
    rests("o-1");

    JsonNode result = compared();

    assertThat(result.path("state").asString()).isEqualTo("waiting");
    assertThat(result.path("reason").asString()).contains("has told nothing yet");
  }

  @Test
  void exchangeThatIsGoneIsUnknownAndNoGoodNews() {
    OrderState known = rests("o-1");
    says(known, "open", "0");
    rests("o-2");
    assertThat(compared().path("state").asString()).isEqualTo("differs");

    exchange.close();

    JsonNode result = compared();
    assertThat(result.path("state").asString()).isEqualTo("unknown");
    assertThat(result.path("differences")).isNotEmpty();
  }

  /** A bot that trades ten times a second and tells of each a little later than its exchange knows it. */
  @Test
  void busyBotThatTellsAllOfItRaisesNothing() throws InterruptedException {
    AtomicBoolean trades = new AtomicBoolean(true);
    Thread bot = Thread.ofVirtual().name("busy").start(() -> {
      for (int i = 0; trades.get(); i++) {
        OrderState order = rests("b-" + i);
        LockSupport.parkNanos(30_000_000);
        says(order, "open", "0");
        OrderState cancelled = account.cancel(order.id(), BTC);
        BigDecimal before = held();
        OrderState bought = account.place(OrderRequest.market("mb-" + i, BTC, Side.BUY, new BigDecimal("0.01")));
        await().atMost(PATIENCE).until(() -> held().compareTo(before) > 0);
        LockSupport.parkNanos(30_000_000);
        says(order, cancelled.status().name().toLowerCase(Locale.ROOT), "0");
        says(bought, "filled", "0.01"); // what was caught while it rested is waited for
        saysPosition(held());
      }
    });

    for (int i = 0; i < 6; i++) {
      JsonNode result = compared();
      assertThat(result.path("state").asString()).as(result.toString()).isNotEqualTo("differs");
    }
    trades.set(false);
    assertThat(bot.join(Duration.ofSeconds(60))).isTrue();
    assertThat(compared().path("state").asString()).isEqualTo("agrees");
    assertThat(alerts("order-mismatch").isMissingNode()).isTrue();
    assertThat(alerts("position-mismatch").isMissingNode()).isTrue();
  }

  @Test
  void botsWithoutAnExchangeAreNotCompared() {
    JsonNode all = ConfigCalls.JSON.readTree(Requests.get(server, "/api/v1/reconciliations", TOKEN)).path("reconciliations");

    assertThat(all.size()).isEqualTo(1);
    assertThat(all.get(0).path("bot").asString()).isEqualTo("btc-trend");
    assertThat(all.get(0).path("state").asString()).isEqualTo("waiting");
  }
}
