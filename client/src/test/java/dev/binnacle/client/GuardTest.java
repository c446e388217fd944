package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Event;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.protocol.LinkMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guard that a server closes and opens. */
@Timeout(180)
class GuardTest extends GuardRig {
  // ---- by the server ----

  @Test
  void aHaltByTheServerIsLatchedConfirmedAndReleased() throws IOException {
    Guard guard = connected("i1").guard();
    told(each -> each.latches().isEmpty() && each.level() == GuardLevel.OPEN);
    assertThat(guard.allows(Intent.OPEN)).isTrue();
    guard.enter(BUY).close();

    server.halt(halt("h7", 3, HaltMode.STOP));
    LinkMessage.GuardTold closed = told(each -> each.level() == GuardLevel.CLOSED);

    assertThat(closed.latches()).containsExactly(latch("h7", 3, HaltMode.STOP, null));
    assertThat(closed.done()).as("nothing was asked of the bot").containsExactly(new HaltId("h7"));
    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.allows(Intent.REDUCE)).isFalse();
    assertThat(guard.allows(Intent.CANCEL)).isTrue();
    assertThat(refusal(guard, BUY).rule()).isEqualTo(Decision.Rule.CLOSED);
    assertThat(refusal(guard, BUY).reason()).contains("h7", "ann", "flash crash");
    guard.enter(Order.cancel(BTC)).close();
    assertThat(guard.isSafe()).isTrue();
    assertThat(latches()).isNotEmptyFile();

