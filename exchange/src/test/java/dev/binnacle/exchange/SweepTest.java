package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.SweptOrder.Outcome;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SweepTest {
  private final Rig rig = new Rig();

  private SweepReport sweep(Faults faults) {
    rig.exchange.inject(faults);
    SweepReport report = rig.sweep().run(OrderScope.ALL);
    rig.exchange.inject(Faults.NONE);
    return report;
  }

  private List<OrderState> open() {
    return rig.exchange.openOrders(Rig.ACCOUNT);
  }

  @Test
  void cancelsEverythingAndProvesItByTwoReadings() {
    rig.rest(3);

    SweepReport report = sweep(Faults.NONE);

    assertThat(report.clean()).isTrue();
    assertThat(report.reason()).isNull();
    assertThat(open()).isEmpty();
    assertThat(report.orders()).extracting(order -> order.order().value()).containsExactly("P1", "P2", "P3");
    assertThat(report.orders()).allSatisfy(order -> {
      assertThat(order.outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(order.proved()).isTrue();
      assertThat(order.attempts()).isEqualTo(1);
      assertThat(order.remaining()).isEqualByComparingTo("2");
    });
    // One reading to find them and two that show none.
    assertThat(report.readings()).isEqualTo(3);
  }

  @Test
  void emptyAccountIsCleanAfterTwoReadings() {
    SweepReport report = sweep(Faults.NONE);

    assertThat(report.clean()).isTrue();
    assertThat(report.orders()).isEmpty();
    assertThat(report.readings()).isEqualTo(2);
  }

  @Test
  void sweepsAThousandOrders() {
    rig.rest(1_000);

    SweepReport report = sweep(Faults.NONE);

    assertThat(report.clean()).isTrue();
    assertThat(report.orders()).hasSize(1_000).allMatch(order -> order.outcome() == Outcome.CANCELLED && order.proved());
    assertThat(open()).isEmpty();
  }

  @Test
  void sweepsAThousandOrdersThroughAVenueThatOftenAnswers429() {
    rig.rest(1_000);

    SweepReport report = sweep(Faults.throttling(0.02));

    assertThat(report.clean()).isTrue();
    assertThat(open()).isEmpty();
    assertThat(rig.gateway.pacing().throttled()).isPositive();
  }

  @Test
  void runningItAgainDoesNoHarm() {
    rig.rest(2);
    sweep(Faults.NONE);

    SweepReport again = rig.sweep().run(OrderScope.ALL, List.of(new OrderId("P1"), new OrderId("c2")), step -> {});

    assertThat(again.clean()).isTrue();
    assertThat(again.orders()).extracting(SweptOrder::outcome).containsExactly(Outcome.CANCELLED, Outcome.CANCELLED);
    assertThat(again.orders()).extracting(order -> order.order().value()).containsExactly("P1", "P2");
    assertThat(again.orders()).allMatch(order -> order.attempts() == 0);
  }

  @Test
  void venueThatLiesAboutCancelsIsFoundOut() {
    rig.rest(2);

    SweepReport report = sweep(Faults.lying());

    assertThat(report.clean()).isFalse();
    assertThat(report.reason()).contains("2 orders may still fill");
    assertThat(report.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(report.residue()).hasSize(2).allSatisfy(order -> {
      assertThat(order.outcome()).isEqualTo(Outcome.STILL_OPEN);
      assertThat(order.attempts()).isGreaterThan(10);
      assertThat(order.detail()).contains("answered that it is CANCELLED");
    });
  }

  @Test
  void orderThatFillsDuringTheCancelIsToldAsFilledOrPartlyFilled() {
    rig.rest(2);

    SweepReport report = sweep(Faults.fillingOnCancel());

    assertThat(report.clean()).isTrue();
    // P1 fills wholly, P2 by half.
    assertThat(report.orders()).extracting(SweptOrder::outcome).containsExactly(Outcome.FILLED, Outcome.PARTLY_FILLED);
    assertThat(report.orders().get(0).remaining()).isEqualByComparingTo("0");
    assertThat(report.orders().get(1).filled()).isEqualByComparingTo("1");
    assertThat(report.orders()).allMatch(SweptOrder::proved);
  }

  @Test
  void venueThatIsDownForAWhileIsSweptWhenItIsBack() {
    rig.rest(5);

    SweepReport report = sweep(Faults.down(20_000));

    assertThat(report.clean()).isTrue();
    assertThat(report.took()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    assertThat(report.troubles()).anyMatch(trouble -> trouble.contains("the venue is down"));
  }

  @Test
  void venueThatStaysDownNamesWhatWasAskedForAndSaysThatNobodyKnows() {
    rig.rest(2);
    rig.exchange.inject(Faults.down(120_000));

    SweepReport report = rig.sweep().run(OrderScope.ALL, List.of(new OrderId("P1")), step -> {});

    assertThat(report.clean()).isFalse();
    assertThat(report.reason()).contains("could not be read").contains("down");
    assertThat(report.residue()).singleElement().satisfies(order -> {
      assertThat(order.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(order.proved()).isFalse();
    });
  }

  @Test
  void throttledVenueIsLeftAloneForAsLongAsItAsks() {
    rig.rest(3);
    AtomicInteger calls = new AtomicInteger();
    PacedGateway gateway = rig.paced(new Changed(rig.direct) {
      @Override
      public List<OrderState> openOrders() {
        if (calls.incrementAndGet() == 1) {
          throw ExchangeException.throttled("too many", Duration.ofSeconds(7));
        }
        return super.openOrders();
      }
    });

    SweepReport report = new Sweep(gateway, rig.time, Sweep.Terms.STANDARD).run(OrderScope.ALL);

    assertThat(report.clean()).isTrue();
    assertThat(report.took()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
  }

  @Test
  void answersThatAreLostAreReadAgain() {
    rig.rest(20);

    SweepReport report = sweep(Faults.disconnecting(0.3));

    assertThat(report.clean()).isTrue();
    assertThat(open()).isEmpty();
  }

  @Test
  void slowVenueIsSweptWithinItsDeadlineOrNamed() {
    rig.rest(3);

    SweepReport report = sweep(Faults.latency(30_000));

    assertThat(report.clean()).isFalse();
    assertThat(report.orders()).hasSize(3);
  }

  @Test
  void listThatLeavesOrdersOutIsReadUntilNoneTurnsUpAnyMore() {
    rig.rest(40);

    SweepReport report = sweep(Faults.hiding(0.3));

    assertThat(report.clean()).isTrue();
    assertThat(open()).isEmpty();
  }

  @Test
  void orderThatTheListHidesIsFoundByItsName() {
    rig.rest(1);
    rig.exchange.inject(Faults.hiding(1));

    SweepReport report = rig.sweep().run(OrderScope.ALL, List.of(new OrderId("P1")), step -> {});

    assertThat(report.orders()).singleElement().extracting(SweptOrder::outcome).isEqualTo(Outcome.CANCELLED);
    assertThat(open()).isEmpty();
  }

  @Test
  void orderThatNeverCameIsToldSo() {
    SweepReport report = rig.sweep().run(OrderScope.ALL, List.of(new OrderId("in-flight")), step -> {});

    assertThat(report.clean()).isTrue();
    assertThat(report.orders()).singleElement().satisfies(order -> {
      assertThat(order.outcome()).isEqualTo(Outcome.REJECTED);
      assertThat(order.proved()).isTrue();
      assertThat(order.detail()).contains("never came");
    });
  }

  @Test
  void orderThatTheVenueLostAfterListingItIsUnknown() {
    rig.rest(1);
    PacedGateway gateway = rig.paced(new Changed(rig.direct) {
      @Override
      public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
        rig.exchange.lose(Rig.ACCOUNT, order);
        return super.cancel(order, symbol);
      }
    });

    SweepReport report = new Sweep(gateway, rig.time, Sweep.Terms.STANDARD).run(OrderScope.ALL);

    assertThat(report.clean()).isFalse();
    assertThat(report.residue()).singleElement().satisfies(order -> {
      assertThat(order.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(order.detail()).contains("knows no such order");
    });
  }

  @Test
  void orderThatAppearsDuringTheSweepIsCancelledAndNamed() {
    rig.rest(1);
    List<SweepStep> steps = new ArrayList<>();
    PacedGateway gateway = rig.paced(new Changed(rig.direct) {
      @Override
      public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
        if (order.value().equals("P1")) {
          rig.rest("late");
        }
        return super.cancel(order, symbol);
      }
    });

    SweepReport report = new Sweep(gateway, rig.time, Sweep.Terms.STANDARD).run(OrderScope.ALL, List.of(), steps::add);

    assertThat(report.clean()).isTrue();
    assertThat(report.orders()).extracting(SweptOrder::clientId).containsExactly("c1", "late");
    assertThat(steps).anyMatch(step -> step instanceof SweepStep.Appeared(OrderState order) && order.clientId().equals("late"));
  }

  @Test
  void onlyOrdersInScopeAreTouched() {
    rig.rest("a-1");
    rig.rest("b-1");

    SweepReport report = rig.sweep().run(OrderScope.ofClient("a-").and(OrderScope.of(Set.of(Rig.BTC))));

    assertThat(report.clean()).isTrue();
    assertThat(open()).extracting(OrderState::clientId).containsExactly("b-1");
    assertThat(rig.sweep().run(OrderScope.of(Set.of(new Symbol("ETH/USD")))).orders()).isEmpty();
  }

  @Test
  void keyThatMayNotCancelIsSaidSoWithoutWaitingForTheDeadline() {
    rig.rest(1);
    PacedGateway gateway = rig.paced(new Changed(rig.direct) {
      @Override
      public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
        throw new ExchangeException(ExchangeException.Kind.UNAUTHORISED, "this key may only read");
      }
    });

    SweepReport report = new Sweep(gateway, rig.time, Sweep.Terms.STANDARD).run(OrderScope.ALL);

    assertThat(report.clean()).isFalse();
    assertThat(report.reason()).contains("may not cancel");
    assertThat(report.residue()).singleElement().extracting(SweptOrder::outcome).isEqualTo(Outcome.STILL_OPEN);
    assertThat(report.took()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void adapterThatStumblesAndListenerThatFailsDoNotEndASweep() {
    rig.rest(1);
    AtomicInteger calls = new AtomicInteger();
    PacedGateway gateway = rig.paced(new Changed(rig.direct) {
      @Override
      public List<OrderState> openOrders() {
        if (calls.incrementAndGet() == 1) {
          throw new IllegalStateException("an odd payload");
        }
        return super.openOrders();
      }
    });

    SweepReport report = new Sweep(gateway, rig.time, Sweep.Terms.STANDARD).run(OrderScope.ALL, List.of(), step -> {
      throw new IllegalStateException("a broken listener");
    });

    assertThat(report.clean()).isTrue();
    assertThat(report.troubles()).anyMatch(trouble -> trouble.contains("could not be read"));
  }

  @Test
  void interruptEndsItWithWhatIsKnown() {
    rig.rest(1);
    rig.exchange.inject(Faults.lying());

    Thread.currentThread().interrupt();
    SweepReport report = rig.sweep().run(OrderScope.ALL);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.clean()).isFalse();
  }

  @Test
  void cancelsGoBeforeAllElse() {
    Pacing pacing = new Pacing(rig.time, new Pacing.Rate(10, 1));
    assertThat(pacing.<String>call(Pacing.Urgency.OTHER, () -> "first")).isEqualTo("first");

    // The burst is used up: the next call waits a tenth of a second of the manual time.
    pacing.call(Pacing.Urgency.CANCEL, () -> "second");

    assertThat(Duration.between(new ManualTime().instant(), rig.time.instant())).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void orderOfTheSweptSideKeepsItsFigures() {
    rig.exchange.place(Rig.ACCOUNT, OrderRequest.limit("s", Rig.BTC, Side.SELL, BigDecimal.TEN, new BigDecimal("1100")));
    rig.pass("1200", "4");

    SweptOrder order = sweep(Faults.NONE).orders().get(0);

    assertThat(order.side()).isEqualTo(Side.SELL);
    assertThat(order.filled()).isEqualByComparingTo("4");
    assertThat(order.remaining()).isEqualByComparingTo("6");
    assertThat(order.outcome()).isEqualTo(Outcome.PARTLY_FILLED);
  }
}
