package dev.binnacle.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Level;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.RuleName;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Halts on their way to guards, over links and without, and what guards say. */
@Timeout(180)
final class GuardsTest {
  private static final BotId BOT = new BotId("btc-trend");
  private static final InstanceId I1 = new InstanceId("i1");
  private static final InstanceId I2 = new InstanceId("i2");
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Commands.Confirmation CLOSED = new Commands.Confirmation(0, List.of(), false);
  private static final LinkMessage.GuardTold NOTHING_HELD =
      new LinkMessage.GuardTold(GuardLevel.OPEN, List.of(), 0, List.of(), List.of());

  private final ScriptedAdmission admission = new ScriptedAdmission();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<LinkMessage.GuardTold> guards = new CopyOnWriteArrayList<>();
  private final Ingest ingest =
      new Ingest(
          admission,
          (bot, instance, guard) -> {
            heard.add(bot + " " + instance);
            guards.add(guard);
          },
          Limits.DEFAULT);
  private final Commands commands = ingest.commands();

  /** A client that may be slow: then frames pile up behind the one that it takes. */
  private final class Wire implements LinkSession.Peer {
    final List<LinkMessage.FromServer> got = new ArrayList<>();
    Runnable whileSending = () -> {};

    @Override
    public void send(String frame) {
      got.add(new LinkReader().readFromServer(frame));
      Runnable once = whileSending;
      whileSending = () -> {};
      once.run();
    }

    @Override
    public void close(int code, String reason) {}
  }

  private LinkSession greeted(Wire wire) {
    LinkSession session = ingest.open(BOT, wire);
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
    admission.welcome.complete(Map.of());
    return session;
  }

  private static LinkMessage.HaltTold halt(String id, long epoch) {
    Latch latch = new Latch(new HaltId(id), epoch, HaltMode.CANCEL, null, HaltOrigin.PERSON, "ann", "x", TEN);
    return new LinkMessage.HaltTold(latch, true, null);
  }

  private static LinkMessage.ReleaseTold release(String id, long epoch) {
    return new LinkMessage.ReleaseTold(new HaltId(id), epoch, "bob", "looked");
  }

  private static LinkMessage.AlertTold alert() {
    return new LinkMessage.AlertTold(
        new AlertId("a-1"), new RuleName("slow-feed"), Level.WARNING, AlertState.FIRING, "x", TEN, null, null);
  }

  private LinkMessage.GuardTold last() {
    return guards.get(guards.size() - 1);
  }

  private static Commands.Kept kept(String id, long epoch) {
    return new Commands.Kept(new HaltId(id), epoch, TEN);
  }

  private List<Commands.Command> owed(Commands.Kept... kept) {
    return commands.waiting(BOT, I1, List.of(kept), Duration.ZERO).toCompletableFuture().join();
  }

  @Test
  void whatAGuardHoldsIsPassedOnWithTheRunThatSaysSo() {
    LinkSession session = greeted(new Wire());
    var told =
        new LinkMessage.GuardTold(GuardLevel.CLOSED, List.of(halt("h7", 3).latch()), 1, List.of(new OrderId("o-1")), List.of());

    session.receive(new LinkWriter().guard(told).toText());

    assertThat(guards).containsExactly(told);
    assertThat(heard).containsExactly("btc-trend i1");
  }

  /** A halt that was told because a connection had come missed that connection, and was told a second later, when the bot had traded on. */
  @Test
  void aHaltThatIsToldWhileAConnectionIsBeingWelcomedGoesBeforeTheWelcome() {
    Wire wire = new Wire();
    LinkSession session = ingest.open(BOT, wire);
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");

    assertThat(ingest.tell(BOT, halt("h7", 3))).isEqualTo(1);
    assertThat(wire.got).containsExactly(halt("h7", 3));
    admission.welcome.complete(Map.of());

    assertThat(wire.got).hasSize(2);
    assertThat(wire.got.get(1)).isInstanceOf(LinkMessage.Welcome.class);
  }

