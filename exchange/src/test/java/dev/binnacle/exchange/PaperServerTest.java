package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PaperServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Symbol BTC = new Symbol("BTC/USD");

  @TempDir
  private Path folder;

  /** One trade a second at 1000, 1001, … 1119. */
  private static TradeTape tape() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < 120; i++) {
      csv.append(1_385_337_600 + i).append(',').append(1000 + i).append(",2.5\n");
    }
    return TradeTape.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  private PaperServer start() throws IOException {
    return start(100);
  }

  private PaperServer start(double speed) throws IOException {
    return PaperServer.start(
        tape(),
        new PaperServer.Options(0, speed, 60, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
  }

  private static PaperGateway gateway(PaperServer server, List<String> calls) {
    return new PaperGateway(server.address(), "bot",
        (endpoint, status, took, remaining, limit) -> calls.add(endpoint + " " + status));
  }

  @Test
  void orderPlacedOverHttpFillsAsTheTapeRuns() throws IOException {
    List<String> calls = new ArrayList<>();
    try (PaperServer server = start(); PaperGateway gateway = gateway(server, calls)) {
      OrderState order = gateway.place(OrderRequest.market("c1", BTC, Side.BUY, BigDecimal.ONE));

      Awaitility.await().atMost(PATIENCE).until(() -> gateway.order(order.id()).orElseThrow().status() == OrderStatus.FILLED);

      assertThat(gateway.positions()).singleElement().extracting(NetPosition::quantity).isEqualTo(new BigDecimal("1"));
      assertThat(gateway.fills(0)).hasSize(1);
      assertThat(gateway.trades(BTC, 0, Duration.ofSeconds(1)))
          .isNotEmpty()
          .allSatisfy(trade -> assertThat(trade.number()).isPositive());
      assertThat(calls).contains("POST-orders 200");
    }
  }

  @Test
  void candlesOfTheHourBeforeAreThereAtOnce() throws IOException {
    // On a busy machine the tape once ran on to its second round before the candles were asked for.
    try (PaperServer server = start(0.01); PaperGateway gateway = gateway(server, new ArrayList<>())) {
      List<Candle> candles = gateway.candles(BTC, Duration.ofSeconds(10), 3);

      // Trades 0 to 59 have passed before the start, ten to a candle: the first candle is 1000 to 1009.
      assertThat(candles).hasSize(3);
      Candle candle = candles.get(0);
      assertThat(candle.high().subtract(candle.low())).isEqualByComparingTo("9");
      assertThat(candle.volume()).isEqualByComparingTo("25");
      assertThat(candle.end().getEpochSecond() % 10).isZero();
    }
  }

  @Test
  void throttlingRejectionAndSilenceAreToldApart() throws IOException {
    try (PaperServer server = start(); PaperGateway gateway = gateway(server, new ArrayList<>())) {
      server.exchange().inject(new Faults(0, 1, 0, 0, false));
      assertThat(kindOf(gateway)).isEqualTo(ExchangeException.Kind.REJECTED);
      server.exchange().inject(new Faults(0, 0, 1, 0, false));
      assertThat(kindOf(gateway)).isEqualTo(ExchangeException.Kind.THROTTLED);
      server.exchange().inject(new Faults(0, 0, 0, 1, false));
      assertThat(kindOf(gateway)).isEqualTo(ExchangeException.Kind.UNREACHABLE);
    }
  }

  private static ExchangeException.Kind kindOf(PaperGateway gateway) {
    try {
      gateway.place(OrderRequest.market("c9", BTC, Side.BUY, BigDecimal.ONE));
      throw new AssertionError("the order should not have been taken");
    } catch (ExchangeException e) {
      return e.kind();
    }
  }

  @Test
  void accountsOutliveTheServer() throws IOException {
    try (PaperServer server = start(); PaperGateway gateway = gateway(server, new ArrayList<>())) {
      OrderState order = gateway.place(OrderRequest.market("c1", BTC, Side.SELL, BigDecimal.ONE));
      Awaitility.await().atMost(PATIENCE).until(() -> gateway.order(order.id()).orElseThrow().status() == OrderStatus.FILLED);
    }
    try (PaperServer server = start(); PaperGateway gateway = gateway(server, new ArrayList<>())) {
      assertThat(gateway.positions()).singleElement().extracting(NetPosition::quantity).isEqualTo(new BigDecimal("-1"));
    }
  }

  @Test
  void damagedAccountFileIsNamedAndLeftAlone() throws IOException {
    Files.writeString(folder.resolve("paper.json"), "{\"next\": 1");

    assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("paper.json");
    assertThat(folder.resolve("paper.json")).hasContent("{\"next\": 1");
  }

  @Test
  void rubbishIsRefusedWithAReason() throws Exception {
    try (PaperServer server = start(); HttpClient http = HttpClient.newHttpClient()) {
      assertThat(post(http, server.address(), "{\"client_id\":")).isEqualTo(400);
      assertThat(post(http, server.address(),
          "{\"client_id\":\"x\",\"symbol\":{\"value\":\"BTC/USD\"},\"side\":\"BUY\",\"kind\":\"MARKET\",\"quantity\":-1}"))
          .isEqualTo(400);
    }
  }

  private static int post(HttpClient http, URI server, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/orders"))
        .header("X-Api-Key", "bot")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void tapeStartsAgainWithTimeRunningOn() throws IOException {
    TradeTape tape = tape();

    assertThat(tape.trade(120).price()).isEqualByComparingTo("1000");
    assertThat(tape.trade(120).at()).isAfter(tape.trade(119).at());
    assertThat(tape.numberAt(Instant.ofEpochSecond(1_385_337_630))).isEqualTo(30);
  }

  @Test
  void brokenTapeLineIsNamed() {
    assertThatThrownBy(() -> TradeTape.read(new ByteArrayInputStream("h\n1,2,3\n1;2\n".getBytes(StandardCharsets.US_ASCII))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3");
  }
}
