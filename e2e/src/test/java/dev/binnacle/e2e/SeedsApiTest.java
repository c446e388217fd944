package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The endpoints that programs in other languages know, spoken to as they do: with curl, with Python, with a WebSocket. */
@Tag("quick")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SeedsApiTest {
  private static final String BOT = "seeded";
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

  @TempDir
  private static Path folder;
  private static Product product;
  private static Api api;
  /** Listens from the beginning on, since a ping is a while away. */
  private static Talk listening;

  @BeforeAll
  static void start() throws Exception {
    product = new Product(folder);
    product.startServer(0);
    api = product.api();
    String now = Instant.now().toString();
    JsonNode answer = api.sendEvents(
        BOT,
        """
        [{"type": "started", "instance": "i1", "seq": 1, "at": "%1$s", "mode": "paper"},
         {"type": "balance", "instance": "i1", "seq": 2, "at": "%1$s", "total": "12500", "available": "9000", "currency": "USD"},
         {"type": "trade_closed", "instance": "i1", "seq": 3, "at": "%1$s", "trade_id": "t-1", "symbol": "BTC/USD", "side": "buy",
          "entry_price": "45000", "exit_price": "46000", "quantity": "0.5", "currency": "USD", "pnl": "500", "fees": "1.2"},
         {"type": "error", "instance": "i1", "seq": 4, "at": "%1$s", "error": "RiskViolation", "message": "drawdown", "severity": "error"},
         {"type": "health", "instance": "i1", "seq": 5, "at": "%1$s", "component": "balance_manager", "health": "healthy"},
         {"type": "metrics", "instance": "i1", "at": "%1$s", "values": {"memory_usage_mb": 312.5, "api_errors": 0, "nonce_failures": 2,
          "websocket_reconnects": 1, "cpu_usage_percent": 3.5, "log_file_size_mb": 0.2, "balance_manager_health": "healthy",
          "websocket_status": "connected", "trade_execution_time": 0.12, "balance_check_time": 0.05}}]
        """
            .formatted(now));
    assertThat(answer.path("rejected")).as(answer.toString()).isEmpty();
    assertThat(answer.path("accepted").asInt()).isEqualTo(6);
    // It is on disk; the picture of the fleet follows, and the last of it is there last.
    Await.that("what was sent in the picture", () -> api.status("/api/status?bot=" + BOT) == 200
        && api.get("/api/metrics?bot=" + BOT).path("metrics").has("memory_usage_mb"));
    listening = Talk.open(api, "/ws", Product.ADMIN);
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (listening != null) {
      listening.close();
    }
    product.close();
  }

  @Test
  void statusTellsHowOneBotAndTheFleetAre() throws Exception {
    api.sendEvents(BOT, "{\"type\": \"heartbeat\", \"instance\": \"i1\", \"at\": \"%s\"}".formatted(Instant.now()));

    for (String path : List.of("/api/status", "/api/status?bot=" + BOT)) {
      JsonNode status = api.get(path);

      assertThat(names(status)).contains("status", "message", "last_update", "error_count", "uptime_seconds", "components",
          "halted");
      assertThat(status.path("status").asString()).isNotBlank();
      assertThat(status.path("last_update").isNumber()).as("epoch seconds").isTrue();
      assertThat(status.path("uptime_seconds").isNumber()).isTrue();
      assertThat(status.path("halted").asBoolean(true)).isFalse();
    }
    Await.that("the error that was sent", () -> api.get("/api/status?bot=" + BOT).path("error_count").asInt() == 1);
    JsonNode one = api.get("/api/status?bot=" + BOT);
    assertThat(one.path("error_count").asInt()).isEqualTo(1);
    assertThat(one.path("components").path(0).path("name").asString()).isEqualTo("balance_manager");
  }

  @Test
  void metricsGiveEveryFigureByItsName() throws Exception {
    JsonNode answer = api.get("/api/metrics?bot=" + BOT);

    JsonNode metrics = answer.path("metrics");
    assertThat(answer.path("timestamp").asLong()).isCloseTo(Instant.now().getEpochSecond(),
        org.assertj.core.data.Offset.offset(3_600L));
    assertThat(names(metrics))
        .contains(
            "trades_executed", "success_rate", "total_pnl", "daily_pnl", "nonce_failures", "websocket_reconnects", "api_errors",
            "memory_usage_mb", "cpu_usage_percent", "log_file_size_mb", "balance_manager_health", "websocket_status",
            "trade_execution_time",
            "balance_check_time");
    assertThat(metrics.path("trades_executed").asInt()).isEqualTo(1);
    assertThat(metrics.path("memory_usage_mb").asDouble()).isEqualTo(312.5);
    assertThat(metrics.path("websocket_status").asString()).isEqualTo("connected");
    assertThat(names(api.get("/api/metrics").path("metrics"))).contains("memory_usage_mb", "total_pnl");
  }

  @Test
  void metricsHistoryHasThePointsThatWereSent() throws Exception {
    String path = "/api/metrics/history?metric=nonce_failures&bot=" + BOT + "&points=100";
    Await.that("the sample in the history", () -> !api.get(path).path("points").isEmpty());

    JsonNode points = api.get(path).path("points");
    assertThat(points.path(points.size() - 1).path("value").asDouble()).isEqualTo(2.0);
    assertThat(api.as("").status(path)).as("to a stranger").isEqualTo(401);
    assertThat(api.status("/api/metrics/history")).as("without a metric").isEqualTo(400);
  }

  @Test
  void aPostedBalanceIsTheBalanceAndInItsHistory() throws Exception {
    String bot = api.ingestToken("cashier");
    HttpResponse<String> posted =
        api.as(bot).post("/api/balance", "{\"bot\": \"cashier\", \"balance\": 1000.5, \"available\": 400}");
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(200);

    // A picture of the fleet is up to 50 ms old.
    Await.that("the new bot", () -> api.status("/api/balance?bot=cashier") == 200);
    JsonNode balance = api.get("/api/balance?bot=cashier");
    assertThat(names(balance)).contains("balance", "available", "currency", "timestamp");
    assertThat(balance.path("balance").decimalValue()).isEqualByComparingTo("1000.5");
    assertThat(balance.path("available").decimalValue()).isEqualByComparingTo("400");
    assertThat(balance.path("currency").asString()).isEqualTo("USD");
    assertThat(api.get("/api/balance?bot=" + BOT).path("balance").decimalValue()).isEqualByComparingTo("12500");
    assertThat(api.get("/api/balance").path("balance").isNumber()).as("of the fleet").isTrue();

    Await.that("the balance in its history",
        () -> !api.get("/api/balance/history?days=30&bot=cashier").path("history").isEmpty());
    JsonNode first = api.get("/api/balance/history?days=30&bot=cashier").path("history").path(0);
    assertThat(first.path("balance").asDouble()).isEqualTo(1000.5);
    assertThat(first.path("timestamp").isNumber()).isTrue();
    assertThat(api.get("/api/balance/history?days=30").path("history").isArray()).isTrue();
    HttpResponse<String> other = api.as(bot).post("/api/balance", "{\"bot\": \"" + BOT + "\", \"balance\": 1}");
    assertThat(other.statusCode()).as("for another bot").isEqualTo(403);
  }

  @Test
  void theSocketSaysUnaskedWhatTheSeedsDashboardsKnow() throws Exception {
    try (Talk talk = Talk.open(api, "/ws", Product.ADMIN)) {
      JsonNode update = talk.hear("metrics_update");
      assertThat(names(update)).contains("timestamp", "metrics", "alerts", "system_status");
      assertThat(update.path("timestamp").isNumber()).isTrue();
      assertThat(update.path("system_status").path("status").asString()).isNotBlank();

      api.sendEvents(
          "talker",
          """
          [{"type": "trade_opened", "id": "o-1", "at": "%1$s", "trade_id": "t-9", "symbol": "BTC/USD", "side": "buy",
            "entry_price": "45000", "quantity": "0.5", "currency": "USD"},
           {"type": "position", "id": "p-1", "at": "%1$s", "symbol": "BTC/USD", "side": "buy", "quantity": "0.5", "entry_price": "45000", "currency": "USD"}]
          """
              .formatted(Instant.now()));
      JsonNode trade = talk.hear("trade_update");
      assertThat(trade.path("bot").asString()).isEqualTo("talker");
      assertThat(trade.path("trade").path("trade_id").asString()).isEqualTo("t-9");
      JsonNode position = talk.hear("position_update");
      assertThat(position.path("position").path("symbol").asString()).isEqualTo("BTC/USD");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void theSocketAsksWhetherSomebodyIsStillThere() throws Exception {
    listening.hear("ping");

    listening.say("{\"type\": \"pong\"}");
  }

  @Test
  void prometheusCanReadTheMetrics() throws Exception {
    HttpResponse<String> answer = api.send(api.request("/metrics").header("Accept", "text/plain;version=0.0.4"));

    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain").contains("version=0.0.4");
    Map<String, Double> samples = PrometheusText.parse(answer.body());
    assertThat(samples).containsEntry("binnacle_ready", 1.0);
    assertThat(samples).containsEntry("binnacle_bot_closed_trades{bot=\"seeded\"}", 1.0);
    assertThat(samples).containsEntry("binnacle_bot_metric{bot=\"seeded\",metric=\"memory_usage_mb\"}", 312.5);
    assertThat(samples.get("binnacle_bot_balance{bot=\"seeded\",currency=\"USD\"}")).isEqualTo(12500.0);
    assertThat(api.as("").status("/metrics")).as("to a stranger").isEqualTo(401);
  }

  @Test
  void thePythonExampleDeliversEachOfItsTradesOnce() throws Exception {
    Path example = Rooms.repository().resolve("examples/python");
    String token = api.ingestToken("snake");
    ProcessBuilder program = new ProcessBuilder(
        "python3", example.resolve("bot.py").toString(), "--bot", "snake", "--seconds", "4", "--pause", "0.01", "--spool",
        folder.resolve("snake").toString());
    program.environment()
        .putAll(Map.of("BINNACLE_URL", product.url().toString(), "BINNACLE_TOKEN", token, "PYTHONDONTWRITEBYTECODE", "1"));

    Ended ended = Ended.of(program);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).doesNotContain("refused").doesNotContain("not delivered");
    Await.that("its end in the picture", () -> api.get("/api/v1/bots/snake").path("status").asString().equals("offline"));
    int closed = api.get("/api/v1/bots/snake/performance").path("total_trades").asInt();
    Await.that("all its closed trades in the history", () -> api.get("/api/v1/bots/snake/trades?limit=500").path("trades")
        .valueStream().filter(trade -> !trade.path("closed_at").isNull()).count() == closed);
    JsonNode trades = api.get("/api/v1/bots/snake/trades?limit=500").path("trades");
    List<Integer> numbers = new ArrayList<>();
    trades.forEach(trade -> numbers.add(Integer.parseInt(trade.path("trade_id").asString().replaceFirst(".*-", ""))));
    assertThat(numbers).as("it numbers its trades").isNotEmpty().doesNotHaveDuplicates();
    int most = numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
    assertThat(numbers).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, most).boxed().toList());
    JsonNode bot = api.get("/api/v1/bots/snake");
    assertThat(bot.path("gaps")).isEmpty();
    BigDecimal net = BigDecimal.ZERO;
    for (JsonNode trade : trades) {
      net = trade.path("closed_at").isNull() ? net : net.add(new BigDecimal(trade.path("net").asString()));
    }
    assertThat(new BigDecimal(bot.path("balance").path("total").asString()))
        .as("the 10000 that it starts with and what its closed trades made")
        .isEqualByComparingTo(net.add(new BigDecimal("10000")));
  }

  @Test
  void whatTheGuideSaysWithCurlWorksAsItStands() throws Exception {
    // Those about halts wait for one, and are tried with the Python example.
    List<String> commands =
        blocks("sh").stream().filter(block -> block.contains("curl ") && !block.contains("/commands")).toList();
    String token = api.ingestToken("btc-trend");
    Files.writeString(folder.resolve("events.ndjson"),
        "{\"type\": \"heartbeat\", \"at\": %d}\n".formatted(Instant.now().getEpochSecond()));
    assertThat(commands).hasSizeGreaterThanOrEqualTo(3);

    for (String command : commands) {
      ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
      shell.environment().putAll(Map.of("BINNACLE_URL", product.url().toString(), "BINNACLE_TOKEN", token));
      Ended ended = Ended.of(shell);

      assertThat(ended.exitCode()).as(command + ended.err()).isZero();
      JsonNode answer = Api.JSON.readTree(ended.out());
      assertThat(answer.path("accepted").asInt()).as(command + answer).isPositive();
      assertThat(answer.path("rejected")).as(command + answer).isEmpty();
    }
  }

  @Test
  void everyEventOfTheGuideIsTaken() throws Exception {
    List<JsonNode> events = new ArrayList<>();
    for (String block : blocks("json")) {
      JsonNode json = Api.JSON.readTree(block);
      (json.isArray() ? json.values() : List.of(json)).forEach(event -> events.add(event));
    }
    events.removeIf(event -> !event.has("type"));
    events.sort(Comparator.comparingInt(event -> event.path("seq").asInt(0)));
    assertThat(events).hasSizeGreaterThanOrEqualTo(19);

    JsonNode answer =
        api.sendEvents("guided", events.stream().map(JsonNode::toString).collect(Collectors.joining(",", "[", "]")));

    assertThat(answer.path("rejected")).as(answer.toString()).isEmpty();
    assertThat(answer.path("gaps")).as(answer.toString()).isEmpty();
    assertThat(answer.path("accepted").asInt()).isEqualTo(events.size());
  }

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Rooms.repository().resolve("docs/guide/any-language.md")));
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }
}