  @Test
  void aGuardIsHeardOnlyAfterAGreeting() {
    Wire wire = new Wire();

    ingest.open(BOT, wire).receive(new LinkWriter().guard(NOTHING_HELD).toText());

    assertThat(guards).isEmpty();
    assertThat(wire.got).singleElement().isInstanceOf(LinkMessage.Refused.class);
  }

  @Test
  void aHaltOvertakesAllThatWaitsAndIsNeverPassedOver() {
    Wire wire = new Wire();
    LinkSession session = greeted(wire);
    wire.whileSending =
        () -> {
          // Far more alerts than may wait, and then the halt.
          for (int i = 0; i < 1_000; i++) {
            ingest.tell(BOT, alert());
          }
          assertThat(ingest.tell(BOT, halt("h7", 3))).isEqualTo(1);
        };

    ingest.tell(BOT, alert());

    assertThat(wire.got.subList(0, 3)).containsExactly(new LinkMessage.Welcome(Map.of()), alert(), halt("h7", 3));
    session.closed();
    assertThat(ingest.tell(BOT, halt("h8", 4))).isZero();
  }

  @Test
  void ofSeveralWordsAboutOneHaltThatWaitTheNewestGoesOut() {
    Wire wire = new Wire();
    greeted(wire);
    wire.whileSending =
        () -> {
          ingest.tell(BOT, halt("h7", 3));
          ingest.tell(BOT, halt("h8", 4));
          ingest.tell(BOT, release("h7", 3));
        };

    ingest.tell(BOT, alert());

    assertThat(wire.got.subList(2, wire.got.size())).containsExactly(halt("h8", 4), release("h7", 3));
  }

  @Test
  void aRunThatAsksForTheFirstTimeGetsWhatIsInForceAndIsSaidToHoldNothing() {
    ingest.tell(BOT, halt("h7", 3));

    List<Commands.Command> owed = commands.waiting(BOT, I1, LONG).toCompletableFuture().join();

    assertThat(owed).containsExactly(new Commands.Command("h7.3.halt", halt("h7", 3)));
    assertThat(guards).containsExactly(NOTHING_HELD);
    assertThat(commands.waiting(new BotId("other"), I1, Duration.ZERO).toCompletableFuture().join()).isEmpty();
  }

  @Test
  void whoWaitsIsAnsweredWhenAHaltComes() {
    CompletableFuture<List<Commands.Command>> first = commands.waiting(BOT, I1, LONG).toCompletableFuture();
    CompletableFuture<List<Commands.Command>> second = commands.waiting(BOT, I2, LONG).toCompletableFuture();
    assertThat(first).isNotDone();

    ingest.tell(BOT, halt("h7", 3));

    assertThat(first.join()).extracting(Commands.Command::id).containsExactly("h7.3.halt");
    assertThat(second.join()).extracting(Commands.Command::id).containsExactly("h7.3.halt");
  }

