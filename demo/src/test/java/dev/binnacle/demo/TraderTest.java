package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.HaltOrder;
import dev.binnacle.client.Monitor;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trader at a paper exchange where trades pass by hand; no server is there to be told. */
final class TraderTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir
  private Path folder;
  private PaperServer exchange;
  private PaperGateway account;
  private Monitor monitor;
  private Trader trader;
  private int passed = 1;

  @BeforeEach
  void begin() throws IOException {
    exchange = PaperServer.start(
        TradeTape.of(List.of(trade("1000", "1", NOW), trade("1000", "1", NOW.plusSeconds(86_400)))),
        new PaperServer.Options(0, 1, 1, folder.resolve("paper.json"), ExchangeMain.SYMBOL, PaperExchange.Terms.STANDARD));
    exchange.exchange().pass(trade("1000", "1", NOW));
    account = new PaperGateway(exchange.address(), "trend", (endpoint, status, took, remaining, limit) -> {});
    monitor = Monitor.builder("btc-trend", URI.create("http://127.0.0.1:1"), "nobody-listens").spoolDirectory(folder).connect();
    trader = new Trader(account, monitor.guard(), new Reporter(monitor), "test", "run", new Lots(folder.resolve("lots.json")));
    trader.takeOver(NOW);
  }

  @AfterEach
  void close() {
    monitor.close();
    account.close();
    exchange.close();
  }

  private PublicTrade trade(String price, String quantity, Instant at) {
    return new PublicTrade(passed++, at, new BigDecimal(price), new BigDecimal(quantity));
  }

  private BigDecimal held() {
    return account.positions().stream().map(NetPosition::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Strategy.Wish bid(String quantity) {
    return new Strategy.Wish(
        List.of(),
        List.of(new Strategy.NewOrder(Side.BUY, new BigDecimal(quantity), new BigDecimal("900"), false, null, null, "a test")));
  }

  /** The bot went on telling the position of before the cancel, and was found to differ from its exchange as long as the halt held. */
  @Test
  void partThatFilledBeforeAHaltCancelledTheOrderIsKnownAfterIt() {
    trader.carryOut(bid("1"), NOW);
    exchange.exchange().pass(trade("899", "0.4", NOW));
    Latch latch = new Latch(new HaltId("h1"), 1, HaltMode.CANCEL, null, HaltOrigin.PERSON, "ann", "a test", NOW);

    trader.halt(new HaltOrder(latch, true, null, false), NOW.plusSeconds(1));

    assertThat(account.openOrders()).isEmpty();
    assertThat(held()).isEqualByComparingTo("0.4");
    assertThat(trader.net()).isEqualByComparingTo("0.4");
  }

  @Test
  void whatTheOwnerOfTheAccountDidByHandIsFoundWhenTheBalanceIsDue() {
    trader.sync(NOW.plusSeconds(1));
    account.place(OrderRequest.limit("by-hand", ExchangeMain.SYMBOL, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
    exchange.exchange().pass(trade("899", "0.25", NOW));

    trader.sync(NOW.plusSeconds(10));

    assertThat(trader.net()).isEqualByComparingTo("0.25");
  }
}
