package dev.binnacle.exchange.xchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.exchange.Credentials;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Gateways;
import dev.binnacle.exchange.InstrumentKind;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.Sweep;
import dev.binnacle.exchange.SweepReport;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.VenueAccount;
import dev.binnacle.model.Currency;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.testkit.FakeBinance;
import dev.binnacle.testkit.Mishap;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BinanceTest extends GatewayContract {
  private static final Symbol BTC = new Symbol("BTC/USDT");

  private final FakeBinance binance = new FakeBinance();
  private final ExchangeGateway gateway = new BinanceProvider().open(account(FakeBinance.KEY, FakeBinance.SECRET));

  private VenueAccount account(String key, String secret) {
    return new VenueAccount(
        "binance", new Credentials(key, secret.toCharArray()), Set.of(BTC), new Currency("USDT"), binance.uri());
  }

  @BeforeEach
  void holdThree() {
    binance.hold("3");
  }

  @AfterEach
  void close() {
    gateway.close();
    binance.close();
  }

  @Override
  ExchangeGateway gateway() {
    return gateway;
  }

  @Override
  Symbol symbol() {
    return BTC;
  }

  @Override
  OrderId rest(String clientId) {
    return new OrderId(binance.rest(clientId));
  }

  @Override
  int resting() {
    return binance.openOrders();
  }

  @Override
  BigDecimal held() {
    return binance.held();
  }

  @Override
  void lieAboutCancels() {
    binance.lieAboutCancels(true);
  }

  @Override
  void fillOnCancel() {
    binance.fillOnCancel(true);
  }

  private static ExchangeException failure(ThrowingCallable call) {
    try {
      call.call();
    } catch (ExchangeException e) {
      return e;
    } catch (Throwable e) {
      throw new AssertionError("another failure", e);
    }
    throw new AssertionError("nothing failed");
  }

  @Test
  void whatIsHeldOutrightIsSpotAndItsPriceIsNotInvented() {
    assertThat(gateway.positions()).singleElement().satisfies(position -> {
      assertThat(position.kind()).isEqualTo(InstrumentKind.SPOT);
      assertThat(position.entryPrice()).isNull();
      assertThat(position.unrealized()).isNull();
    });
    assertThat(gateway.capabilities().reduceOnly()).isFalse();
  }

  @Test
  void clockThatIsOffIsSetByTheVenues() {
    binance.clockAhead(60_000);

    assertThat(gateway.openOrders()).isEmpty();
    long requests = binance.requests().size();
    assertThat(gateway.openOrders()).isEmpty();
    // Set once: the second call needs no other.
    assertThat(binance.requests()).hasSize((int) requests + 1);
  }

  @Test
  void tooManyCallsAndABanTellHowLongToWait() {
    // rest-api.md, "IP Limits": 429, and 418 after it, with Retry-After in seconds.
    binance.next(
        Mishap.Refuse.json(429, "{\"code\":-1003,\"msg\":\"Too much request weight used\"}").with("Retry-After", "7"),
        Mishap.Refuse.json(418, "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned\"}").with("Retry-After",
            "120"));

    ExchangeException many = failure(gateway::openOrders);
    ExchangeException banned = failure(gateway::openOrders);

    assertThat(many.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(many.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(banned.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(banned.retryAfter()).contains(Duration.ofMinutes(2));
  }

  @Test
  void unknownOutcomeAndMaintenanceAreNoAnswer() {
    binance.next(
        Mishap.Refuse.json(503, "{\"code\":-1006,\"msg\":\"Execution status unknown.\"}"),
        new Mishap.Refuse(502, Map.of("Content-Type", "text/html"), "<html>bad gateway</html>"),
        Mishap.Refuse.json(200, "{\"odd\":true}"));

    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);
    binance.goAway();
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void wrongKeyAndWrongSecretAreRefusedAndNeverTold() {
    ExchangeGateway wrongKey = new BinanceProvider().open(account("someone", FakeBinance.SECRET));
    ExchangeGateway wrongSecret = new BinanceProvider().open(account(FakeBinance.KEY, "another secret"));

    assertThat(failure(wrongKey::openOrders).kind()).isEqualTo(Kind.UNAUTHORISED);
    ExchangeException failure = failure(wrongSecret::openOrders);
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORISED);
    assertThat(failure.toString()).doesNotContain("another secret").doesNotContain(FakeBinance.KEY);
  }

  @Test
  void readOnlyKeyReadsAndCannotAct() {
    binance.permissions(false, false);
    OrderId id = rest("c1");

    assertThat(gateway.openOrders()).hasSize(1);
    assertThat(failure(() -> gateway.cancel(id)).kind()).isEqualTo(Kind.UNAUTHORISED);
    assertThat(failure(() -> gateway.place(OrderRequest.market("c", BTC, Side.SELL, BigDecimal.ONE))).kind())
        .isEqualTo(Kind.UNAUTHORISED);
  }

  @Test
  void keyThatMayWithdrawIsRefusedWhenTheAccountIsOpened() {
    binance.permissions(true, true);

    assertThatThrownBy(() -> Gateways.open(account(FakeBinance.KEY, FakeBinance.SECRET), Timepiece.system()))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("may withdraw funds");
  }

  @Test
  void venueWithoutAnAdapterIsSaidSo() {
    VenueAccount elsewhere = new VenueAccount(
        "mtgox", new Credentials("k", new char[] {'s'}), Set.of(BTC), new Currency("USDT"), null);

    assertThatThrownBy(() -> Gateways.open(elsewhere, Timepiece.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mtgox")
        .hasMessageContaining("binance, kraken");
  }

  /** The JDK once sent a POST again by itself when the answer was lost. */
  @Test
  void orderWhoseAnswerIsLostIsSentOnceAndFoundByItsSendersId() {
    gateway.lastPrice(BTC);
    binance.next(new Mishap.DropAfterTaking());

    ExchangeException failure = failure(() -> gateway.place(OrderRequest.market("lost", BTC, Side.SELL, BigDecimal.ONE)));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(held()).isEqualByComparingTo("2");
    assertThat(gateway.orderOfClient("lost", BTC)).isPresent();
  }

  @Test
  void orderThatTheListLeavesOutIsCancelledByItsName() {
    List<OrderId> named = List.of(rest("c1"), rest("c2"));
    binance.hideOrders(true);

    SweepReport report = new Sweep(
        new PacedGateway(gateway, new Pacing(Timepiece.system(), new Pacing.Rate(1_000, 100))), Timepiece.system(),
        new Sweep.Terms(Duration.ofSeconds(30), Duration.ofMillis(1), 4))
        .run(OrderScope.ALL, named, step -> {});

    assertThat(report.clean()).as("%s", report).isTrue();
    assertThat(binance.openOrders()).isZero();
  }
}