  @Test
  void whoWaitsInVainIsAnsweredWithNothing() throws Exception {
    assertThat(commands.waiting(BOT, I1, Duration.ofMillis(20)).toCompletableFuture().get(30, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void aConfirmationCountsAsTheGuardsWordUntilTheHaltIsReleased() {
    ingest.tell(BOT, halt("h7", 3));
    commands.waiting(BOT, I1, LONG).toCompletableFuture().join();

    assertThat(commands.confirm(BOT, I1, "h7.3.halt", new Commands.Confirmation(2, List.of(new OrderId("o-1")), false))).isTrue();
    assertThat(last()).isEqualTo(
        new LinkMessage.GuardTold(GuardLevel.CLOSED, List.of(halt("h7", 3).latch()), 2, List.of(new OrderId("o-1")), List.of()));
    assertThat(commands.waiting(BOT, I1, Duration.ZERO).toCompletableFuture().join()).isEmpty();
    assertThat(commands.confirm(BOT, I1, "h7.3.halt", new Commands.Confirmation(0, List.of(), true))).isTrue();
    assertThat(last().done()).containsExactly(new HaltId("h7"));

    ingest.tell(BOT, release("h7", 3));
    assertThat(commands.waiting(BOT, I1, LONG).toCompletableFuture().join())
        .containsExactly(new Commands.Command("h7.3.release", release("h7", 3)));
    assertThat(commands.waiting(BOT, I2, Duration.ZERO).toCompletableFuture().join()).as("never had it").isEmpty();
    assertThat(commands.confirm(BOT, I1, "h7.3.release", CLOSED)).isTrue();
    assertThat(last()).isEqualTo(NOTHING_HELD);
    assertThat(commands.confirm(BOT, I1, "h7.3.release", CLOSED)).as("over").isFalse();
  }

  @Test
  void aWidenedHaltIsToldAgainAndAnOldConfirmationDoesNotCount() {
    ingest.tell(BOT, halt("h7", 3));
    assertThat(commands.confirm(BOT, I1, "h7.3.halt", CLOSED)).isTrue();

    ingest.tell(BOT, halt("h7", 4));

    assertThat(commands.waiting(BOT, I1, LONG).toCompletableFuture().join()).extracting(Commands.Command::id)
        .containsExactly("h7.4.halt");
    assertThat(commands.confirm(BOT, I1, "h7.3.halt", CLOSED)).isFalse();
  }

  @Test
  void whatARunHasConfirmedIsSaidAgainWheneverItAsks() {
    ingest.tell(BOT, halt("h7", 3));
    commands.confirm(BOT, I1, "h7.3.halt", new Commands.Confirmation(0, List.of(), true));
    guards.clear();

    assertThat(owed()).isEmpty();

    assertThat(guards).containsExactly(
        new LinkMessage.GuardTold(
            GuardLevel.CLOSED, List.of(halt("h7", 3).latch()), 0, List.of(), List.of(new HaltId("h7"))));
  }

  /** This server knows of no confirmation: an earlier process of it had that. */
  @Test
  void aHaltThatARunKeepsToSinceBeforeTheServersStartIsHeldAndStillToBeConfirmed() {
    ingest.tell(BOT, halt("h7", 3));

    assertThat(owed(kept("h7", 3))).extracting(Commands.Command::id).containsExactly("h7.3.halt");

    assertThat(last().latches()).containsExactly(halt("h7", 3).latch());
    assertThat(last().done()).isEmpty();
  }

  @Test
  void aHaltThatARunKeepsToAndThatIsOverIsReleasedToIt() {
    assertThat(owed(kept("h7", 3))).isEmpty();
    assertThat(last().latches()).extracting(Latch::id, Latch::epoch, Latch::mode)
        .containsExactly(tuple(new HaltId("h7"), 3L, HaltMode.STOP));

    ingest.tell(BOT, release("h7", 4));

    assertThat(owed()).containsExactly(new Commands.Command("h7.4.release", release("h7", 4)));
    assertThat(commands.confirm(BOT, I1, "h7.4.release", CLOSED)).isTrue();
    assertThat(last()).isEqualTo(NOTHING_HELD);
  }

  @Test
  void whoListensHearsAllThatIsToldThoughNoRunHasAsked() {
    List<String> told = new ArrayList<>();
    commands.listen((bot, command) -> told.add(bot + " " + command.id()));

    ingest.tell(BOT, halt("h7", 3));
    ingest.tell(BOT, release("h7", 4));

    assertThat(told).containsExactly("btc-trend h7.3.halt", "btc-trend h7.4.release");
  }

  @Test
  void ordersThatAreNamedAreInFlightThoughTheirNumberIsNotSaid() {
    ingest.tell(BOT, halt("h7", 3));

    commands.confirm(BOT, I1, "h7.3.halt", new Commands.Confirmation(0, List.of(new OrderId("o-1")), true));

    assertThat(last().inFlight()).isEqualTo(1);
  }

  @Test
  void noMoreIsKeptForABotThanItsBound() {
    for (int i = 0; i < Commands.MOST_STANDING + 10; i++) {
      ingest.tell(BOT, halt("h" + i, i));
    }
    for (int i = 0; i < Commands.MOST_RUNS + 5; i++) {
      commands.waiting(BOT, new InstanceId("r" + i), LONG).toCompletableFuture().join();
    }

    assertThat(commands.waiting(BOT, I1, LONG).toCompletableFuture().join()).hasSize(Commands.MOST_STANDING);
    assertThat(commands.dropped()).isEqualTo(16);
  }
}
