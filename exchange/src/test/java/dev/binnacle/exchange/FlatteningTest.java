package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.FlattenedPosition.Outcome;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Positions are opened at 1,000 without fees; every expected figure is worked by hand beside its assertion. */
final class FlatteningTest {
  private final Rig rig = new Rig();

  private FlattenReport flatten(ExchangeGateway gateway, FlattenPlan plan) {
    return new Flattening(rig.paced(gateway), rig.time).run(plan);
  }

  private BigDecimal net() {
    return rig.exchange.positions(Rig.ACCOUNT).stream().map(NetPosition::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<OrderState> open() {
    return rig.exchange.openOrders(Rig.ACCOUNT);
  }

  @Test
  void longIsSoldAtTheMarketAndReadTwiceAsFlat() {
    rig.hold(Side.BUY, "3");

    FlattenReport report = flatten(rig.filling("990", "100"), rig.plan(Execution.AT_MARKET));

    assertThat(report.clean()).isTrue();
    assertThat(net()).isZero();
    assertThat(report.positions()).singleElement().satisfies(position -> {
      assertThat(position.outcome()).isEqualTo(Outcome.FLAT);
      assertThat(position.before()).isEqualByComparingTo("3");
      assertThat(position.after()).isEqualByComparingTo("0");
      assertThat(position.filled()).isEqualByComparingTo("3");
      assertThat(position.averagePrice()).isEqualByComparingTo("990");
      assertThat(position.orders()).hasSize(1);
    });
  }

  @Test
  void shortIsBoughtBackInParts() {
    rig.hold(Side.SELL, "3");
    AtomicInteger reads = new AtomicInteger();
    ExchangeGateway trading = new Changed(rig.direct) {
      @Override
      public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
        rig.pass(String.valueOf(1000 + 10 * reads.incrementAndGet()), "1");
        return super.order(order, symbol);
      }
    };

    FlattenReport report = flatten(trading, rig.plan(Execution.AT_MARKET));

    assertThat(report.clean()).isTrue();
    // One at 1010, one at 1020, one at 1030.
    assertThat(report.positions().get(0).averagePrice()).isEqualByComparingTo("1020");
    assertThat(report.positions().get(0).before()).isEqualByComparingTo("-3");
  }

  @Test
  void accountWithoutPositionsIsClean() {
    FlattenReport report = flatten(rig.direct, rig.plan(Execution.AT_MARKET));

    assertThat(report.clean()).isTrue();
    assertThat(report.positions()).isEmpty();
  }

  @Test
  void orderIsReduceOnlyAndNeverTurnsThePosition() {
    rig.hold(Side.BUY, "3");
    List<OrderRequest> sent = new ArrayList<>();
    ExchangeGateway racing = new Changed(rig.filling("990", "100")) {
      @Override
      public OrderState place(OrderRequest request) {
        sent.add(request);
        // The bot itself closes two of three in the same moment.
        rig.exchange.place(Rig.ACCOUNT, OrderRequest.market("bot-" + sent.size(), Rig.BTC, Side.SELL, new BigDecimal("2")));
        rig.pass("1000", "2");
        return super.place(request);
      }
    };

    FlattenReport report = flatten(racing, rig.plan(Execution.AT_MARKET));

    assertThat(sent).singleElement().satisfies(request -> {
      assertThat(request.reduceOnly()).isTrue();
      assertThat(request.quantity()).isEqualByComparingTo("3");
    });
    assertThat(net()).isZero();
    assertThat(report.positions().get(0).filled()).isEqualByComparingTo("1");
    assertThat(report.clean()).isTrue();
  }

  @Test
  void restingOrdersThatCloseAreSubtracted() {
    rig.hold(Side.BUY, "3");
    rig.exchange.place(Rig.ACCOUNT, OrderRequest.limit("tp", Rig.BTC, Side.SELL, new BigDecimal("2"), new BigDecimal("1200")));
    List<OrderRequest> sent = new ArrayList<>();
    ExchangeGateway watched = new Changed(rig.filling("990", "100")) {
      @Override
      public OrderState place(OrderRequest request) {
        sent.add(request);
        return super.place(request);
      }
    };

    FlattenReport report = flatten(watched, rig.plan(Execution.AT_MARKET));

    assertThat(sent).singleElement().satisfies(request -> assertThat(request.quantity()).isEqualByComparingTo("1"));
    assertThat(net()).isEqualByComparingTo("2");
    assertThat(report.clean()).isFalse();
    assertThat(report.residue()).singleElement().satisfies(position -> {
      assertThat(position.outcome()).isEqualTo(Outcome.OPEN);
      assertThat(position.detail()).contains("cancel them first");
    });
  }

  @Test
  void repetitionAfterACrashPlacesNothingTwice() {
    rig.hold(Side.BUY, "3");
    FlattenPlan plan = rig.plan(Execution.AT_MARKET);
    // The first run dies after its order was taken and before it filled.
    String id = ClosingId.of(plan.key(), Rig.BTC, InstrumentKind.DERIVATIVE, 1);
    rig.exchange.place(Rig.ACCOUNT, OrderRequest.market(id, Rig.BTC, Side.SELL, new BigDecimal("3")).reducing());
    List<OrderRequest> sent = new ArrayList<>();
    ExchangeGateway watched = new Changed(rig.direct) {
      @Override
      public OrderState place(OrderRequest request) {
        sent.add(request);
        return super.place(request);
      }

      @Override
      public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
        rig.pass("980", "100");
        return super.order(order, symbol);
      }
    };

    FlattenReport report = flatten(watched, plan);

    assertThat(sent).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.positions().get(0).filled()).isEqualByComparingTo("3");
  }

  @Test
  void answerThatIsLostIsLookedForBeforeAnythingIsSentAgain() {
    rig.hold(Side.BUY, "3");
    AtomicInteger sent = new AtomicInteger();
    ExchangeGateway breaking = new Changed(rig.filling("990", "1")) {
      @Override
      public OrderState place(OrderRequest request) {
        OrderState taken = super.place(request);
        if (sent.incrementAndGet() == 1) {
          throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "broken off after " + taken.id());
        }
        return taken;
      }

      @Override
      public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
        rig.pass("990", "100");
        return super.order(order, symbol);
      }
    };

    FlattenReport report = flatten(breaking, rig.plan(Execution.AT_MARKET));

    assertThat(sent).hasValue(1);
    assertThat(report.clean()).isTrue();
    assertThat(net()).isZero();
    assertThat(report.positions().get(0).filled()).isEqualByComparingTo("3");
  }

  @Test
  void orderThatTheVenueTakesAndLosesIsSentAgainUnderAnotherId() {
    rig.hold(Side.BUY, "3");
    rig.exchange.inject(Faults.losing(1));
    AtomicInteger sent = new AtomicInteger();
    ExchangeGateway losing = new Changed(rig.filling("990", "100")) {
      @Override
      public OrderState place(OrderRequest request) {
        if (sent.incrementAndGet() == 2) {
          rig.exchange.inject(Faults.NONE);
        }
        return super.place(request);
      }
    };

    FlattenReport report = flatten(losing, rig.plan(Execution.AT_MARKET));

    assertThat(sent).hasValue(2);
    assertThat(report.clean()).isTrue();
    assertThat(report.troubles()).anyMatch(trouble -> trouble.contains("knows it no more"));
  }

  @Test
  void limitOrderStaysWithinItsCollarAndTheRestIsNamed() {
    rig.hold(Side.BUY, "3");
    Execution collar = new Execution.Collared(new BigDecimal("0.5"), Duration.ofSeconds(10), false);

    FlattenReport report = flatten(rig.filling("990", "100"), rig.plan(collar));

    // 0.5 % below 1000 is 995; trades at 990 do not reach a sale at 995.
    assertThat(report.clean()).isFalse();
    assertThat(report.residue()).singleElement().satisfies(position -> {
      assertThat(position.detail()).contains("did not fill within 10 s");
      assertThat(position.after()).isEqualByComparingTo("3");
    });
    assertThat(open()).isEmpty();
    OrderState order = rig.exchange.order(Rig.ACCOUNT, report.positions().get(0).orders().get(0)).orElseThrow();
    assertThat(order.kind()).isEqualTo(OrderKind.LIMIT);
    assertThat(order.price()).isEqualByComparingTo("995");
  }

  @Test
  void restOfACollarGoesToTheMarketIfSoAsked() {
    rig.hold(Side.BUY, "3");
    Execution collar = new Execution.Collared(new BigDecimal("0.5"), Duration.ofSeconds(10), true);

    FlattenReport report = flatten(rig.filling("990", "100"), rig.plan(collar));

    assertThat(report.clean()).isTrue();
    assertThat(report.positions().get(0).orders()).hasSize(2);
    assertThat(report.positions().get(0).averagePrice()).isEqualByComparingTo("990");
  }

  @Test
  void noCollarIsLaidAroundAnOddPrice() {
    rig.hold(Side.BUY, "3");
    ExchangeGateway odd = new Changed(rig.filling("1000", "100")) {
      @Override
      public BigDecimal lastPrice(Symbol symbol) {
        return BigDecimal.ONE;
      }
    };

    FlattenReport report =
        flatten(odd, rig.plan(new Execution.Collared(new BigDecimal("0.5"), Duration.ofSeconds(10), false)));

    assertThat(net()).isEqualByComparingTo("3");
    assertThat(report.residue()).singleElement().satisfies(position -> assertThat(position.detail()).contains("is far from"));
  }

  @Test
  void readingsThatDisagreeWildlySendNothing() {
    rig.hold(Side.BUY, "3");
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    ExchangeGateway odd = new Changed(rig.direct) {
      @Override
      public List<NetPosition> positions() {
        BigDecimal quantity = reads.incrementAndGet() % 2 == 0 ? new BigDecimal("300") : new BigDecimal("3");
        return List.of(new NetPosition(Rig.BTC, InstrumentKind.DERIVATIVE, quantity, BigDecimal.ONE, new BigDecimal("1000")));
      }

      @Override
      public OrderState place(OrderRequest request) {
        sent.incrementAndGet();
        return super.place(request);
      }
    };

    FlattenReport report = flatten(odd, rig.plan(Execution.AT_MARKET));

    assertThat(sent).hasValue(0);
    assertThat(report.clean()).isFalse();
    assertThat(report.residue()).singleElement().satisfies(position -> {
      assertThat(position.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(position.detail()).contains("nothing was sent");
    });
  }

  @Test
  void policyKeepsWhatIsHeldOutrightAndClosesWhatIsOfUnknownKind() {
    Symbol eth = new Symbol("ETH/USD");
    BigDecimal price = new BigDecimal("1000");
    NetPosition spot = new NetPosition(Rig.BTC, InstrumentKind.SPOT, BigDecimal.ONE, null, price);
    NetPosition unknown = new NetPosition(eth, InstrumentKind.UNKNOWN, BigDecimal.ONE, null, price);

    assertThat(ClosePolicy.KEEP_SPOT_CLOSE_DERIVATIVES.closes(spot)).isFalse();
    assertThat(ClosePolicy.KEEP_SPOT_CLOSE_DERIVATIVES.closes(unknown)).isTrue();
    assertThat(ClosePolicy.FLATTEN_ALL.closes(spot)).isTrue();
    assertThat(ClosePolicy.KEEP_ALL.closes(unknown)).isFalse();
  }

  @Test
  void keptPositionIsNamedAndNotResidue() {
    rig.hold(Side.BUY, "3");

    FlattenReport report = flatten(
        rig.direct,
        new FlattenPlan("k", ClosePolicy.KEEP_ALL, Execution.AT_MARKET, Set.of(), Duration.ofSeconds(5)));

    assertThat(report.clean()).isTrue();
    assertThat(report.positions()).singleElement().extracting(FlattenedPosition::outcome).isEqualTo(Outcome.KEPT);
    assertThat(net()).isEqualByComparingTo("3");
  }

  @Test
  void lessThanTheVenueTradesIsNamedAsDust() {
    rig.hold(Side.BUY, "0.4");
    ExchangeGateway coarse = new Changed(rig.direct) {
      @Override
      public Instrument instrument(Symbol symbol) {
        return new Instrument(
            symbol, InstrumentKind.DERIVATIVE, BigDecimal.ONE, BigDecimal.ONE, new BigDecimal("0.01"), BigDecimal.ZERO);
      }
    };

    FlattenReport report = flatten(coarse, rig.plan(Execution.AT_MARKET));

    assertThat(report.clean()).isTrue();
    assertThat(report.positions()).singleElement().extracting(FlattenedPosition::outcome).isEqualTo(Outcome.DUST);
  }

  @Test
  void otherInstrumentsAreLeftAlone() {
    rig.hold(Side.BUY, "3");

    FlattenReport report = flatten(
        rig.direct,
        new FlattenPlan("k", ClosePolicy.FLATTEN_ALL, Execution.AT_MARKET, Set.of(new Symbol("ETH/USD")), Duration.ofSeconds(5)));

    assertThat(report.positions()).isEmpty();
    assertThat(net()).isEqualByComparingTo("3");
  }

  @Test
  void venueThatRefusesIsSaidSoAfterThreeTries() {
    rig.hold(Side.BUY, "3");
    rig.exchange.inject(Faults.rejecting(1));

    FlattenReport report = flatten(rig.direct, rig.plan(Execution.AT_MARKET));

    assertThat(report.residue()).singleElement()
        .satisfies(position -> assertThat(position.detail()).contains("refuses to close"));
    assertThat(report.took()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void flattensThroughThrottlingAndLostAnswers() {
    for (Faults faults : List.of(Faults.throttling(0.3), Faults.disconnecting(0.2), Faults.down(20_000), Faults.latency(500))) {
      Rig fresh = new Rig();
      fresh.hold(Side.BUY, "3");
      fresh.exchange.inject(faults);
      PacedGateway trading = fresh.paced(new Changed(fresh.direct) {
        @Override
        public List<NetPosition> positions() {
          fresh.pass("990", "100");
          return super.positions();
        }

        @Override
        public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
          fresh.pass("990", "100");
          return super.order(order, symbol);
        }
      });

      FlattenReport report = new Flattening(trading, fresh.time).run(fresh.plan(Execution.AT_MARKET));

      fresh.exchange.inject(Faults.NONE);
      assertThat(fresh.exchange.positions(Rig.ACCOUNT)).as("%s: %s", faults, report).isEmpty();
      assertThat(report.clean()).as("%s: %s", faults, report).isTrue();
    }
  }

  @Test
  void orderThatNobodyMeetsIsTakenBackAtTheDeadline() {
    rig.hold(Side.BUY, "3");

    FlattenReport report = flatten(rig.direct, rig.plan(Execution.AT_MARKET));

    assertThat(report.clean()).isFalse();
    assertThat(report.residue().get(0).detail()).contains("was taken back");
    assertThat(open()).isEmpty();
  }

  @Test
  void venueThatStaysDownIsSaidSo() {
    rig.hold(Side.BUY, "3");
    rig.exchange.inject(Faults.down(120_000));

    FlattenReport report = flatten(rig.direct, rig.plan(Execution.AT_MARKET));

    assertThat(report.clean()).isFalse();
    assertThat(report.reason()).contains("could not be read").contains("down");
  }

  @Test
  void positionThatSomebodyElseTurnedIsLeftToPeople() {
    rig.hold(Side.BUY, "3");
    AtomicInteger reads = new AtomicInteger();
    ExchangeGateway turning = new Changed(rig.direct) {
      @Override
      public List<NetPosition> positions() {
        if (reads.incrementAndGet() == 3) {
          rig.hold(Side.SELL, "5");
        }
        return super.positions();
      }

      @Override
      public List<OrderState> openOrders() {
        throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "no list just now");
      }
    };

    FlattenReport report = flatten(turning, rig.plan(Execution.AT_MARKET));

    assertThat(net()).isEqualByComparingTo("-2");
    assertThat(report.residue()).singleElement().satisfies(position -> assertThat(position.detail()).contains("other side"));
  }

  @Test
  void idsOfClosingOrdersAreShortAndTellAttemptsApart() {
    String first = ClosingId.of("h1-3-1", Rig.BTC, InstrumentKind.SPOT, 1);

    assertThat(first).hasSize(18).matches("bn[0-9a-f]{16}");
    assertThat(ClosingId.of("h1-3-1", Rig.BTC, InstrumentKind.SPOT, 1)).isEqualTo(first);
    assertThat(ClosingId.of("h1-3-1", Rig.BTC, InstrumentKind.SPOT, 2)).isNotEqualTo(first);
    assertThat(ClosingId.of("h1-3-2", Rig.BTC, InstrumentKind.SPOT, 1)).isNotEqualTo(first);
    assertThat(ClosingId.of("h1-3-1", Rig.BTC, InstrumentKind.DERIVATIVE, 1)).isNotEqualTo(first);
  }
}
