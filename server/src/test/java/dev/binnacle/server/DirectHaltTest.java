package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.exchange.Credentials;
import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.KeyFile;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.testkit.FakeBinance;
import dev.binnacle.testkit.FakeKraken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Halts with no server, at the paper exchange and at venues that are faithful, slow, throttled or lying. */
@Tag("slow")
final class DirectHaltTest {
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final String PAPER = """
      exchanges:
        one: { type: paper, url: "%1$s", key: one }
        two: { type: paper, url: "%1$s", key: two }
      bots:
        btc-trend: { exchange: one, group: crypto }
        btc-grid: { exchange: { name: two, order-prefix: g- } }
        lost: {}
      """;

  @TempDir
  private Path folder;

  private PaperServer exchange;
  private PaperGateway one;
  private PaperGateway two;

  @BeforeEach
  void start() throws IOException {
    exchange = PaperServer.start(
        tape(), new PaperServer.Options(0, 1, 60, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
    one = new PaperGateway(exchange.address(), "one", (endpoint, status, took, remaining, limit) -> {});
    two = new PaperGateway(exchange.address(), "two", (endpoint, status, took, remaining, limit) -> {});
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    exchange.close();
  }

  private static TradeTape tape() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < 600; i++) {
      csv.append(1_385_337_600 + i).append(',').append(1000).append(",2.5\n");
    }
    return TradeTape.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  private static OrderState rests(PaperGateway account, String id) {
    return account.place(OrderRequest.limit(id, BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
  }

  private HaltSettings settings(String yaml, Map<String, String> environment) {
    try {
      return HaltSettings.read(Files.writeString(folder.resolve("binnacle.yaml"), yaml), environment::get)
          .withData(folder.resolve("data"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DirectHalt.Wish wish(DirectHalt.Scope scope, HaltMode mode) {
    return new DirectHalt.Wish(
        scope, null, mode, mode == HaltMode.LIQUIDATE ? Liquidation.ALL_AT_MARKET : null, "ann", "odd fills",
        Duration.ofSeconds(10));
  }

  private static DirectHalt.Scope bot(String name) {
    return new DirectHalt.Scope.OfBot(new BotId(name));
  }

  private DirectReport run(HaltSettings settings, DirectHalt.Wish wish) {
    return new DirectHalt(settings, wish, new DirectHalt.Places(settings.data(), List.of(folder.resolve("spool"))))
        .run((target, words) -> {});
  }

  private DirectReport run(DirectHalt.Scope scope, HaltMode mode) {
    return run(settings(PAPER.formatted(exchange.address()), Map.of()), wish(scope, mode));
  }

  private static HaltedOrder order(DirectReport report, String id) {
    return report.parts().stream().flatMap(part -> part.orders().stream()).filter(order -> order.id().value().equals(id))
        .findFirst().orElseThrow();
  }

  @Test
  void orderIsCancelledAndProvedAndTheBotHasItsHaltFile() throws IOException {
    OrderState order = rests(one, "o-1");
    OrderState others = rests(two, "g-1");

    DirectReport report = run(bot("btc-trend"), HaltMode.CANCEL);

    assertThat(report.isProved()).as(report.toJson()).isTrue();
    assertThat(order(report, order.id().value()).outcome()).isEqualTo(HaltedOrder.Outcome.CANCELLED);
    assertThat(one.openOrders()).isEmpty();
    assertThat(two.openOrders()).extracting(OrderState::id).containsExactly(others.id());
    assertThat(folder.resolve("spool/HALT-btc-trend")).content().startsWith("cancel direct-").contains("ann", "odd fills");
    assertThat(Files.readAllLines(folder.resolve("data/direct-halts.jsonl"))).extracting(
        line -> ConfigCalls.JSON.readTree(line).path("what").asString()).containsExactly("begun", "part", "ended");
  }

  @Test
  void fleetIsStoppedByOneFileAndABotWithoutAnExchangeIsNamedAsNotProved() {
    OrderState first = rests(one, "o-1");
    OrderState second = rests(two, "g-1");
    OrderState manual = rests(two, "by-hand");

    DirectReport report = run(new DirectHalt.Scope.OfFleet(), HaltMode.CANCEL);

    assertThat(List.of(order(report, first.id().value()), order(report, second.id().value())))
        .allMatch(order -> order.outcome() == HaltedOrder.Outcome.CANCELLED && order.proved());
    assertThat(two.openOrders()).as("what is not a bot's").extracting(OrderState::id).containsExactly(manual.id());
    assertThat(folder.resolve("spool/HALT")).exists();
    assertThat(report.isProved()).isFalse();
    assertThat(report.parts()).filteredOn(part -> !part.residue().isEmpty()).singleElement().satisfies(part -> {
      assertThat(part.target()).isEqualTo("lost");
      assertThat(part.residue()).singleElement().asString().contains("bots.lost.exchange");
    });
  }

  @Test
  void wholeAccountIsSweptWhoeverTradesThere() {
    rests(two, "g-1");
    rests(two, "by-hand");

    DirectReport report = run(new DirectHalt.Scope.OfExchange("two"), HaltMode.CANCEL);

    assertThat(report.isProved()).as(report.toJson()).isTrue();
    assertThat(two.openOrders()).isEmpty();
    assertThat(folder.resolve("spool/HALT-btc-grid")).exists();
    assertThat(folder.resolve("spool/HALT-btc-trend")).doesNotExist();
  }

  @Test
  void liquidationEndsFlatAndTheFileAsksTheBotForNoMoreThanCancelling() {
    one.place(OrderRequest.market("buy", BTC, Side.BUY, BigDecimal.ONE));
    await().atMost(Duration.ofSeconds(60)).until(() -> one.positions().size() == 1);
    rests(one, "o-1");

    DirectReport report = run(bot("btc-trend"), HaltMode.LIQUIDATE);

    assertThat(report.isProved()).as(report.toJson()).isTrue();
    assertThat(one.positions()).isEmpty();
    assertThat(report.parts().getFirst().positions()).singleElement().satisfies(position -> {
      assertThat(position.outcome()).isEqualTo(HaltedPosition.Outcome.FLAT);
      assertThat(position.before()).isEqualByComparingTo("1");
    });
    assertThat(folder.resolve("spool/HALT-btc-trend")).content().startsWith("cancel ");
    assertThat(report.parts().getFirst().steps()).extracting(DirectReport.Step::name)
        .containsExactly("reach", "cancel", "close", "prove");
  }

  @Test
  void exchangeThatLiesAboutCancelsLeavesItsOrdersNamedAndPositionsAlone() {
    OrderState order = rests(one, "o-1");
    exchange.exchange().inject(Faults.lying());

    DirectReport report = run(
        settings(PAPER.formatted(exchange.address()), Map.of()),
        new DirectHalt.Wish(
            bot("btc-trend"), null, HaltMode.LIQUIDATE, Liquidation.ALL_AT_MARKET, "ann", "x", Duration.ofSeconds(2)));

    assertThat(report.isProved()).isFalse();
    assertThat(report.parts().getFirst().residue()).anyMatch(left -> left.contains(order.id().value()))
        .anyMatch(left -> left.contains("positions were not closed"));
  }

  @Test
  void exchangeThatIsGoneIsNamedAndTheFileStandsAllTheSame() {
    exchange.close();

    DirectReport report = run(
        settings(PAPER.formatted(exchange.address()), Map.of()),
        new DirectHalt.Wish(bot("btc-trend"), null, HaltMode.CANCEL, null, "ann", "x", Duration.ofSeconds(1)));

    assertThat(report.isProved()).isFalse();
    assertThat(report.parts().getFirst().residue()).isNotEmpty();
    assertThat(folder.resolve("spool/HALT-btc-trend")).exists();
  }

  @Test
  void orderThatFillsDuringItsCancelIsToldAsFilled() {
    OrderState order = rests(one, "o-1");
    exchange.exchange().inject(Faults.fillingOnCancel());

    DirectReport report = run(bot("btc-trend"), HaltMode.CANCEL);

    assertThat(order(report, order.id().value()).outcome()).isEqualTo(HaltedOrder.Outcome.FILLED);
    assertThat(report.isProved()).as(report.toJson()).isTrue();
  }

  private static String venue(String type, String uri, String currency) {
    return """
        exchanges:
          main: { type: %s, url: "%s", currency: %s, symbols: [BTC/%s] }
        bots:
          btc-trend: { exchange: main }
        alerts: { channels: { phone: { type: telegram, token: "${NOT_SET}" } } }
        """.formatted(type, uri, currency, currency);
  }

  @Test
  void krakenThatThrottlesIsWaitedForAndItsKeyComesFromTheEnvironmentAlthoughTheRestOfTheFileIsBroken() {
    try (FakeKraken kraken = new FakeKraken()) {
      String order = kraken.rest("t-1");
      kraken.failNext("EAPI:Rate limit exceeded", "EService:Unavailable");

      DirectReport report = run(
          settings(
              venue("kraken", kraken.uri().toString(), "USD"),
              Map.of("BINNACLE_MAIN_KEY", FakeKraken.KEY, "BINNACLE_MAIN_SECRET", FakeKraken.SECRET)),
          new DirectHalt.Wish(bot("btc-trend"), null, HaltMode.CANCEL, null, "ann", "x", Duration.ofSeconds(30)));

      assertThat(report.isProved()).as(report.toJson()).isTrue();
      assertThat(order(report, order).outcome()).isEqualTo(HaltedOrder.Outcome.CANCELLED);
      assertThat(kraken.openOrders()).isZero();
      assertThat(report.toJson()).doesNotContain(FakeKraken.SECRET, FakeKraken.KEY);
    }
  }

  @Test
  void keyThatMayWithdrawIsRefusedByName() {
    try (FakeKraken kraken = new FakeKraken()) {
      kraken.permissions("query-funds", "query-open-trades", "withdraw-funds");

      DirectReport report = run(
          settings(
              venue("kraken", kraken.uri().toString(), "USD"),
              Map.of("BINNACLE_MAIN_KEY", FakeKraken.KEY, "BINNACLE_MAIN_SECRET", FakeKraken.SECRET)),
          wish(bot("btc-trend"), HaltMode.CANCEL));

      assertThat(report.parts().getFirst().residue()).singleElement().asString().contains("may withdraw");
    }
  }

  @Test
  void binanceKeyComesFromTheEncryptedFileOnceItsPassphraseIsSaid() throws IOException {
    try (FakeBinance binance = new FakeBinance()) {
      Path keys = folder.resolve("keys");
      KeyFile.open(keys, "a long passphrase".toCharArray())
          .put("main", new Credentials(FakeBinance.KEY, FakeBinance.SECRET.toCharArray()));
      binance.rest("t-1");

      HaltSettings locked =
          settings(venue("binance", binance.uri().toString(), "USDT"), Map.of("BINNACLE_KEYS", keys.toString()));
      assertThat(locked.locked()).contains(keys);
      DirectReport report = run(locked.unlocked(new Secret("a long passphrase")), wish(bot("btc-trend"), HaltMode.CANCEL));

      assertThat(report.isProved()).as(report.toJson()).isTrue();
      assertThat(binance.openOrders()).isZero();
      DirectReport wrong = run(locked.unlocked(new Secret("another passphrase")), wish(bot("btc-trend"), HaltMode.CANCEL));
      assertThat(wrong.parts().getFirst().residue()).singleElement().asString().contains("passphrase is not that of");
    }
  }

  @Test
  void instrumentAloneIsHaltedAndTheFileSaysWhich() {
    OrderState order = rests(one, "o-1");

    DirectReport other = run(settings(PAPER.formatted(exchange.address()), Map.of()), of(new Symbol("ETH/USD")));
    assertThat(one.openOrders()).hasSize(1);
    assertThat(other.parts().getFirst().orders()).isEmpty();
    assertThat(folder.resolve("spool/HALT-btc-trend")).content().startsWith("cancel symbol=ETH/USD ");

    DirectReport report = run(settings(PAPER.formatted(exchange.address()), Map.of()), of(BTC));
    assertThat(order(report, order.id().value()).proved()).isTrue();
    assertThat(folder.resolve("spool/HALT-btc-trend")).as("one file cannot name two").content().startsWith("cancel direct-");
  }

  private static DirectHalt.Wish of(@Nullable Symbol symbol) {
    return new DirectHalt.Wish(bot("btc-trend"), symbol, HaltMode.CANCEL, null, "ann", "x", Duration.ofSeconds(10));
  }

  @Test
  void haltFileThatAsksForMoreIsLeftAsItIs() throws IOException {
    Path file = Files.createDirectories(folder.resolve("spool")).resolve("HALT-btc-trend");
    Files.writeString(file, "cancel the venue is on fire\n");

    DirectReport report = run(bot("btc-trend"), HaltMode.STOP);

    assertThat(file).content().isEqualTo("cancel the venue is on fire\n");
    assertThat(report.notes()).anyMatch(note -> note.contains("was there already"));
    assertThat(report.isProved()).isTrue();
  }

  @Test
  void whatTheSettingsDoNotNameIsRefusedBeforeAnythingIsDone() {
    HaltSettings settings = settings(PAPER.formatted(exchange.address()), Map.of());
    DirectHalt.Places places = new DirectHalt.Places(settings.data(), List.of(folder.resolve("spool")));

    assertThatThrownBy(() -> new DirectHalt(settings, wish(bot("nobody"), HaltMode.CANCEL), places))
        .hasMessageContaining("name no bot \"nobody\"").hasMessageContaining("btc-trend");
    assertThatThrownBy(
        () -> new DirectHalt(settings, wish(new DirectHalt.Scope.OfExchange("x"), HaltMode.CANCEL), places))
        .hasMessageContaining("no exchange \"x\"");
    assertThat(folder.resolve("spool")).doesNotExist();
  }

  @Test
  void serverThatStartsNextHoldsTheHaltUntilItIsReleasedAndTakesItUpOnce() {
    run(bot("btc-trend"), HaltMode.LIQUIDATE);
    Settings settings = SettingsFile.parse(PAPER.formatted(exchange.address()), "binnacle.yaml", name -> null)
        .withData(folder.resolve("data")).withServer(Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN)));

    try (Binnacle server = Binnacle.start(settings)) {
      JsonNode halt = await().atMost(Duration.ofSeconds(60)).until(() -> halts(server).path(0), JsonNode::isObject);
      assertThat(halt.path("mode").asString()).as("closing is not asked for again").isEqualTo("cancel");
      assertThat(halt.path("by").asString()).isEqualTo("ann");
      assertThat(halt.path("reason").asString()).contains("odd fills", "direct-", "HALT-btc-trend");
      await().atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(folder.resolve("data/direct-halts.jsonl")).contains("\"adopted\""));
    }
    try (Binnacle server = Binnacle.start(settings)) {
      assertThat(halts(server).size()).isEqualTo(1);
      run(new DirectHalt.Scope.OfGroup("crypto"), HaltMode.CANCEL);
      await().atMost(Duration.ofSeconds(60)).until(
          () -> Files.readAllLines(folder.resolve("data/direct-halts.jsonl")).stream().filter(l -> l.contains("\"adopted\""))
              .count() == 2);
    }
  }

  private static final String TOKEN = "bnc_direct_token_0123456789";

  private static JsonNode halts(Binnacle server) {
    return ConfigCalls.JSON.readTree(Requests.get(server, "/api/v1/halts", TOKEN)).path("halts");
  }
}
