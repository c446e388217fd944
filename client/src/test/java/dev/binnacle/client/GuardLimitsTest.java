package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.binnacle.client.Decision.Rule;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a guard holds orders against, and by how much it says to trade less. The figures are worked by hand. */
@Timeout(180)
class GuardLimitsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final Symbol ETH = new Symbol("ETH/USD");
  private static final Currency USD = Currency.USD;
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir
  Path directory;
  private final ManualTime time = new ManualTime();
  private FakeLinkServer server;
  private Monitor monitor;

  @BeforeEach
  void startServer() throws IOException {
    server = FakeLinkServer.start("token");
    monitor = time.in(Monitor.builder("bot", server.uri(), "token").withoutSpoolDirectory()).connect();
  }

  @AfterEach
  void close() throws IOException {
    monitor.close();
    server.close();
  }

  private Guard guard(OrderLimits limits) {
    monitor.close();
    monitor =
        time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(directory).orderLimits(limits)).connect();
    return monitor.guard();
  }

  private static Order buy(Symbol symbol, String quantity, String price) {
    return Order.limit(symbol, Side.BUY, new BigDecimal(quantity), new BigDecimal(price), USD);
  }

  private static void passes(Guard guard, Order order) {
    try (Pass pass = guard.enter(order)) {
      pass.sent();
    }
  }

  private static Decision refusal(Guard guard, Order order) {
    Decision foretold = guard.check(order);
    Decision decision = catchThrowableOfType(OrderRefusedException.class, () -> guard.enter(order).close()).decision();
    assertThat(foretold).isEqualTo(decision);
    return decision;
  }

  private void position(Symbol symbol, Side side, String quantity, String price) {
    monitor.position(
        new Event.PositionUpdate(
            TEN, symbol, side, new BigDecimal(quantity), new BigDecimal(price), USD, new BigDecimal(price), null, null, null,
            null,
            null));
  }

  private void balance(String total, String deposit) {
    monitor.balance(new Event.BalanceUpdate(TEN, new BigDecimal(total), null, USD, new BigDecimal(deposit)));
  }

  @Test
  void anOrderIsWorthNoMoreThanTheLimitInItsCurrency() {
    Guard guard = guard(OrderLimits.NONE.withOrderValue(Money.of("1000", "USD")));

    passes(guard, buy(BTC, "10", "100"));
    assertThat(refusal(guard, buy(BTC, "10.001", "100")))
        .isEqualTo(
            new Decision(Rule.ORDER_VALUE, "the order's value is 1000.1 USD, the limit 1000 USD", "1000.1 USD", "1000 USD"));
    Order inEuro = Order.limit(BTC, Side.BUY, BigDecimal.ONE, BigDecimal.ONE, new Currency("EUR"));
    assertThat(refusal(guard, inEuro).reason()).contains("not known in USD");
    assertThat(refusal(guard, Order.market(BTC, Side.BUY, BigDecimal.ONE)).reason()).contains("not known");
    monitor.mark(BTC, new BigDecimal("1001"));
    assertThat(refusal(guard, Order.market(BTC, Side.BUY, BigDecimal.ONE)).value()).isEqualTo("1001 USD");
    assertThat(guard.inFlight()).isZero();
    assertThat(monitor.counter("orders_refused").count()).isEqualTo(4);
    assertThat(monitor.counter("orders_refused_order_value").count()).isEqualTo(4);
  }

  @Test
  void anOrderHasNoMoreUnitsThanTheLimit() {
    Guard guard = guard(OrderLimits.NONE.withQuantity(BTC, new BigDecimal("2")));

    passes(guard, buy(BTC, "2", "100"));
    passes(guard, buy(ETH, "200", "100"));
    assertThat(refusal(guard, buy(BTC, "2.1", "100")).rule()).isEqualTo(Rule.ORDER_QUANTITY);
  }

  @Test
  void noMoreMessagesPassInATimeButCancelsDoAndCount() {
    Guard guard = guard(OrderLimits.NONE.withMessages(3, Duration.ofSeconds(1)));

    passes(guard, buy(BTC, "1", "100"));
    guard.enter(Order.cancel(BTC)).close();
    guard.enter(Order.cancel(BTC)).close();
    guard.enter(Order.cancel(BTC)).close();
    assertThat(refusal(guard, buy(BTC, "1", "100")).rule()).isEqualTo(Rule.MESSAGE_RATE);
    time.advance(Duration.ofMillis(999));
    assertThat(refusal(guard, buy(BTC, "1", "100")).rule()).isEqualTo(Rule.MESSAGE_RATE);
    time.advance(Duration.ofMillis(1));

    passes(guard, buy(BTC, "1", "100"));
  }

  @Test
  void exposureCountsThePositionAndWhatHasPassedSinceItWasReported() {
    Guard guard =
        guard(OrderLimits.NONE.withSymbolExposure(Money.of("1000", "USD")).withGrossExposure(Money.of("1500", "USD")));
    position(BTC, Side.BUY, "4", "100");

    passes(guard, buy(BTC, "6", "100"));
    assertThat(refusal(guard, buy(BTC, "0.1", "100")))
        .isEqualTo(
            new Decision(
                Rule.SYMBOL_EXPOSURE, "the exposure in BTC/USD is 1010 USD, the limit 1000 USD", "1010 USD", "1000 USD"));
    passes(guard, buy(ETH, "5", "100"));
    Decision gross = refusal(guard, buy(new Symbol("LTC/USD"), "1", "100"));
    assertThat(gross.rule()).isEqualTo(Rule.GROSS_EXPOSURE);

    // Nothing of it was filled; and what reduces is not held back.
    position(BTC, Side.BUY, "4", "100");
    passes(guard, buy(BTC, "5", "100"));
    passes(guard, Order.limit(BTC, Side.SELL, new BigDecimal("4"), new BigDecimal("100"), USD).reducing());
  }

  @Test
  void whatTheVenueRejectedNoLongerCountsAsExposure() {
    Guard guard = guard(OrderLimits.NONE.withSymbolExposure(Money.of("1000", "USD")));
    try (Pass pass = guard.enter(buy(BTC, "10", "100"))) {
      pass.rejected();
    }

    passes(guard, buy(BTC, "10", "100"));
    assertThat(guard.unknown()).isEmpty();
  }

  @Test
  void theSameOrderDoesNotPassTwiceWithinTheTime() {
    Guard guard = guard(OrderLimits.NONE.withoutDuplicates(Duration.ofSeconds(2)));

    passes(guard, buy(BTC, "1", "100"));
    assertThat(refusal(guard, buy(BTC, "1.0", "100.00")).rule()).isEqualTo(Rule.DUPLICATE);
    passes(guard, buy(BTC, "1", "100.01"));
    passes(guard, buy(ETH, "1", "100"));
    time.advance(Duration.ofSeconds(2));
    passes(guard, buy(BTC, "1", "100"));
  }

  @Test
  void repeatedExecutionsStopTheInstrumentUntilANamedPersonRearmsIt() {
    Guard guard = guard(OrderLimits.NONE.withRepeats(3, Duration.ofSeconds(10)));
    for (int i = 0; i < 3; i++) {
      passes(guard, buy(BTC, "1", "100"));
    }

    assertThat(refusal(guard, buy(BTC, "1", "100")).rule()).isEqualTo(Rule.REPEATED_EXECUTION);

    time.advance(Duration.ofHours(1));
    assertThat(refusal(guard, buy(BTC, "1", "100")).rule()).isEqualTo(Rule.CLOSED);
    passes(guard, buy(ETH, "1", "100"));
    Latch latch = guard.latches().get(0);
    assertThat(latch.origin()).isEqualTo(HaltOrigin.LIMIT);
    assertThat(latch.symbol()).isEqualTo(BTC);
    assertThat(guard.release(latch.id(), "ann", "a loop in the strategy, mended").isReleased()).isTrue();
    passes(guard, buy(BTC, "1", "100"));
  }

  @Test
  void limitsThatMakeNoSenseAreRefusedWhereAPersonWatches() {
    assertThatThrownBy(() -> OrderLimits.NONE.withMessages(0, Duration.ofSeconds(1))).hasMessageContaining("most");
    assertThatThrownBy(() -> OrderLimits.NONE.withMessages(1, Duration.ZERO)).hasMessageContaining("within");
    assertThatThrownBy(() -> OrderLimits.NONE.withOrderValue(Money.of("0", "USD"))).hasMessageContaining("orderValue");
    assertThatThrownBy(() -> OrderLimits.NONE.withQuantity(BTC, BigDecimal.ZERO)).hasMessageContaining("BTC/USD");
    assertThatThrownBy(() -> buy(BTC, "0", "1")).hasMessageContaining("quantity");
    assertThatThrownBy(() -> new RiskTiers(List.of(RiskTiers.Tier.of("5", "0.5"), RiskTiers.Tier.of("10", "0.6")), null))
        .hasMessageContaining("deeper");
  }

  @ParameterizedTest
  @CsvSource({"9501,1", "9500,0.75", "9001,0.75", "9000,0.5", "8500,0.25", "8000,0", "100,0", "12000,1"})
  void theFactorFollowsTheDrawdownFromThePeak(String equity, BigDecimal factor) {
    Guard guard = guard(OrderLimits.NONE);
    assertThat(guard.riskFactor().factor()).isEqualTo(BigDecimal.ONE);
    assertThat(guard.riskFactor().drawdownPct()).isNull();
    balance("10000", "0");
    balance("10000", "0");

    balance(equity, "0");

    assertThat(guard.riskFactor().factor()).isEqualByComparingTo(factor);
  }

  @Test
  void equityHasTheOpenProfitsAndDepositsAreNone() {
    Guard guard = guard(OrderLimits.NONE);
    balance("10000", "0");
    monitor.position(
        new Event.PositionUpdate(
            TEN, BTC, Side.SELL, new BigDecimal("2"), new BigDecimal("1000"), USD, new BigDecimal("1500"), null, null, null, null,
            null));
    // 10,000 - 2 x 500
    assertThat(guard.riskFactor().drawdownPct()).isEqualByComparingTo("10");
    assertThat(guard.riskFactor().factor()).isEqualByComparingTo("0.5");
    assertThat(guard.riskFactor().reason()).contains("9000 USD", "10000 USD", "10 %");

    // 1,000 less of 11,000 after 1,000 were paid in.
    balance("11000", "1000");
    assertThat(guard.riskFactor().drawdownPct()).isEqualByComparingTo("9.0909");
    position(BTC, Side.SELL, "0", "1500");
    assertThat(guard.riskFactor().drawdownPct()).isEqualByComparingTo("0");
  }

  @Test
  void oneOddReportMakesNoPeak() {
    Guard guard = guard(OrderLimits.NONE);
    balance("10000", "0");
    balance("1000000", "0");
    balance("10000", "0");

    assertThat(guard.riskFactor().factor()).isEqualTo(BigDecimal.ONE);
  }

  @Test
  void balancesInSeveralCurrenciesAreNotAddedAndTheBotsOwnWordCounts() {
    Guard guard = guard(OrderLimits.NONE);
    balance("10000", "0");
    monitor.balance(new Event.BalanceUpdate(TEN, BigDecimal.ONE, null, new Currency("BTC"), BigDecimal.ZERO));
    assertThat(guard.riskFactor().reason()).contains("BTC", "USD");

    guard.equity(Money.of("20000", "USD"));
    guard.equity(Money.of("17000", "USD"));
    balance("1", "0");

    assertThat(guard.riskFactor().factor()).isEqualByComparingTo("0.25");
  }

  @Test
  void thePeakSurvivesARestartAndTheServerIsToldOfAnotherFactor() {
    Guard guard = guard(OrderLimits.NONE);
    balance("10000", "0");
    await().atMost(LONG).until(() -> directory.resolve("bot").resolve("equity-peak").toFile().exists());
    monitor.close();

    guard = guard(OrderLimits.NONE);
    balance("8500", "0");

    assertThat(guard.riskFactor().factor()).isEqualByComparingTo("0.25");
    await().atMost(LONG)
        .until(
            () -> {
              time.advance(Duration.ofMillis(300));
              return server.events(Event.Report.class).stream()
                  .anyMatch(
                      report -> report.kind() == Event.Report.Kind.PERFORMANCE_REPORT
                          && new Value.Decimal(new BigDecimal("0.25")).equals(report.figures().get("dynamic_risk_factor"))
                          && String.valueOf(report.figures().get("risk_reason")).contains("15.00 %"));
            });
  }
}
