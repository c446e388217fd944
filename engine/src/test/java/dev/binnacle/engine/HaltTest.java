package dev.binnacle.engine;

import static dev.binnacle.engine.HaltScript.BTC;
import static dev.binnacle.engine.HaltScript.order;
import static dev.binnacle.engine.HaltScript.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.model.BotHalt.Proof;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder.Outcome;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a halt, one story for each edge. */
final class HaltTest {
  private static Latch latch(String id, long epoch, HaltMode mode) {
    return new Latch(new HaltId(id), epoch, mode, null, HaltOrigin.BOT, "bot", "odd prices",
        Instant.parse("2026-01-05T09:59:00Z"));
  }

  @Test
  void guardsCloseAndOrdersAreCancelledBesideTheRecord() {
    with("a").halts("a", HaltMode.CANCEL).isDone().sees("begins bot a CANCEL", "a REQUESTED", "close a", "cancel a");
  }

  @Test
  void onlyWhatWasAskedAfterTheGuardsHadClosedProvesAnything() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).passesOver();

    script.cancelled(true, order("1", Outcome.CANCELLED, true)).sees();
    script.closes("a").sees("a STOPPING", "a CANCELLING", "cancel a");
    script.cancelled(true).sees("a VERIFYING", "verify a");
    script.verified(true).sees("a HALTED");

    assertThat(script.of("a").proof()).isEqualTo(Proof.EXCHANGE);
    assertThat(script.of("a").orders()).containsExactly(order("1", Outcome.CANCELLED, true));
    assertThat(script.halt().state()).isEqualTo(HaltState.HALTED);
  }

  @Test
  void aDeadBotIsHaltedAtItsExchange() {
    HaltScript script = with("b").halts("a", HaltMode.CANCEL);

    script.sees("begins bot a CANCEL", "a REQUESTED", "a STOPPING", "a CANCELLING", "close a", "cancel a");
    script.cancelled(true).sees("a VERIFYING", "verify a");
    script.verified(true).seesAmong("a HALTED");
  }

  /** An order of a run that was killed came to the exchange when all was proved, and nobody looked any more. */
  @Test
  void theExchangeOfADeadBotIsReadOnAndWhatArrivesLateIsCancelled() {
    HaltScript script = with("b").halts("a", HaltMode.CANCEL).cancelled(true).verified(true).verified(true).passesOver();

    script.passes(59).sees().passes(1).sees("verify a");
    script.verified(false, order("9", Outcome.STILL_OPEN, true)).sees("a CANCELLING", "cancel a [9]");
  }

  @Test
  void aDeafRunIsGivenUpAndTheExchangeIsReadOn() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).passesOver();

    script.passes(2).seesAmong("a CANCELLING", "cancel a");
    script.cancelled(true).verified(true).seesAmong("a HALTED", "verify a");

    assertThat(script.of("a").reason()).contains("the guard may be open of [a-1]");
    script.passes(59).sees().passes(1).seesAmong("verify a");
    script.verified(false, order("9", Outcome.STILL_OPEN, true)).seesAmong("a CANCELLING", "cancel a [9]");
  }

  @Test
  void anOrderInFlightIsLeftUntilTheExchangeSaysWhatBecameOfIt() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).closes("a", "7").passesOver();

    script.passes(10).seesAmong("a CANCELLING", "cancel a [7]");
    script.cancelled(true).passes(30).seesAmong("a FAILED");
    assertThat(script.of("a").residue()).anyMatch(line -> line.contains("order 7 was in flight"));

    script.passes(5).seesAmong("verify a [7]");
    script.verified(true, order("7", Outcome.REJECTED, true)).seesAmong("a HALTED");
  }

  @Test
  void anExchangeThatNobodyCanReadIsNamedAsWhatIsLeft() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).closes("a").unreachable().passes(30).seesAmong("a FAILED");

    assertThat(script.of("a").residue()).singleElement().asString().startsWith("nobody can say what is left: ");
  }

  /** One order that was asked for by name had counted as a reading of the exchange, and what else rested was not spoken of any more. */
  @Test
  void anOrderThatWasLookedUpSaysNothingOfTheOthers() {
    HaltScript script =
        with("a").halts("a", HaltMode.CANCEL).closes("a", "7").passes(2).unreachable().passes(40).seesAmong("a FAILED");

    script.passes(5).seesAmong("cancel a [7]").lookedUp(order("7", Outcome.CANCELLED, true));
    assertThat(script.of("a").residue()).singleElement().asString().startsWith("nobody can say what is left: ");
  }

  /** That a run is deaf was named, and so it was not said that nobody had seen the exchange. */
  @Test
  void whatNobodyCouldReadIsNamedBesideWhatIsKnownToBeLeft() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).passes(2).unreachable().passes(30).seesAmong("a FAILED");

    assertThat(script.of("a").residue()).hasSize(2);
    assertThat(script.of("a").residue().getFirst()).isEqualTo("run a-1 has not said that its guard is closed");
    assertThat(script.of("a").residue().getLast()).startsWith("nobody can say what else is left: ");
  }

  @Test
  void aFailedHaltTriesOnWithLongerAndLongerPauses() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).closes("a").passes(30).seesAmong("a FAILED");

    script.passes(4).sees().passes(1).sees("cancel a", "verify a");
    script.passes(9).sees().passes(1).sees("cancel a", "verify a");
    script.passes(19).sees().passes(1).sees("cancel a", "verify a");
    script.passes(39).sees().passes(1).sees("cancel a", "verify a");
    script.passes(59).sees().passes(1).sees("cancel a", "verify a");
    script.passes(59).sees().passes(1).sees("cancel a", "verify a");
    script.verified(true).sees("a HALTED");
  }

  @Test
  void positionsAreClosedWhenNothingRestsAndThreeTimesAtMost() {
    HaltScript script = with("a").halts("a", HaltMode.LIQUIDATE).closes("a").cancelled(false).passesOver();

    script.cancelled(true).sees("a FLATTENING", "flatten a 1");
    script.flattened(false).sees("a VERIFYING", "verify a");
    script.holds("0.5").sees("a FLATTENING", "flatten a 2");
    script.flattened(true).holds("0.5").flattened(true).passesOver();
    script.holds("0.1").sees("a FAILED");
    assertThat(script.of("a").residue()).containsExactly("position BTC/USD of 0.1");

    script.passes(5).holds("0").sees("cancel a", "verify a", "a HALTED");
  }

  /** The report of a reading names what is there: one that was closed meanwhile was left open for ever, since nobody spoke of it again. */
  @Test
  void aPositionThatIsGoneWhenAllIsReadAgainIsLeftNoMore() {
    HaltScript script = with("a").halts("a", HaltMode.LIQUIDATE).closes("a").cancelled(true).flattened(false).holds("0.5");

    script.flattened(true).passesOver();
    script.verified(true).sees("a HALTED");

    assertThat(script.of("a").positions().getFirst().outcome()).isEqualTo(HaltedPosition.Outcome.FLAT);
  }

  /** After three times a person must look; and who had looked could do nothing but let go of the halt. */
  @Test
  void aPersonWhoAsksAgainForAHaltThatFailedHasAllDoneAnew() {
    HaltScript script = with("a").halts("a", HaltMode.LIQUIDATE).closes("a").cancelled(true);
    script.flattened(true).holds("0.5").flattened(true).holds("0.5").flattened(true).holds("0.5").seesAmong("a FAILED");

    HaltScope scope = new HaltScope.OfBot(new BotId("a"));
    script.commands(
        new Input.Command.RequestHalt(scope, HaltMode.LIQUIDATE, Liquidation.ALL_AT_MARKET, "a loss", HaltOrigin.TRIGGER),
        "loss");
    script.sees("joined LIQUIDATE");
    script.halts("a", HaltMode.LIQUIDATE).seesAmong("joined LIQUIDATE", "a REQUESTED", "close a", "cancel a");
    script.closes("a").cancelled(true).seesAmong("flatten a 1");
  }

  /** One halt said that nothing rested, of a reading from just before another's order that closed a position, which was resting then. */
  @Test
  void whatWasReadWhileAnotherHaltClosesPositionsProvesNothing() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).closes("a").cancelled(true).passesOver();
    Errand first = script.reading();
    script.halts(new HaltScope.OfInstrument(BTC, new BotId("a")), HaltMode.LIQUIDATE).closes("a").cancelled(true)
        .seesAmong("flatten a 1");

    script.answers(first, new ExchangeReport.Verified(List.of(), List.of(), true, null)).passesOver();
    assertThat(script.ofOldest("a").state()).isEqualTo(HaltState.VERIFYING);
    assertThat(script.ofOldest("a").reason()).startsWith("another halt is closing positions");
    script.passes(29);
    assertThat(script.ofOldest("a").state()).isEqualTo(HaltState.VERIFYING);

    script.flattened(true).seesAmong("a VERIFYING");
    script.passes(1).seesAmong("verify a");
    assertThat(script.ofOldest("a").reason()).startsWith("another halt has closed positions");
    script.verified(true).seesAmong("a HALTED");
    assertThat(script.ofOldest("a").state()).isEqualTo(HaltState.HALTED);
  }

  @Test
  void aRestartAsksAgainForWhatIsNotSettled() {
    HaltScript script = with("a").halts("a", HaltMode.LIQUIDATE).closes("a").cancelled(true).seesAmong("flatten a 1");

    script.restarts().passes(1).sees("close a", "flatten a 1");
  }

  /** The time that went before the crash was counted, and the halt had failed while its positions were still being closed. */
  @Test
  void whoClosesPositionsAfterARestartHasHisWholeTime() {
    HaltScript script = with("a").halts("a", HaltMode.LIQUIDATE).closes("a").cancelled(true).passes(25).passesOver();

    script.restarts().passes(1).sees("close a", "flatten a 1");
    script.passes(29);
    assertThat(script.of("a").state()).isEqualTo(HaltState.FLATTENING);
    script.passes(1);
    assertThat(script.of("a").state()).isEqualTo(HaltState.FAILED);
  }

  @Test
  void aPauseIsHaltedOnTheBotsWord() {
    HaltScript script = with("c").halts("c", HaltMode.PAUSE);

    script.sees("begins bot c PAUSE", "c REQUESTED", "close c to reducing");
    script.closes("c", "still", "trading").sees("c STOPPING", "c HALTED");
    assertThat(script.of("c").proof()).isEqualTo(Proof.BOT);
    assertThat(script.engine().control(script.now()).bots().getFirst().wanted()).isEqualTo(GuardLevel.REDUCING);
  }

  @Test
  void aStopThatIsNotConfirmedFailsAndIsSaidAgainUntilItIs() {
    HaltScript script = with("c").halts("c", HaltMode.STOP).passesOver();

    script.passes(2).seesAmong("c STOPPING", "c FAILED");
    assertThat(script.of("c").residue()).containsExactly("run c-1 has not said that its guard is closed");
    script.passes(5).sees("close c");
    script.closes("c").sees("c STOPPING", "c HALTED");
  }

  @Test
  void aBotWithoutAWayToItsExchangeIsHaltedByItself() {
    HaltScript script = with("c").halts("c", HaltMode.CANCEL).passesOver();

    script.closes("c").sees("c STOPPING", "c CANCELLING", "c VERIFYING", "c HALTED");
    assertThat(script.of("c").proof()).isEqualTo(Proof.BOT);
  }

  @Test
  void aBotWithoutAWayToItsExchangeThatFellSilentFails() {
    HaltScript script = with("c").unlinks("c").passes(61).passesOver();

    script.halts("c", HaltMode.CANCEL).seesAmong("c FAILED");

    assertThat(script.of("c").reason()).contains("fell silent");
  }

  @Test
  void aBotThatTurnsUpUnderAHaltIsStoppedAtOnce() {
    HaltScript script = with("b").halts(new HaltScope.OfFleet(), HaltMode.STOP).passesOver();

    script.runs("d", "d-1").seesAmong("d REQUESTED", "close d");
    script.closes("d").sees("d STOPPING", "d HALTED");
  }

  @Test
  void aNewRunWithoutTheLatchTakesTheHaltBackToStopping() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).closes("a").cancelled(true).verified(true).passesOver();

    script.runs("a", "a-2").sees("close a");
    script.passes(1).seesAmong("a STOPPING");
    script.closesRun("a", "a-2").seesAmong("a CANCELLING", "cancel a");
  }

  @Test
  void theSameRequestJoinsAndAStrongerOneWidens() {
    HaltScript script = with("a").halts("a", HaltMode.STOP).closes("a").passesOver();
    HaltId id = script.id();
    long epoch = script.halt().epoch();

    script.halts("a", HaltMode.PAUSE).isDone().sees("joined STOP");
    assertThat(script.halt().epoch()).isEqualTo(epoch);
    script.halts("a", HaltMode.CANCEL).isDone().seesAmong("joined CANCEL", "a REQUESTED", "close a", "cancel a");

    assertThat(script.id()).isEqualTo(id);
    assertThat(script.halt().epoch()).isGreaterThan(epoch);
    assertThat(script.halt().requests()).hasSize(3);
    script.releases(epoch, true, "ann").isRefused("was widened since by ann");
  }

  /** Orders went on under the pause: its word that all is as it should be is none on what is in flight. */
  @Test
  void whatAGuardSaidOfAPauseConfirmsNoCancel() {
    HaltScript script = with("a").halts("a", HaltMode.PAUSE).closes("a", "7").passesOver();

    script.halts("a", HaltMode.CANCEL).passesOver();

    assertThat(script.of("a").guards()).extracting(GuardWord::stage).containsExactly(GuardWord.Stage.REQUESTED);
    script.cancelled(true).sees();
    assertThat(script.of("a").state()).isEqualTo(HaltState.REQUESTED);
  }

  @Test
  void lessThanAWiderHaltDoesJoinsItAndMoreBeginsAnother() {
    HaltScript script = with("a").halts(new HaltScope.OfGroup("g"), HaltMode.STOP).passesOver();

    script.halts("a", HaltMode.STOP).sees("joined STOP");
    script.halts(new HaltScope.OfInstrument(BTC, new BotId("a")), HaltMode.PAUSE).sees("joined STOP");
    script.halts("a", HaltMode.CANCEL).seesAmong("begins bot a CANCEL");
  }

  @Test
  void aReleaseNamesWhoAndWhyAndWaitsUntilAllIsProved() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).closes("a").passesOver();
    long epoch = script.halt().epoch();

    script.releases(epoch, false, "bob").isRefused("is not done: a is cancelling");
    script.cancelled(true).verified(true).passesOver();
    script.releases(epoch, false, "").isRefused("an operator must be named");
    script.releases(epoch, false, "bob").isDone().sees("released by bob", "open a");
    script.releases(epoch, false, "bob").isDone().sees();
    script.releases(epoch, false, "ann").isRefused("was released already, by bob").sees();
  }

  @Test
  void whatIsLeftCanBeReleasedByForce() {
    HaltScript script = with("a").halts("a", HaltMode.CANCEL).passesOver();

    script.releases(script.halt().epoch(), true, "bob").isDone().sees("released by bob", "open a");
  }

  @Test
  void aLatchThatNobodyKnowsIsAdoptedAndOneThatIsReleasedIsLetGo() {
    HaltScript script = with("c").guard("c", "c-1", List.of(latch("c-1.1", 0, HaltMode.STOP)));

    script.sees("begins bot c STOP", "c REQUESTED", "c STOPPING", "close c");
    assertThat(script.halt().begun().reason()).isEqualTo("odd prices");
    assertThat(script.id()).isEqualTo(new HaltId("c-1.1"));
    script.closes("c").sees("c HALTED");

    script.releases(script.halt().epoch(), false, "ann").seesAmong("open c");
    script.guard("c", "c-1", List.of(latch("c-1.1", 0, HaltMode.STOP))).sees("open c");
  }

  @Test
  void aLostLiquidationIsAdoptedWithoutClosingPositions() {
    with("a").guard("a", "a-1", List.of(latch("h9-095900", 4, HaltMode.LIQUIDATE))).seesAmong("begins bot a CANCEL");
  }

  @Test
  void aHaltThatTheReportLacksIsSaidAgain() {
    HaltScript script = with("c").halts("c", HaltMode.STOP).closes("c").passes(1).passesOver();

    script.guard("c", "c-1", List.of()).seesAmong("close c");
    script.passes(1).seesAmong("c STOPPING");
  }

  @Test
  void theFleetShowsWhoIsHaltedAndCannotForgetIt() {
    HaltScript script = with("c").halts("c", HaltMode.STOP).closes("c").passes(1);

    assertThat(script.engine().snapshot(script.now()).bots().getFirst().status()).isEqualTo(BotStatus.HALTED);
    script.commands(new Input.Command.ForgetBot(new BotId("c")), "ann").isRefused("release it first");
  }

  @Test
  void whoAndWhyMustBeSaidAndTheBotMustBeKnown() {
    HaltScript script = with("c");
    HaltScope scope = new HaltScope.OfBot(new BotId("c"));

    script.commands(new Input.Command.RequestHalt(scope, HaltMode.STOP, null, "x", HaltOrigin.PERSON), null)
        .isRefused("an operator must be named");
    script.commands(new Input.Command.RequestHalt(scope, HaltMode.STOP, null, " ", HaltOrigin.PERSON), "ann")
        .isRefused("needs a reason");
    script.commands(new Input.Command.RequestHalt(scope, HaltMode.LIQUIDATE, null, "x", HaltOrigin.PERSON), "ann")
        .isRefused("says how it closes positions");
    script.halts("nobody", HaltMode.STOP).isRefused("there is no bot nobody");
    script.halts(new HaltScope.OfGroup("x"), HaltMode.STOP).isRefused("name one of [g]").sees();
  }
}
