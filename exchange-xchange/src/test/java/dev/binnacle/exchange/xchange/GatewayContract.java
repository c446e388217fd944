package dev.binnacle.exchange.xchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.exchange.ClosePolicy;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Execution;
import dev.binnacle.exchange.FlattenPlan;
import dev.binnacle.exchange.FlattenReport;
import dev.binnacle.exchange.FlattenedPosition;
import dev.binnacle.exchange.Flattening;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.Sweep;
import dev.binnacle.exchange.SweepReport;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.Verification;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every gateway does, on an account that holds 3 and whose venue last traded at 1,000. */
abstract class GatewayContract {
  private final Timepiece time = Timepiece.system();

  abstract ExchangeGateway gateway();

  abstract Symbol symbol();

  /** A buy of 2 at 900 that rests, as if a bot had sent it. */
  abstract OrderId rest(String clientId);

  abstract int resting();

  abstract BigDecimal held();

  /** Cancels are answered as done from now on, and nothing is. */
  abstract void lieAboutCancels();

  abstract void fillOnCancel();

  private PacedGateway paced() {
    return new PacedGateway(gateway(), new Pacing(time, new Pacing.Rate(10_000, 1_000)));
  }

  private SweepReport sweep(Duration deadline, OrderId... named) {
    return new Sweep(paced(), time, new Sweep.Terms(deadline, Duration.ofMillis(1), 4))
        .run(OrderScope.ALL, List.of(named), step -> {});
  }

  @Test
  void restingOrderIsListedAndFoundByBothItsNames() {
    OrderId id = rest("c1");

    OrderState listed = gateway().openOrders().get(0);
    assertThat(gateway().openOrders()).hasSize(1);
    assertThat(listed.id()).isEqualTo(id);
    assertThat(listed.clientId()).isEqualTo("c1");
    assertThat(listed.symbol()).isEqualTo(symbol());
    assertThat(listed.side()).isEqualTo(Side.BUY);
    assertThat(listed.status()).isEqualTo(OrderStatus.OPEN);
    assertThat(listed.price()).isEqualByComparingTo("900");
    assertThat(listed.remaining()).isEqualByComparingTo("2");
    assertThat(gateway().order(id)).contains(listed);
    assertThat(gateway().order(id, symbol())).contains(listed);
    assertThat(gateway().orderOfClient("c1", symbol())).contains(listed);
    assertThat(gateway().orderOfClient("c1", null)).contains(listed);
  }

  @Test
  void cancelledOrderIsGoneFromTheListAndReadAsCancelled() {
    OrderId id = rest("c1");

    assertThat(gateway().cancel(id).status()).isEqualTo(OrderStatus.CANCELLED);

    assertThat(gateway().openOrders()).isEmpty();
    assertThat(gateway().order(id).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(gateway().orderOfClient("c1", symbol()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void orderThatTheVenueDoesNotKnowIsNoneAndCannotBeCancelled() {
    assertThat(gateway().order(new OrderId("4711"))).isEmpty();
    assertThat(gateway().order(new OrderId("nobody"))).isEmpty();
    assertThat(gateway().orderOfClient("nobody", null)).isEmpty();
    assertThatThrownBy(() -> gateway().cancel(new OrderId("4711")))
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(e.kind()).isEqualTo(ExchangeException.Kind.REJECTED));
  }

  @Test
  void limitOrderIsSentWithItsSendersId() {
    OrderState sent =
        gateway().place(OrderRequest.limit("bn0123456789abcdef", symbol(), Side.BUY, BigDecimal.ONE, new BigDecimal("800")));

    OrderState found = gateway().orderOfClient("bn0123456789abcdef", symbol()).orElseThrow();
    assertThat(found.id()).isEqualTo(sent.id());
    assertThat(found.quantity()).isEqualByComparingTo("1");
    assertThat(found.price()).isEqualByComparingTo("800");
  }

  @Test
  void positionInstrumentAndPriceAreTold() {
    NetPosition position = gateway().positions().get(0);

    assertThat(gateway().positions()).hasSize(1);
    assertThat(position.symbol()).isEqualTo(symbol());
    assertThat(position.quantity()).isEqualByComparingTo("3");
    assertThat(position.currentPrice()).isEqualByComparingTo("1000");
    assertThat(gateway().lastPrice(symbol())).isEqualByComparingTo("1000");
    assertThat(gateway().instrument(symbol()).smallest()).isPositive();
    assertThat(gateway().balance().available().signum()).isPositive();
    assertThatThrownBy(() -> gateway().instrument(new Symbol("NO/NE"))).isInstanceOf(ExchangeException.class);
  }

  @Test
  void keyMayReadAndTradeAndNotWithdraw() {
    assertThat(gateway().keyPermissions())
        .isEqualTo(new KeyPermissions(KeyPermissions.Allowed.YES, KeyPermissions.Allowed.YES, KeyPermissions.Allowed.NO));
  }

  @Test
  void sweepTakesAllAndProvesIt() {
    for (int i = 0; i < 10; i++) {
      rest("c" + i);
    }

    SweepReport report = sweep(Duration.ofSeconds(30), new OrderId("c3"), new OrderId("never"));

    assertThat(report.clean()).as("%s", report).isTrue();
    assertThat(resting()).isZero();
    assertThat(report.orders()).hasSize(11);
    assertThat(report.orders()).filteredOn(order -> order.outcome() == SweptOrder.Outcome.CANCELLED).hasSize(10);
  }

  @Test
  void venueThatLiesAboutCancelsIsFoundOut() {
    rest("c1");
    lieAboutCancels();

    SweepReport report = sweep(Duration.ofMillis(300));

    assertThat(report.clean()).isFalse();
    assertThat(report.residue()).singleElement().extracting(SweptOrder::outcome).isEqualTo(SweptOrder.Outcome.STILL_OPEN);
    assertThat(resting()).isEqualTo(1);
  }

  @Test
  void orderThatFillsBeforeTheCancelIsToldAsFilled() {
    rest("c1");
    fillOnCancel();

    SweepReport report = sweep(Duration.ofSeconds(30));

    assertThat(report.clean()).as("%s", report).isTrue();
    assertThat(report.orders()).singleElement().extracting(SweptOrder::outcome).isEqualTo(SweptOrder.Outcome.FILLED);
  }

  @Test
  void positionIsClosedAndVerified() {
    FlattenReport report = new Flattening(paced(), time).run(new FlattenPlan(
        "h1-1-1", ClosePolicy.FLATTEN_ALL, Execution.AT_MARKET, Set.of(symbol()), Duration.ofSeconds(30)));

    assertThat(report.clean()).as("%s", report).isTrue();
    assertThat(held()).isZero();
    FlattenedPosition position = report.positions().get(0);
    assertThat(position.outcome()).isEqualTo(FlattenedPosition.Outcome.FLAT);
    assertThat(position.filled()).isEqualByComparingTo("3");
    assertThat(position.averagePrice()).isEqualByComparingTo("1000");
    assertThat(gateway().fills(0)).singleElement().satisfies(fill -> {
      assertThat(fill.order()).isEqualTo(position.orders().get(0));
      assertThat(fill.side()).isEqualTo(Side.SELL);
      assertThat(gateway().fills(fill.number())).isEmpty();
    });
    Verification.Terms terms = new Verification.Terms(
        OrderScope.ALL, List.of(), ClosePolicy.FLATTEN_ALL, Set.of(), Duration.ofMillis(1), Duration.ofSeconds(30));
    assertThat(new Verification(paced(), time).run(terms).clean()).isTrue();
  }
}
