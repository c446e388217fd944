package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guard with a server, without one, and with one that comes and goes. */
@Timeout(60)
class GuardTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final Symbol ETH = new Symbol("ETH/USD");
  private static final Currency USD = new Currency("USD");
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
  private static final Order BUY = Order.limit(BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("100"), USD);

  @TempDir
  Path directory;
  private final ManualTime time = new ManualTime();
  private final List<Monitor> monitors = new ArrayList<>();
  private FakeLinkServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = FakeLinkServer.start("token");
  }

  @AfterEach
  void closeAll() throws IOException {
    monitors.forEach(Monitor::close);
    server.close();
    assertThat(server.surprises()).isEmpty();
  }

  private MonitorBuilder builder(String instance) {
    return time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools()).instance(instance));
  }

  private Path spools() {
    return directory.resolve("spool");
  }

  private Path latches() {
    return spools().resolve("bot").resolve("latches");
  }

  private Monitor start(MonitorBuilder builder) {
    Monitor monitor = builder.connect();
    monitors.add(monitor);
    return monitor;
  }

  private Monitor connected(String instance) {
    int before = server.connects();
    Monitor monitor = start(builder(instance));
    await().atMost(LONG).until(() -> server.connects() > before && monitor.statistics().connected());
    return monitor;
  }

  private static LinkMessage.HaltTold halt(String id, long epoch, HaltMode mode) {
    return new LinkMessage.HaltTold(latch(id, epoch, mode, null), mode.compareTo(HaltMode.CANCEL) >= 0, null);
  }

  private static Latch latch(String id, long epoch, HaltMode mode, @org.jspecify.annotations.Nullable Symbol symbol) {
    return new Latch(new HaltId(id), epoch, mode, symbol, HaltOrigin.PERSON, "ann", "flash crash", TEN);
  }

  private static LinkMessage.ReleaseTold release(String id, long epoch) {
    return new LinkMessage.ReleaseTold(new HaltId(id), epoch, "bob", "looked");
  }

  private LinkMessage.GuardTold told(Predicate<LinkMessage.GuardTold> like) {
    await().atMost(LONG).until(() -> server.guards().stream().anyMatch(like));
    return server.guards().stream().filter(like).reduce((first, second) -> second).orElseThrow();
  }

  private static void awaitLevel(Guard guard, GuardLevel level) {
    await().atMost(LONG).until(() -> guard.level() == level);
  }

  private static Decision refusal(Guard guard, Order order) {
    return catchThrowableOfType(OrderRefusedException.class, () -> guard.enter(order).close()).decision();
  }

  private static Event.PositionUpdate position(Symbol symbol, Side side, String quantity) {
    return new Event.PositionUpdate(
        TEN, symbol, side, new BigDecimal(quantity), new BigDecimal("100"), USD, new BigDecimal("110"), null, null, null, null,
        null);
  }

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

  // ---- without a server ----

  @Test
  void latchesAreThereAfterARestartBeforeTheFirstQuestion() throws IOException {
    server.pause();
    Monitor first = start(builder("i1"));
    HaltId id = first.guard().halt(HaltMode.CANCEL, "enough");
    await().atMost(LONG).until(first.guard()::isSafe);
    first.close();

    Guard second = start(builder("i2")).guard();

    assertThat(second.allows(Intent.OPEN)).isFalse();
    assertThat(second.latches()).extracting(Latch::id).containsExactly(id);
    Release released = second.release(id, "ann", "all is well");
    assertThat(released.isReleased()).as(released.reason()).isTrue();
    assertThat(second.allows(Intent.OPEN)).isTrue();
    assertThat(start(builder("i3")).guard().latches()).isEmpty();
  }

  @Test
  void aHaltOnTheBotsOwnAccountIsKeptThroughACloseRightAfterIt() throws IOException {
    server.pause();
    Monitor first = start(builder("i1"));
    HaltId id = first.guard().halt(HaltMode.STOP, "enough");
    first.close();

    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(id);
  }

  @Test
  void aReleaseNeedsANameAReasonAndAHalt() {
    Guard guard = connected("i1").guard();
    HaltId id = guard.halt(HaltMode.STOP, "enough");

    assertThat(guard.halt(HaltMode.STOP, "again")).isEqualTo(id);
    assertThat(guard.release(id, " ", "x").isReleased()).isFalse();
    assertThat(guard.release(id, "ann", "").isReleased()).isFalse();
    assertThat(guard.release(new HaltId("h99"), "ann", "x").reason()).contains("h99");
    assertThat(guard.level()).isEqualTo(GuardLevel.CLOSED);
  }

  @Test
  void aDamagedFileOfLatchesClosesTheGuardUntilSomebodyReleasesIt() throws IOException {
    server.pause();
    Files.createDirectories(latches().getParent());
    Files.writeString(latches(), "binnacle-latches 1 00000000\n[]\n");

    Guard guard = start(builder("i1")).guard();

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    Latch latch = guard.latches().get(0);
    assertThat(latch.reason()).contains("damaged", "latches");
    await().atMost(LONG).until(guard::isSafe);
    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(latch.id());
    assertThat(guard.release(latch.id(), "ann", "looked at it").isReleased()).isTrue();
    assertThat(guard.allows(Intent.OPEN)).isTrue();
  }

  @Test
  void latchesThatCannotBeReadOrWrittenCloseTheGuardAndSaySo() throws IOException {
    Files.createDirectories(latches().getParent());
    // More than any guard writes: it is not read into memory.
    Files.write(latches(), new byte[5 << 20]);

    Monitor monitor = connected("i1");
    Guard guard = monitor.guard();

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.isSafe()).isFalse();
    assertThat(guard.check(BUY).reason()).contains("cannot be read");
    told(each -> each.level() == GuardLevel.CLOSED && each.latches().isEmpty());
    server.halt(halt("h7", 3, HaltMode.STOP));
    told(each -> each.latches().size() == 1);
    assertThat(guard.isSafe()).isFalse();

    Files.delete(latches());
    await().atMost(LONG).until(guard::isSafe);
    assertThat(guard.latches()).hasSize(1);
    server.release(release("h7", 3));
    awaitLevel(guard, GuardLevel.OPEN);
  }

  @Test
  void aFileOfLatchesThatIsDeletedIsWrittenAgain() throws IOException {
    server.pause();
    Guard guard = start(builder("i1")).guard();
    HaltId id = guard.halt(HaltMode.STOP, "enough");
    await().atMost(LONG).until(guard::isSafe);

    Files.delete(latches());

    await().atMost(LONG).until(() -> Files.exists(latches()));
    assertThat(guard.latches()).extracting(Latch::id).containsExactly(id);
    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(id);
  }

  @Test
  void twoRunsOfABotShareTheirLatches() throws IOException {
    server.pause();
    Guard first = start(builder("i1")).guard();
    Guard second = start(builder("i2")).guard();

    HaltId ofFirst = first.halt(HaltMode.STOP, "one");
    HaltId ofSecond = second.halt(HaltMode.PAUSE, "two");

    await().atMost(LONG).until(() -> first.latches().size() == 2 && second.latches().size() == 2);
    assertThat(second.allows(Intent.REDUCE)).isFalse();
    assertThat(second.release(ofFirst, "ann", "looked").isReleased()).isTrue();
    assertThat(first.release(ofSecond, "ann", "looked").isReleased()).isTrue();
    await().atMost(LONG).until(() -> first.latches().isEmpty() && second.latches().isEmpty());
    assertThat(first.allows(Intent.OPEN)).isTrue();
  }

  @Test
  void aHaltFileStopsWithoutAnyServerAndItsRemovalAloneDoesNotOpen() throws IOException {
    server.pause();
    Path fleet = directory.resolve("fleet");
    Files.createDirectories(fleet);
    Guard guard = start(builder("i1").haltDirectory(fleet)).guard();
    assertThat(guard.allows(Intent.OPEN)).isTrue();

    Files.writeString(fleet.resolve("HALT-bot"), "stop the venue is on fire\n");
    awaitLevel(guard, GuardLevel.CLOSED);

    Latch latch = guard.latches().get(0);
    assertThat(latch.origin()).isEqualTo(HaltOrigin.FILE);
    assertThat(latch.mode()).isEqualTo(HaltMode.STOP);
    assertThat(latch.reason()).contains("HALT-bot", "the venue is on fire");
    assertThat(guard.release(latch.id(), "ann", "x").reason()).contains("is there still");
    Files.delete(fleet.resolve("HALT-bot"));
    await().atMost(LONG).until(guard::isSafe);
    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(latch.id());
    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.release(latch.id(), "ann", "the fire is out").isReleased()).isTrue();
    assertThat(guard.allows(Intent.OPEN)).isTrue();
  }

  @Test
  void aHaltFileThatIsThereAtTheStartStopsTheFirstOrder() throws IOException {
    server.pause();
    Files.createDirectories(spools());
    Files.createFile(spools().resolve("HALT"));
    Files.createFile(spools().resolve("HALT-other"));

    Guard guard = start(builder("i1")).guard();

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.latches()).singleElement().satisfies(latch -> assertThat(latch.mode()).isEqualTo(HaltMode.CANCEL));
  }

  @Test
  void aReleaseByTheServerWhileTheFileIsThereStopsAnew() throws IOException {
    Guard guard = connected("i1").guard();
    Files.createFile(spools().resolve("HALT"));
    awaitLevel(guard, GuardLevel.CLOSED);
    HaltId first = guard.latches().get(0).id();

    server.release(release(first.value(), 0));

    await().atMost(LONG).until(() -> guard.latches().stream().anyMatch(latch -> !latch.id().equals(first)));
    assertThat(guard.allows(Intent.OPEN)).isFalse();
  }

  // ---- silence ----

  @Test
  void silenceReducesAfterTheGraceTimeAndOnlyForAsLongAsItLasts() throws IOException {
    Monitor monitor = start(builder("i1").whenSilent(Silence.REDUCE, Duration.ofSeconds(60)));
    Guard guard = monitor.guard();
    await().atMost(LONG).until(() -> monitor.statistics().connected());
    server.pause();
    await().atMost(LONG).until(() -> !monitor.statistics().connected());
    assertThat(guard.level()).isEqualTo(GuardLevel.OPEN);

    time.advance(Duration.ofSeconds(61));
    awaitLevel(guard, GuardLevel.REDUCING);
    assertThat(guard.latches()).isEmpty();
    assertThat(guard.check(BUY).reason()).contains("the server has not been heard of");

    server.resume();
    await().atMost(LONG)
        .until(
            () -> {
              time.advance(Duration.ofMillis(200));
              return guard.level() == GuardLevel.OPEN;
            });
  }

  @Test
  void silenceThatStopsIsLatchedAndItsReleaseGivesAnotherGraceTime() throws IOException {
    server.pause();
    Guard guard = start(builder("i1").whenSilent(Silence.STOP, Duration.ofSeconds(60))).guard();
    time.advance(Duration.ofSeconds(61));
    awaitLevel(guard, GuardLevel.CLOSED);
    Latch latch = guard.latches().get(0);
    assertThat(latch.origin()).isEqualTo(HaltOrigin.SILENCE);

    assertThat(guard.release(latch.id(), "ann", "the server is being moved").isReleased()).isTrue();
    assertThat(guard.level()).isEqualTo(GuardLevel.OPEN);
    time.advance(Duration.ofSeconds(61));
    awaitLevel(guard, GuardLevel.CLOSED);
  }

  @Test
  void silenceAloneChangesNothingWhereItWasNotAskedFor() throws IOException {
    server.pause();
    Monitor monitor = start(builder("i1"));
    Guard guard = monitor.guard();
    time.advance(Duration.ofDays(1));
    // A latch that came after it shows that the guard's thread has looked meanwhile.
    HaltId id = guard.halt(HaltMode.PAUSE, "x");
    await().atMost(LONG).until(guard::isSafe);

    assertThat(guard.latches()).extracting(Latch::id).containsExactly(id);
    assertThat(guard.level()).isEqualTo(GuardLevel.REDUCING);
  }

  @Test
  void aGuardWithoutADirectoryHoldsInMemoryAndSaysThatItDoes() throws IOException {
    Monitor monitor = start(builder("i1").withoutSpoolDirectory());
    Guard guard = monitor.guard();
    await().atMost(LONG).until(() -> monitor.statistics().connected());
    server.halt(halt("h7", 3, HaltMode.STOP));
    told(each -> each.level() == GuardLevel.CLOSED);

    assertThat(guard.isSafe()).isFalse();
    server.release(release("h7", 3));
    awaitLevel(guard, GuardLevel.OPEN);
  }

  @Test
  void moreLatchesThanAGuardNamesKeepItClosed() throws IOException {
    Guard guard = connected("i1").guard();
    for (int i = 0; i < 100; i++) {
      server.halt(new LinkMessage.HaltTold(latch("h" + i, i, HaltMode.PAUSE, ETH), false, null));
    }
    await().atMost(LONG).until(() -> guard.latches().size() == 100);
    assertThat(guard.allows(Intent.OPEN)).isTrue();

    server.halt(halt("h100", 100, HaltMode.STOP));
    awaitLevel(guard, GuardLevel.CLOSED);

    assertThat(guard.check(BUY).reason()).contains("more halts");
    told(each -> each.latches().size() == 100 && each.level() == GuardLevel.CLOSED);
  }
}
