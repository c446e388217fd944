package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Halts through a whole server, with an exchange that it reaches and a bot that speaks over a link, or is gone. */
@Tag("slow")
final class HaltsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "bnc_halts_token_0123456789";
  private static final Symbol BTC = new Symbol("BTC/USD");

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
    open();
  }

  private void open() {
    String yaml = """
        exchanges:
          paper: { type: paper, url: "%s", key: trend }
        bots:
          btc-trend: { exchange: paper }
        """.formatted(exchange.address());
    Settings.Server web = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    server = Binnacle.start(
        SettingsFile.parse(yaml, "binnacle.yaml", name -> null).withData(folder.resolve("data")).withServer(web));
  }

  @AfterEach
  void close() {
    server.close();
    account.close();
    exchange.close();
    client.close();
  }

  /** One trade a second at 1000, 1001, … */
  private static TradeTape tape() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < 600; i++) {
      csv.append(1_385_337_600 + i).append(',').append(1000).append(",2.5\n");
    }
    return TradeTape.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  private OrderState rests(String id, String price) {
    return account.place(OrderRequest.limit(id, BTC, Side.BUY, BigDecimal.ONE, new BigDecimal(price)));
  }

  private HttpResponse<String> send(String path, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(60))
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

  private JsonNode begin(String body) {
    HttpResponse<String> answer = send("/api/v1/halts", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return ConfigCalls.JSON.readTree(answer.body());
  }

  private JsonNode halt(String id) {
    return ConfigCalls.JSON.readTree(send("/api/v1/halts/" + id, "").body());
  }

  private JsonNode awaitState(String id, String state) {
    return await().atMost(PATIENCE).until(() -> halt(id), halt -> halt.path("state").asString().equals(state));
  }

  /** A bot at the other end of a link: it closes its guard when it is told to, and says so. */
  private final class Bot implements Link.Receiver {
    private final LinkReader reader = new LinkReader();
    private final Link link = server.link("btc-trend");
    final List<Latch> latches = new CopyOnWriteArrayList<>();
    final List<LinkMessage.HaltTold> told = new CopyOnWriteArrayList<>();

    Bot connect() {
      link.open(this);
      link.send(new LinkWriter().hello(new InstanceId("i1")).toText());
      return this;
    }

    private void say() {
      GuardLevel level = latches.stream().map(latch -> latch.mode().level()).reduce(GuardLevel.OPEN, GuardLevel::and);
      link.send(
          new LinkWriter().guard(
              new LinkMessage.GuardTold(level, latches, 0, List.of(), latches.stream().map(Latch::id).toList()))
              .toText());
    }

    @Override
    public void opened() {}

    @Override
    public void received(String frame) {
      switch (reader.readFromServer(frame)) {
        case LinkMessage.Welcome _ -> say();
        case LinkMessage.HaltTold halt -> {
          told.add(halt);
          latches.removeIf(latch -> latch.id().equals(halt.latch().id()));
          latches.add(halt.latch());
          say();
        }
        case LinkMessage.ReleaseTold release -> {
          latches.removeIf(latch -> latch.id().equals(release.halt()));
          say();
        }
        default -> {
          // Answers are not looked at here.
        }
      }
    }

    @Override
    public void closed(String reason) {}
  }

  private void awaitGuardHeard() {
    await().atMost(PATIENCE).until(() -> !ConfigCalls.JSON.readTree(send("/api/v1/halts/now", "").body()).at("/bots/0/runs/0")
        .isMissingNode());
  }

  @Test
  void guardClosesOrdersAreCancelledAtTheExchangeAndTheReleaseOpensItAgain() {
    OrderState first = rests("o-1", "900");
    OrderState second = rests("o-2", "800");
    Bot bot = new Bot().connect();
    awaitGuardHeard();

    HttpResponse<String> stop = send("/api/control/emergency-stop", "{\"reason\": \"odd fills\"}");
    assertThat(stop.statusCode()).isEqualTo(202);
    String id = ConfigCalls.JSON.readTree(stop.body()).path("id").asString();
    JsonNode halt = awaitState(id, "halted");

    assertThat(account.openOrders()).isEmpty();
    assertThat(account.order(first.id()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
    JsonNode of = halt.path("bots").get(0);
    assertThat(of.path("proof").asString()).isEqualTo("exchange");
    assertThat(of.path("guards").get(0).path("stage").asString()).isEqualTo("confirmed");
    assertThat(of.path("orders").valueStream().map(order -> order.path("order_id").asString()))
        .containsExactlyInAnyOrder(first.id().value(), second.id().value());
    assertThat(of.path("residue")).isEmpty();
    assertThat(bot.told.getFirst().latch().mode()).isEqualTo(HaltMode.CANCEL);

    HttpResponse<String> resumed = send("/api/v1/halts/" + id + "/resume", "{\"reason\": \"looked\"}");
    assertThat(resumed.statusCode()).as(resumed.body()).isEqualTo(204);
    await().atMost(PATIENCE).until(bot.latches::isEmpty);
    // The guard opens at once; the picture of the halt follows.
    JsonNode released = await().atMost(PATIENCE).until(() -> halt(id).path("released"), JsonNode::isObject);
    assertThat(released.path("reason").asString()).isEqualTo("looked");
  }

  /** The bot is faster than the sweep: the exchange lists nothing of it any more, and the dashboard said nothing of the order. */
  @Test
  void orderThatTheBotCancelsBeforeTheSweepListsIsToldWithWhoCancelledIt() {
    OrderState byBot = rests("o-1", "900");
    OrderState byServer = rests("o-2", "800");
    holds(byBot.id().value(), 1);
    holds(byServer.id().value(), 2);
    account.cancel(byBot.id());

    String id = begin("{\"bot\": \"btc-trend\", \"reason\": \"odd fills\"}").path("id").asString();
    JsonNode orders = awaitState(id, "halted").at("/bots/0/orders");

    assertThat(orders).hasSize(2).allMatch(order -> order.path("proved").asBoolean());
    assertThat(detail(orders, byBot)).startsWith("cancelled by the bot or at the exchange, before the server asked for it");
    assertThat(detail(orders, byServer)).startsWith("cancelled by the server");
  }

  private static String detail(JsonNode orders, OrderState of) {
    return orders.valueStream().filter(order -> order.path("order_id").asString().equals(of.id().value())).findFirst()
        .orElseThrow().path("detail").asString();
  }

  /** The bot tells of an order that rests. */
  private void holds(String order, int seq) {
    take("""
        {"type": "order", "at": "%s", "instance": "i1", "seq": %d, "order_id": "%s", "symbol": "BTC/USD", "side": "buy",
         "kind": "limit", "status": "open", "quantity": "1", "price": "900", "currency": "USD"}
        """.formatted(Instant.now(), seq, order));
  }

  private void take(String event) {
    HttpResponse<String> taken = send("/api/v1/bots/btc-trend/events", event);
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
  }

  @Test
  void deadBotIsHaltedAtItsExchangeAndStoppedWhenItComesBackThoughTheServerWasKilledMeanwhile() {
    OrderState order = rests("o-1", "900");

    String id = begin("{\"bot\": \"btc-trend\", \"reason\": \"it is gone\"}").path("id").asString();
    awaitState(id, "halted");
    assertThat(account.order(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);

    server.close();
    open();
    Bot back = new Bot().connect();
    await().atMost(PATIENCE).until(() -> back.latches.stream().anyMatch(latch -> latch.id().value().equals(id)));
  }

  @Test
  void liquidationEndsFlat() {
    account.place(OrderRequest.market("buy", BTC, Side.BUY, BigDecimal.ONE));
    await().atMost(PATIENCE).until(() -> account.positions().size() == 1);

    String id = begin("{\"bot\": \"btc-trend\", \"mode\": \"liquidate\", \"reason\": \"get out\"}").path("id").asString();
    JsonNode position = awaitState(id, "halted").at("/bots/0/positions/0");

    assertThat(account.positions()).isEmpty();
    assertThat(position.path("outcome").asString()).isEqualTo("flat");
  }

  /** Alert, command, guards, configuration, orders and release: of each log one line, in the order in which they came. */
  @Test
  void incidentHasEverythingAroundTheHaltOnOneAxis() {
    OrderState order = rests("o-1", "900");
    new Bot().connect();
    awaitGuardHeard();
    holds(order.id().value(), 1);
    take("""
        {"type": "error", "at": "%s", "instance": "i1", "seq": 2, "error": "OddFill", "message": "filled twice", "severity": "high"}
        """.formatted(Instant.now()));
    String id = begin("{\"bot\": \"btc-trend\", \"reason\": \"odd fills\"}").path("id").asString();
    awaitState(id, "halted");
    assertThat(send("/api/v1/halts/" + id + "/resume", "{\"reason\": \"looked\"}").statusCode()).isEqualTo(204);

    JsonNode incident = await().atMost(PATIENCE).until(
        () -> ConfigCalls.JSON.readTree(send("/api/v1/halts/" + id + "/incident", "").body()),
        found -> kinds(found).contains("release") && kinds(found).contains("error"));

    assertThat(kinds(incident)).contains("command", "guard", "halt", "order", "error", "status", "release");
    assertThat(incident.path("lines").valueStream().map(line -> Instant.parse(line.path("at").asString()))).isSorted();
    assertThat(whats(incident))
        .contains(
            "order " + order.id() + " to buy 1 BTC/USD at 900 is open", "OddFill (high)",
            "order " + order.id() + " of BTC/USD is cancelled, proved")
        .anyMatch(what -> what.endsWith("asks to cancel: bot btc-trend"))
        .anyMatch(what -> what.startsWith("run i1 confirms"))
        .anyMatch(what -> what.endsWith(" releases the halt"));
    HttpResponse<String> file = send("/api/v1/halts/" + id + "/incident?format=markdown", "");
    assertThat(file.body()).contains("| " + order.id() + " | BTC/USD | cancelled | yes |").contains("looked");
  }

  private static List<String> kinds(JsonNode incident) {
    return incident.path("lines").valueStream().map(line -> line.path("kind").asString()).toList();
  }

  private static List<String> whats(JsonNode incident) {
    return incident.path("lines").valueStream().map(line -> line.path("what").asString()).toList();
  }

  @Test
  void exchangeThatCannotBeReachedFailsTheHaltLoudlyAndItStaysLatched() {
    account.close();
    exchange.close();

    String id = begin("{\"bot\": \"btc-trend\", \"reason\": \"x\"}").path("id").asString();
    // It fails when the time for cancelling is over, which is most of a minute.
    JsonNode failed =
        await().atMost(Duration.ofMinutes(3)).until(() -> halt(id), halt -> halt.path("state").asString().equals("failed"));

    assertThat(failed.at("/bots/0/residue")).isNotEmpty();
    assertThat(send("/api/v1/halts/" + id + "/resume", "{\"reason\": \"x\"}").statusCode()).isEqualTo(409);
    assertThat(send("/api/v1/halts/" + id + "/resume", "{\"reason\": \"x\", \"force\": true}").statusCode()).isEqualTo(204);
  }

  @Test
  void resumeOfWhatWasWidenedSinceIsRefused() {
    JsonNode first = begin("{\"bot\": \"btc-trend\", \"mode\": \"stop\", \"reason\": \"x\"}");
    JsonNode second = begin("{\"bot\": \"btc-trend\", \"mode\": \"cancel\", \"reason\": \"y\"}");
    String id = first.path("id").asString();

    assertThat(second.path("id").asString()).isEqualTo(id);
    HttpResponse<String> refused = send(
        "/api/v1/halts/" + id + "/resume",
        "{\"reason\": \"x\", \"force\": true, \"epoch\": " + first.path("epoch").asLong() + "}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("widened");
  }
}
