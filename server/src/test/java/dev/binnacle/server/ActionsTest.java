package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.Input;
import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Single acts of people through a whole server, at an exchange that it reaches. The price is 1000 all the time. */
@Tag("slow")
final class ActionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "bnc_actions_token_0123456789";
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final BotId TREND = new BotId("btc-trend");
  private static final String ORDERS = "/api/v1/bots/btc-trend/orders";
  private static final String BID = "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": \"1\", \"price\": \"900\"%s}";
  private static final String LIMITS = """
      trading:
        manual-orders: true
        max-order-value: 2500 USD
        max-exposure: 3000 USD
        max-quantity: { BTC/USD: "2" }
        max-messages: 3
        duplicates-within: 1h
        within: 1h
      """;

  @TempDir
  private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private PaperServer exchange;
  private PaperGateway account;
  private Binnacle server;

  @BeforeEach
  void start() throws IOException {
    exchange = PaperServer.start(
        tape(), new PaperServer.Options(0, 1, 60, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
    account = new PaperGateway(exchange.address(), "trend", (endpoint, status, took, remaining, limit) -> {});
    server = Binnacle.start(settings(""));
  }

  private Settings settings(String trading) {
    String yaml = """
        exchanges:
          paper: { type: paper, url: "%s", key: trend }
        bots:
          btc-trend: { exchange: paper }
          nowhere: { }
        %s
        """.formatted(exchange.address(), trading);
    Settings.Server web = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null).withData(folder.resolve("data")).withServer(web);
  }

  private void open(String trading) {
    server.close();
    server = Binnacle.start(settings(trading));
  }

  @AfterEach
  void close() {
    server.close();
    account.close();
    exchange.close();
    client.close();
  }

  private static TradeTape tape() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < 600; i++) {
      csv.append(1_385_337_600 + i).append(",1000,2.5\n");
    }
    return TradeTape.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  private HttpResponse<String> post(String path, @Nullable String body, @Nullable String key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + TOKEN);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    request.POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return client.sendAsync((body == null ? request : request.header("Content-Type", "application/json")).build(),
        BodyHandlers.ofString()).join();
  }

  private JsonNode get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN).build();
    return ConfigCalls.JSON.readTree(client.sendAsync(request, BodyHandlers.ofString()).join().body());
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return ConfigCalls.JSON.readTree(answer.body());
  }

  private String confirm(String order) {
    return json(post(ORDERS + "?dry_run=true", order.formatted(""), null), 200).path("confirm").asString();
  }

  private JsonNode place(String order, @Nullable String key) {
    return json(post(ORDERS, order.formatted(", \"confirm\": \"" + confirm(order) + "\""), key), 202);
  }

  private OrderState rests(String id) {
    return account.place(OrderRequest.limit(id, BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
  }

  private JsonNode awaitEnd(String id) {
    return await().atMost(PATIENCE).until(
        () -> get("/api/v1/actions/" + id), action -> !action.path("stage").asString().equals("begun"));
  }

  @Test
  void ordersByHandAreOffUnlessTheSettingsLetThem() {
    JsonNode refused = json(post(ORDERS + "?dry_run=true", BID.formatted(""), null), 409);

    assertThat(refused.path("detail").asString()).contains("trading.manual-orders");
    assertThat(account.openOrders()).isEmpty();
  }

  @Test
  void orderIsShownConfirmedPlacedAndRead() {
    open(LIMITS);

    JsonNode plan = json(post(ORDERS + "?dry_run=true", BID.formatted(""), null), 200);
    assertThat(plan.path("what").asString()).isEqualTo("buy 1 BTC/USD at 900");
    assertThat(plan.path("real").asBoolean()).isFalse();
    assertThat(plan.path("checks").valueStream().map(check -> check.path("rule").asString()))
        .containsExactly("size", "price-distance", "order-value", "quantity", "exposure", "messages", "duplicate");
    assertThat(account.openOrders()).isEmpty();
    json(post(ORDERS, BID.formatted(""), null), 428);
    json(post(ORDERS, BID.formatted(", \"confirm\": \"0000\""), null), 428);

    JsonNode placed = place(BID, null);

    assertThat(placed.path("stage").asString()).isEqualTo("done");
    assertThat(placed.path("outcome").asString()).contains("rests, 0 of 1 filled");
    assertThat(account.openOrders()).singleElement()
        .satisfies(order -> assertThat(order.clientId()).isEqualTo(placed.path("order_id").asString()));
    JsonNode kept = get("/api/v1/actions").path("actions").get(0);
    assertThat(kept.path("by").asString()).isEqualTo("BINNACLE_TOKEN");
    assertThat(kept.path("id")).isEqualTo(placed.path("id"));
  }

  @Test
  void whetherOrdersMayBePlacedIsToldBeforeAnyIsAskedFor() {
    assertThat(get(ORDERS + "/by-hand").path("allowed").asBoolean()).isFalse();
    assertThat(get(ORDERS + "/by-hand").path("reason").asString()).contains("trading.manual-orders");
    assertThat(get("/api/v1/bots/btc-trend/orders/by-hand").path("limits")).isNotEmpty();

    open(LIMITS);

    JsonNode may = get(ORDERS + "/by-hand");
    assertThat(may.path("allowed").asBoolean()).isTrue();
    assertThat(may.path("real").asBoolean()).isFalse();
    assertThat(may.path("limits").valueStream().map(limit -> limit.path("limit").asString()))
        .containsExactly(
            "at most 2500 USD an order", "at most 3000 USD of positions with it", "at most 2 BTC/USD",
            "a limit at most 5 % beyond the last price", "at most 3 within 3600 s", "the same not again within 3600 s");
  }

  @Test
  void confirmationIsForOneOrderAndOnce() {
    open(LIMITS);
    String confirm = ", \"confirm\": \"" + confirm(BID) + "\"";

    json(post(ORDERS, BID.replace("900", "901").formatted(confirm), null), 428);
    json(post(ORDERS, BID.formatted(confirm), null), 202);
    json(post(ORDERS, BID.formatted(confirm), null), 428);

    assertThat(account.openOrders()).hasSize(1);
  }

  @Test
  void keyThatIsSentAgainPlacesNothingMore() {
    open(LIMITS);

    JsonNode first = place(BID, "k-1");
    JsonNode again = json(post(ORDERS, BID.formatted(""), "k-1"), 202);

    assertThat(again.path("id")).isEqualTo(first.path("id"));
    assertThat(account.openOrders()).hasSize(1);
    json(post(ORDERS, BID.replace("900", "901").formatted(""), "k-1"), 422);
  }

  @Test
  void limitsRefuseAndNameThemselves() {
    open(LIMITS);

    assertThat(broken(BID.replace("\"1\"", "\"2.4\""))).isEqualTo("quantity");
    assertThat(broken(BID.replace("\"1\"", "\"3\"").replace("900", "1000"))).isEqualTo("order-value");
    assertThat(broken(BID.replace("900", "1060"))).isEqualTo("price-distance");
    assertThat(broken(BID.replace("\"1\"", "\"0.00000000001\""))).isEqualTo("step");
    json(post(ORDERS + "?dry_run=true", BID.replace("BTC", "ETH").formatted(""), null), 404);

    place(BID, null);
    assertThat(broken(BID)).isEqualTo("duplicate");
    // 900 rest and 2400 are added, at most 3000 may be.
    assertThat(broken(BID.replace("\"1\"", "\"2\"").replace("900", "1000"))).isEqualTo("none");
    assertThat(broken(BID.replace("\"1\"", "\"2\"").replace("900", "1049"))).isEqualTo("none");
    account.place(OrderRequest.limit("bots-own", BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("800")));
    assertThat(broken(BID.replace("\"1\"", "\"2\""))).isEqualTo("exposure");
    place(BID.replace("\"1\"", "\"0.1\""), null);
    place(BID.replace("\"1\"", "\"0.2\""), null);
    assertThat(broken(BID.replace("\"1\"", "\"0.3\""))).isEqualTo("messages");
  }

  /** The rule of the first check that is not passed. */
  private String broken(String order) {
    JsonNode plan = json(post(ORDERS + "?dry_run=true", order.formatted(""), null), 200);
    String rule = plan.path("checks").valueStream().filter(check -> !check.path("passed").asBoolean())
        .map(check -> check.path("rule").asString()).findFirst().orElse("none");
    assertThat(plan.path("confirm").isNull()).isEqualTo(!rule.equals("none"));
    return rule;
  }

  @Test
  void haltRefusesOrdersAndLetsAPositionBeClosed() {
    open(LIMITS);
    account.place(OrderRequest.market("buy", BTC, Side.BUY, BigDecimal.ONE));
    await().atMost(PATIENCE).until(() -> account.positions().size() == 1);
    json(post("/api/v1/halts", "{\"bot\": \"btc-trend\", \"mode\": \"stop\", \"reason\": \"odd\"}", null), 202);

    JsonNode refused =
        json(post(ORDERS, BID.formatted(", \"confirm\": \"" + confirm(BID) + "\""), null), 409);
    assertThat(refused.path("detail").asString()).contains("halt h", "odd");
    assertThat(account.openOrders()).isEmpty();

    JsonNode plan = json(post("/api/v1/bots/btc-trend/positions/BTC/USD/close?dry_run=true", null, null), 200);
    assertThat(plan.path("what").asString()).isEqualTo("sell 1 BTC/USD at the market: it closes the position of BTC/USD");
    JsonNode closed = json(post("/api/v1/bots/btc-trend/positions/BTC/USD/close", null, null), 202);
    closed = awaitEnd(closed.path("id").asString());

    assertThat(closed.path("stage").asString()).as(closed.toString()).isEqualTo("done");
    assertThat(closed.path("outcome").asString()).contains("flat: 1 of BTC/USD");
    assertThat(account.positions()).isEmpty();
    json(post("/api/v1/bots/btc-trend/positions/BTC/USD/close", null, null), 404);
  }

  @Test
  void oneOrderIsCancelledByEitherOfItsNames() {
    OrderState first = rests("mine-1");
    OrderState second = rests("mine-2");
    rests("mine-3");

    JsonNode done = json(post(ORDERS + "/" + first.id() + "/cancel", null, null), 202);
    assertThat(done.path("stage").asString()).isEqualTo("done");
    json(post(ORDERS + "/mine-2/cancel?dry_run=true", null, null), 200);
    assertThat(account.openOrders()).hasSize(2);
    json(post(ORDERS + "/mine-2/cancel", null, null), 202);

    assertThat(account.openOrders()).extracting(OrderState::clientId).containsExactly("mine-3");
    assertThat(account.order(second.id()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
    json(post(ORDERS + "/nobody/cancel", null, null), 404);
    json(post("/api/v1/bots/nowhere/orders/mine-3/cancel", null, null), 409);
  }

  @Test
  void exchangeThatRejectsIsNotAskedAgain() {
    open(LIMITS);
    String confirm = confirm(BID);
    exchange.exchange().inject(Faults.rejecting(1));

    JsonNode failed = json(post(ORDERS, BID.formatted(", \"confirm\": \"" + confirm + "\""), null), 202);

    assertThat(failed.path("stage").asString()).isEqualTo("failed");
    assertThat(failed.path("outcome").asString()).contains("refused it", "it is not there");
  }

  @Test
  void exchangeThatIsBusyIsToldAndNothingIsDone() {
    open(LIMITS);
    exchange.exchange().inject(Faults.throttling(1));

    json(post(ORDERS + "?dry_run=true", BID.formatted(""), null), 503);

    assertThat(get("/api/v1/actions").path("actions")).isEmpty();
  }

  /** The server was killed after the record was on disk, before or after the order was sent. */
  @Test
  void actThatWasUnderWayIsReadAfterTheStartAndNeverSentAgain() throws Exception {
    server.close();
    record(action("a1", "bn-sent"));
    record(action("a2", "bn-lost"));
    rests("bn-sent");

    open(LIMITS);

    JsonNode sent = awaitEnd("a1");
    assertThat(sent.path("stage").asString()).isEqualTo("done");
    assertThat(sent.path("outcome").asString()).contains("rests, 0 of 1 filled");
    JsonNode lost = awaitEnd("a2");
    assertThat(lost.path("stage").asString()).isEqualTo("failed");
    assertThat(lost.path("outcome").asString()).contains("It never came");
    assertThat(account.openOrders()).extracting(OrderState::clientId).containsExactly("bn-sent");
  }

  private static Action action(String id, String client) {
    return new Action(
        new ActionId(id), TREND, Action.Kind.PLACE_ORDER, BTC, new OrderId(client), "buy 1 BTC/USD at 900", false, "",
        Instant.now(),
        Action.Stage.BEGUN, "");
  }

  /** As a server does that is killed the moment after. */
  private void record(Action action) throws Exception {
    InstantSource clock = InstantSource.system();
    try (Storage storage = Storage.open(folder.resolve("data"), StorageSettings.DEFAULTS, clock);
        EngineLoop loop =
            new EngineLoop(EngineBoot.start(settings(LIMITS), storage), storage.journal(), storage.samples(), clock)) {
      loop.start();
      EngineLoop.CommandResult result =
          loop.command(new Input.Command.BeginAction(action), "ann").orElseThrow().get(30, TimeUnit.SECONDS);
      assertThat(result.refused()).isNull();
    }
  }
}