    server.release(release("h7", 3));
    awaitLevel(guard, GuardLevel.OPEN);
    guard.enter(BUY).close();
    told(each -> each.latches().isEmpty() && server.guards().indexOf(each) >= 0 && each.level() == GuardLevel.OPEN);
  }

  @Test
  void aReleaseOfWhatWasWidenedSinceDoesNotOpen() throws IOException {
    Guard guard = connected("i1").guard();
    server.halt(halt("h7", 3, HaltMode.STOP));
    server.halt(halt("h8", 4, HaltMode.PAUSE));
    server.halt(halt("h7", 5, HaltMode.STOP));
    await().atMost(LONG).until(() -> guard.latches().size() == 2);
    await().atMost(LONG).until(() -> guard.latches().stream().anyMatch(each -> each.epoch() == 5));

    server.release(release("h7", 3));
    server.release(release("h8", 4));

    await().atMost(LONG).until(() -> guard.latches().size() == 1);
    assertThat(guard.latches()).containsExactly(latch("h7", 5, HaltMode.STOP, null));
    assertThat(guard.level()).isEqualTo(GuardLevel.CLOSED);
  }

  @Test
  void aHaltOfOneInstrumentLeavesTheOthersAlone() throws IOException {
    Guard guard = connected("i1").guard();

    server.halt(new LinkMessage.HaltTold(latch("h7", 3, HaltMode.STOP, BTC), false, null));
    await().atMost(LONG).until(() -> !guard.latches().isEmpty());

    assertThat(guard.allows(Intent.OPEN)).isTrue();
    assertThat(guard.allows(Intent.OPEN, BTC)).isFalse();
    assertThat(guard.allows(Intent.CANCEL, BTC)).isTrue();
    assertThat(guard.allows(Intent.OPEN, ETH)).isTrue();
    assertThat(refusal(guard, BUY).rule()).isEqualTo(Decision.Rule.CLOSED);
    guard.enter(Order.limit(ETH, Side.BUY, BigDecimal.ONE, BigDecimal.TEN, USD)).close();
  }

  @Test
  void whatWasToldWhileThereWasNoLinkIsSaidWhenThereIsOne() throws IOException {
    Monitor monitor = connected("i1");
    Guard guard = monitor.guard();
    server.pause();
    await().atMost(LONG).until(() -> !monitor.statistics().connected());
    HaltId own = guard.halt(HaltMode.STOP, "prices are odd");
    await().atMost(LONG).until(guard::isSafe);

    server.resume();

    LinkMessage.GuardTold adopted =
        toldWhileTimeGoesOn(each -> each.level() == GuardLevel.CLOSED);
    assertThat(adopted.latches()).singleElement().satisfies(
        latch -> {
          assertThat(latch.id()).isEqualTo(own);
          assertThat(latch.epoch()).isZero();
          assertThat(latch.origin()).isEqualTo(HaltOrigin.BOT);
          assertThat(latch.reason()).isEqualTo("prices are odd");
        });
  }

  private LinkMessage.GuardTold toldWhileTimeGoesOn(Predicate<LinkMessage.GuardTold> like) {
    await().atMost(LONG)
        .until(
            () -> {
              time.advance(Duration.ofMillis(200));
              return server.guards().stream().anyMatch(like);
            });
    return told(like);
  }

  @Test
  void aBotThatDoesNotUseItsGuardSaysNothingOfItAndIsClosedWhenItDoes() throws IOException {
    Monitor monitor = connected("i1");
    server.halt(halt("h7", 3, HaltMode.STOP));
    // What is sent after the halt has been heard after it.
    server.alert(
        new LinkMessage.AlertTold(
            new dev.binnacle.model.AlertId("a-1"), new dev.binnacle.model.RuleName("r"), dev.binnacle.model.Level.INFO,
            dev.binnacle.model.AlertState.FIRING, "x", TEN, null, null));
    CountDownLatch heard = new CountDownLatch(1);
    monitor.notifications().onAlert(alert -> heard.countDown());
    monitor.flush(LONG);
    assertThat(server.guards()).isEmpty();

    Guard guard = monitor.guard();

    awaitLevel(guard, GuardLevel.CLOSED);
    told(each -> each.level() == GuardLevel.CLOSED);
  }

  // ---- orders in flight ----

  @Test
  void aHaltNamesTheOrdersThatAreUnderWayUntilTheirFateIsKnown() throws IOException {
    Guard guard = connected("i1").guard();
    Pass first = guard.enter(BUY.withId("o-1"));
    Pass second = guard.enter(BUY.withId("o-2"));

    server.halt(halt("h7", 3, HaltMode.STOP));
    assertThat(told(each -> each.level() == GuardLevel.CLOSED).inFlight()).isEqualTo(2);

    first.sent();
    first.close();
    first.close();
    told(each -> each.inFlight() == 1 && each.unknown().isEmpty());
    second.close();
    assertThat(told(each -> !each.unknown().isEmpty()).unknown()).containsExactly(new OrderId("o-2"));
    assertThat(guard.inFlight()).isZero();

    guard.settled(new OrderId("o-2"));
    told(each -> each.level() == GuardLevel.CLOSED && each.inFlight() == 0 && each.unknown().isEmpty());
  }

  @Test
  void whatIsThrownOnTheWayLeavesTheOrderUnknownAndComesOut() {
    Guard guard = connected("i1").guard();
    IOException lost = new IOException("connection reset");

    assertThatThrownBy(
        () -> guard.send(
            BUY,
            order -> {
              assertThat(guard.inFlight()).isEqualTo(1);
              throw lost;
            }))
        .isSameAs(lost);

    assertThat(guard.unknown()).containsExactly(new OrderId("unnamed-1"));
    told(each -> each.unknown().equals(List.of(new OrderId("unnamed-1"))));
    guard.settledAll();
    assertThat(guard.unknown()).isEmpty();
    assertThat(guard.inFlight()).isZero();
  }

  @Test
  void reducingLetsOnlyPassWhatIsKnownToReduce() throws IOException {
    Monitor monitor = connected("i1");
    Guard guard = monitor.guard();
    Order sell = Order.limit(BTC, Side.SELL, BigDecimal.ONE, new BigDecimal("100"), USD).reducing();
    server.halt(halt("h7", 3, HaltMode.PAUSE));
    awaitLevel(guard, GuardLevel.REDUCING);

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.allows(Intent.REDUCE)).isTrue();
    assertThat(refusal(guard, BUY).rule()).isEqualTo(Decision.Rule.REDUCING);
    assertThat(refusal(guard, sell).rule()).as("no position is known").isEqualTo(Decision.Rule.REDUCING);
    guard.enter(sell.reduceOnlyAtVenue()).close();

    monitor.position(position(BTC, Side.BUY, "1.5"));
    guard.enter(sell).close();
    assertThat(refusal(guard, sell).rule()).as("half a coin is left").isEqualTo(Decision.Rule.REDUCING);
    assertThat(refusal(guard, BUY.reducing()).rule()).isEqualTo(Decision.Rule.REDUCING);
    monitor.position(position(BTC, Side.BUY, "0.5"));
    assertThat(refusal(guard, sell).rule()).as("it would pass zero").isEqualTo(Decision.Rule.REDUCING);
    guard.enter(Order.market(BTC, Side.SELL, new BigDecimal("0.5")).reducing()).close();
  }

  // ---- the bot's part ----

  @Test
  void theBotDoesItsPartOnAThreadOfItsOwnAndSaysWhenItIsDone() throws IOException {
    Monitor monitor = connected("i1");
    List<HaltOrder> orders = new CopyOnWriteArrayList<>();
    CountDownLatch cancelled = new CountDownLatch(1);
    monitor.onHalt(
        order -> {
          orders.add(order);
          cancelled.await();
        });

    server.halt(halt("h7", 3, HaltMode.CANCEL));
    assertThat(told(each -> each.level() == GuardLevel.CLOSED).done()).isEmpty();
    await().atMost(LONG).until(() -> orders.size() == 1);
    cancelled.countDown();

    told(each -> each.done().equals(List.of(new HaltId("h7"))));
    assertThat(orders).containsExactly(new HaltOrder(latch("h7", 3, HaltMode.CANCEL, null), true, null, false));
    // The same again, and a higher epoch that asks for nothing more, is not done twice; what asks for more is.
    server.halt(halt("h7", 3, HaltMode.CANCEL));
    server.halt(halt("h7", 4, HaltMode.CANCEL));
    server.halt(new LinkMessage.HaltTold(latch("h7", 5, HaltMode.LIQUIDATE, null), true, Liquidation.ALL_AT_MARKET));
    await().atMost(LONG).until(() -> orders.size() == 2);
    assertThat(orders.get(1).isAgain()).isTrue();
    assertThat(orders.get(1).liquidation()).isEqualTo(Liquidation.ALL_AT_MARKET);
  }

  @Test
  void aListenerThatThrowsIsNotDoneAndIsAskedAgainWithTheHalt() throws IOException {
    Monitor monitor = connected("i1");
    AtomicBoolean works = new AtomicBoolean();
    monitor.onHalt(
        order -> {
          if (!works.get()) {
            throw new IOException("the venue does not answer");
          }
        });

    server.halt(halt("h7", 3, HaltMode.CANCEL));
    await().atMost(LONG)
        .until(
            () -> {
              time.advance(Duration.ofMillis(300));
              return server.events(Event.ErrorRaised.class).stream()
                  .anyMatch(e -> e.error().equals("HaltListenerFailed") && e.message().contains("the venue does not answer"));
            });
    assertThat(server.guards()).allMatch(each -> each.done().isEmpty());

    works.set(true);
    server.halt(halt("h7", 3, HaltMode.CANCEL));
    told(each -> each.done().equals(List.of(new HaltId("h7"))));
  }

  @Test
  void whatNobodyDoesIsNotDoneUntilSomebodyListens() throws IOException {
    Monitor monitor = connected("i1");
    Guard guard = monitor.guard();
    server.halt(halt("h7", 3, HaltMode.CANCEL));
    assertThat(told(each -> each.level() == GuardLevel.CLOSED).done()).isEmpty();

    monitor.onHalt(order -> assertThat(guard.allows(Intent.OPEN)).isFalse());

    told(each -> each.done().equals(List.of(new HaltId("h7"))));
  }

  @Test
  void onlyAHaltThatLiquidatesLetsTheBotCloseItsPositions() throws IOException {
    Monitor monitor = connected("i1");
    Guard guard = monitor.guard();
    monitor.position(position(BTC, Side.BUY, "2"));
    Order close = Order.market(BTC, Side.SELL, new BigDecimal("2")).reducing();
    List<String> results = new CopyOnWriteArrayList<>();
    monitor.onHalt(
        order -> {
          try (Pass pass = guard.flatten(close)) {
            pass.sent();
            results.add("closed");
          } catch (OrderRefusedException e) {
            results.add(e.decision().rule() + "");
          }
        });

    server.halt(halt("h7", 3, HaltMode.CANCEL));
    await().atMost(LONG).until(() -> results.size() == 1);
    server.halt(new LinkMessage.HaltTold(latch("h8", 4, HaltMode.LIQUIDATE, null), true, Liquidation.ALL_AT_MARKET));
    await().atMost(LONG).until(() -> results.size() == 2);

    assertThat(results).containsExactly("NOT_LIQUIDATING", "closed");
    assertThat(refusal(guard, close).rule()).isEqualTo(Decision.Rule.CLOSED);
  }
}
