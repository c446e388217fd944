package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.FlushResult;
import dev.binnacle.client.Monitor;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.server.Binnacle;
import dev.binnacle.server.Secret;
import dev.binnacle.server.Settings;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot and the server in one process, without a socket between them. */
@Tag("quick")
final class InProcessTest {
  private static final String TOKEN = "token-of-the-test-in-one-process";

  @TempDir
  private Path folder;

  @Test
  void tradeOfABotInTheSameProcessIsOnDiskAndInTheApi() throws Exception {
    Settings settings = Settings.DEFAULTS
        .withData(folder.resolve("data"))
        .withServer(Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN)));

    try (Binnacle server = Binnacle.start(settings); Monitor monitor = Monitor.over("embedded", server.link("embedded"))) {
      monitor.tradeClosed(Event.TradeClosed.of(
          Instant.now(),
          new TradeId("t-1"),
          new Symbol("BTC/USD"),
          Side.BUY,
          new BigDecimal("46000"),
          BigDecimal.ONE,
          Currency.USD,
          new BigDecimal("500")));

      assertThat(monitor.flush(Await.PATIENCE)).isEqualTo(FlushResult.ACKNOWLEDGED);
      Await.that("the trade in the history", () -> get(server, "/api/v1/bots/embedded/trades").contains("t-1"));
    }
  }

  private static String get(Binnacle server, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path)).header("Authorization", "Bearer " + TOKEN).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
