package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.SweptOrder.Outcome;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class VerificationTest {
  private final Rig rig = new Rig();

  private VerificationReport verify(ExchangeGateway gateway, ClosePolicy policy, OrderId... named) {
    return new Verification(rig.paced(gateway), rig.time)
        .run(Verification.Terms.of(OrderScope.ALL, List.of(named), policy, Set.of()));
  }

  @Test
  void accountWithNothingIsClean() {
    VerificationReport report = verify(rig.direct, ClosePolicy.FLATTEN_ALL);

    assertThat(report.clean()).isTrue();
    assertThat(report.took()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void orderAndPositionThatAreLeftAreNamed() {
    rig.hold(Side.BUY, "3");
    rig.rest(1);

    VerificationReport report = verify(rig.direct, ClosePolicy.FLATTEN_ALL);

    assertThat(report.clean()).isFalse();
    assertThat(report.reason()).isEqualTo("1 order and 1 position are left");
    assertThat(report.orders()).singleElement().satisfies(order -> {
      assertThat(order.outcome()).isEqualTo(Outcome.STILL_OPEN);
      assertThat(order.proved()).isTrue();
    });
    assertThat(report.positions()).singleElement().extracting(FlattenedPosition::outcome)
        .isEqualTo(FlattenedPosition.Outcome.OPEN);
  }

  @Test
  void positionThatThePolicyKeepsIsNoResidue() {
    rig.hold(Side.BUY, "3");

    VerificationReport report = verify(rig.direct, ClosePolicy.KEEP_ALL);

    assertThat(report.clean()).isTrue();
    assertThat(report.positions()).singleElement().extracting(FlattenedPosition::outcome)
        .isEqualTo(FlattenedPosition.Outcome.KEPT);
  }

  @Test
  void fateOfNamedOrdersIsTold() {
    rig.rest(1);
    rig.exchange.cancel(Rig.ACCOUNT, new OrderId("P1"));

    VerificationReport report = verify(rig.direct, ClosePolicy.KEEP_ALL, new OrderId("c1"), new OrderId("nobody's"));

    assertThat(report.clean()).isTrue();
    assertThat(report.orders()).extracting(SweptOrder::outcome).containsExactly(Outcome.CANCELLED, Outcome.REJECTED);
    assertThat(report.orders().get(1).detail()).contains("never came");
  }

  @Test
  void orderOfOneReadingAloneIsNotClean() {
    AtomicInteger reads = new AtomicInteger();
    ExchangeGateway late = new Changed(rig.direct) {
      @Override
      public List<OrderState> openOrders() {
        if (reads.incrementAndGet() == 2) {
          rig.rest("late");
        }
        return super.openOrders();
      }
    };

    VerificationReport report = verify(late, ClosePolicy.KEEP_ALL);

    assertThat(report.clean()).isFalse();
    assertThat(report.orders()).singleElement().extracting(SweptOrder::clientId).isEqualTo("late");
  }

  @Test
  void venueThatIsDownIsWaitedForAndOneThatStaysDownIsNotClean() {
    rig.exchange.inject(Faults.down(10_000));
    assertThat(verify(rig.direct, ClosePolicy.FLATTEN_ALL).clean()).isTrue();

    rig.exchange.inject(Faults.down(60_000));
    VerificationReport report = verify(rig.direct, ClosePolicy.FLATTEN_ALL);

    assertThat(report.clean()).isFalse();
    assertThat(report.reason()).contains("0 times of 2").contains("down");
  }

  @Test
  void hiddenOrderIsFoundByItsName() {
    rig.rest(1);
    rig.exchange.inject(Faults.hiding(1));

    VerificationReport report = verify(rig.direct, ClosePolicy.KEEP_ALL, new OrderId("P1"));

    assertThat(report.clean()).isFalse();
    assertThat(report.orders()).singleElement().extracting(SweptOrder::outcome).isEqualTo(Outcome.STILL_OPEN);
  }

  @Test
  void verifiesThroughThrottlingAndLostAnswers() {
    rig.rest(1);
    for (Faults faults : List.of(Faults.throttling(0.3), Faults.disconnecting(0.3), Faults.latency(2_000))) {
      rig.exchange.inject(faults);

      VerificationReport report = verify(rig.direct, ClosePolicy.FLATTEN_ALL);

      assertThat(report.orders()).as("%s", faults).singleElement().extracting(SweptOrder::outcome).isEqualTo(Outcome.STILL_OPEN);
    }
  }
}
