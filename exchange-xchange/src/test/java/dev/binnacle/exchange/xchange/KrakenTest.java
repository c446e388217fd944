package dev.binnacle.exchange.xchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.exchange.Credentials;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Gateways;
import dev.binnacle.exchange.InstrumentKind;
import dev.binnacle.exchange.KeyPermissions.Allowed;
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
import dev.binnacle.testkit.FakeKraken;
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

final class KrakenTest extends GatewayContract {
  private static final Symbol BTC = new Symbol("BTC/USD");

  private final FakeKraken kraken = new FakeKraken();
  private final ExchangeGateway gateway = new KrakenProvider().open(account(FakeKraken.KEY, FakeKraken.SECRET));

  private VenueAccount account(String key, String secret) {
    return new VenueAccount(
        "kraken", new Credentials(key, secret.toCharArray()), Set.of(BTC), new Currency("USD"), kraken.uri());
  }

  @BeforeEach
  void holdThree() {
    kraken.hold("3");
  }

  @AfterEach
  void close() {
    gateway.close();
    kraken.close();
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
    return new OrderId(kraken.rest(clientId));
  }

  @Override
  int resting() {
    return kraken.openOrders();
  }

  @Override
  BigDecimal held() {
    return kraken.held();
  }

  @Override
  void lieAboutCancels() {
    kraken.lieAboutCancels(true);
  }

  @Override
  void fillOnCancel() {
    kraken.fillOnCancel(true);
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
  void positionOnMarginHasItsMeanPriceAndIsClosedByReduceOnly() {
    // The fake tells a volume of 4 at a cost of 4,000, of which 1 is closed.
    assertThat(gateway.positions()).singleElement().satisfies(position -> {
      assertThat(position.kind()).isEqualTo(InstrumentKind.DERIVATIVE);
      assertThat(position.entryPrice()).isEqualByComparingTo("1000");
    });

    gateway.place(OrderRequest.market("c", BTC, Side.SELL, BigDecimal.TEN).reducing());

    assertThat(kraken.held()).isZero();
  }

  @Test
  void errorsAreToldApartByWhatCanBeDone() {
    kraken.failNext("EAPI:Rate limit exceeded", "EGeneral:Temporary lockout", "EService:Unavailable", "EOrder:Insufficient funds",
        "EGeneral:Permission denied");

    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.THROTTLED);
    ExchangeException lockout = failure(gateway::openOrders);
    assertThat(lockout.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(lockout.retryAfter()).contains(Duration.ofMinutes(1));
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNAUTHORISED);
  }

  @Test
  void wrongKeyAndWrongSecretAreRefusedAndNeverTold() {
    ExchangeGateway wrongKey = new KrakenProvider().open(account("someone", FakeKraken.SECRET));
    ExchangeGateway wrongSecret = new KrakenProvider().open(account(FakeKraken.KEY, "d3Jvbmc="));

    assertThat(failure(wrongKey::openOrders).kind()).isEqualTo(Kind.UNAUTHORISED);
    ExchangeException failure = failure(wrongSecret::openOrders);
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORISED);
    assertThat(failure.toString()).doesNotContain("d3Jvbmc=").doesNotContain(FakeKraken.KEY);
    assertThat(account(FakeKraken.KEY, FakeKraken.SECRET).toString()).doesNotContain(FakeKraken.KEY)
        .doesNotContain(FakeKraken.SECRET);
  }

  @Test
  void maintenancePageAndBrokenConnectionAreNoAnswer() {
    kraken.next(new Mishap.Refuse(503, Map.of("Content-Type", "text/html"), "<html>down for maintenance</html>"));
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);

    kraken.next(Mishap.Refuse.json(200, "{\"result\":{}}"));
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);

    kraken.goAway();
    assertThat(failure(gateway::openOrders).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void retryAfterIsReadFromTheHeader() {
    kraken.next(Mishap.Refuse.json(429, "{}").with("Retry-After", "7"));

    ExchangeException failure = failure(gateway::openOrders);

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void sweepGoesOnThroughNonceErrorsAndUnavailability() {
    rest("c1");
    rest("c2");
    kraken.failNext("EService:Unavailable", "EAPI:Invalid nonce", "EAPI:Invalid nonce");

    SweepReport report = new Sweep(
        new PacedGateway(gateway, new Pacing(Timepiece.system(), new Pacing.Rate(1_000, 100))),
        Timepiece.system(), new Sweep.Terms(Duration.ofSeconds(30), Duration.ofMillis(1), 4)).run(OrderScope.ALL);

    assertThat(report.clean()).as("%s", report).isTrue();
    assertThat(kraken.openOrders()).isZero();
  }

  @Test
  void readOnlyKeyReadsAndCannotAct() {
    kraken.permissions("query-funds", "query-open-trades", "query-closed-trades");
    OrderId id = rest("c1");

    assertThat(gateway.openOrders()).hasSize(1);
    assertThat(gateway.positions()).hasSize(1);
    assertThat(gateway.keyPermissions().trade()).isEqualTo(Allowed.NO);
    assertThat(failure(() -> gateway.cancel(id)).kind()).isEqualTo(Kind.UNAUTHORISED);
    assertThat(failure(() -> gateway.place(OrderRequest.market("c", BTC, Side.SELL, BigDecimal.ONE))).kind())
        .isEqualTo(Kind.UNAUTHORISED);
  }

  @Test
  void keyThatMayWithdrawIsRefusedWhenTheAccountIsOpened() {
    kraken.permissions("query-funds", "query-open-trades", "modify-trades", "withdraw-funds");

    assertThatThrownBy(() -> Gateways.open(account(FakeKraken.KEY, FakeKraken.SECRET), Timepiece.system()))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("may withdraw funds");
    kraken.permissions("query-funds", "query-open-trades");
    assertThat(Gateways.open(account(FakeKraken.KEY, FakeKraken.SECRET), Timepiece.system()).venue()).isEqualTo("kraken");
  }

  /** The JDK once sent a POST again by itself when the answer was lost. */
  @Test
  void orderWhoseAnswerIsLostIsSentOnceAndFoundByItsSendersId() {
    gateway.lastPrice(BTC);
    kraken.next(new Mishap.DropAfterTaking());

    ExchangeException failure = failure(() -> gateway.place(OrderRequest.market("lost", BTC, Side.SELL, BigDecimal.ONE)));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(held()).isEqualByComparingTo("2");
    assertThat(gateway.orderOfClient("lost", BTC)).isPresent();
  }

  @Test
  void orderThatTheListLeavesOutIsCancelledByItsName() {
    List<OrderId> named = List.of(rest("c1"), rest("c2"));
    kraken.hideOrders(true);

    SweepReport report = new Sweep(
        new PacedGateway(gateway, new Pacing(Timepiece.system(), new Pacing.Rate(1_000, 100))), Timepiece.system(),
        new Sweep.Terms(Duration.ofSeconds(30), Duration.ofMillis(1), 4))
        .run(OrderScope.ALL, named, step -> {});

    assertThat(report.clean()).as("%s", report).isTrue();
    assertThat(kraken.openOrders()).isZero();
  }
}
