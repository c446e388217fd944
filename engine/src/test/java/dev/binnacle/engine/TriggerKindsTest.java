package dev.binnacle.engine;

import static dev.binnacle.engine.TriggerScript.A;
import static dev.binnacle.engine.TriggerScript.TRIGGERS;
import static dev.binnacle.engine.TriggerScript.begins;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.engine.control.TriggerSettings.Act;
import dev.binnacle.engine.control.TriggerSettings.Pace;
import dev.binnacle.engine.control.TriggerSettings.Reach;
import dev.binnacle.engine.control.TriggerSettings.Switch;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Trigger.Stage;
import dev.binnacle.model.TriggerKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls, components, silence, and the throttles. */
final class TriggerKindsTest {
  private static final String ERRORS = "CANCEL bot a by trigger api-errors";
  private static final String FAILURE = "CANCEL bot a by trigger critical-failure";
  private static final String SILENCE = "CANCEL bot a by trigger lost-heartbeat";
  private static final String STORM = "CANCEL bot a by trigger order-storm";
  private static final String REPEATS = "CANCEL bot a by trigger repeated-execution";

  private long calls;
  private long errors;
  private int orders;

  /* Calls to venues. */

  /** Calls of ten seconds, of which some failed. */
  private TriggerScript calls(TriggerScript script, int made, int failed) {
    calls += made;
    errors += failed;
    return script.hears(Says.calls("/orders", calls, errors)).lives(10);
  }

  @Test
  void errorsBeyondTenTimesTheThresholdHaltAtTheThirdStretch() {
    TriggerScript script = calls(begins(), 100, 0);

    calls(calls(script, 200, 3), 200, 3);
    script.seesNothing();

    calls(script, 200, 3).sees(ERRORS);
    assertThat(script.halt().begun().reason()).startsWith(
        "API errors of a: 1.5 % of its calls failed, where the limit is 1 % (10 times its threshold of 0.1 %); in 3 samples running");
  }

  @Test
  void errorsAtTheLimitAndSingleOnesDoNot() {
    TriggerScript script = calls(begins(), 100, 0);

    for (int i = 0; i < 5; i++) {
      calls(script, 200, 2);
    }
    // One of twenty is five percent, and still only one.
    for (int i = 0; i < 5; i++) {
      calls(script, 20, 1);
    }

    script.seesNothing();
  }

  @Test
  void fewCallsAreNoRate() {
    TriggerScript script = calls(begins(), 100, 0);

    for (int i = 0; i < 3; i++) {
      calls(script, 6, 3);
    }

    script.seesNothing();
  }

  @Test
  void oneBurstOfErrorsIsOneSample() {
    TriggerScript script = calls(begins(), 100, 0);

    calls(script, 200, 150);
    for (int i = 0; i < 5; i++) {
      calls(script, 200, 0);
    }

    script.seesNothing();
  }

  @Test
  void aNewProcessCountsItsCallsAnew() {
    TriggerScript script = calls(calls(calls(begins(), 100, 0), 200, 9), 200, 9);
    calls = 0;
    errors = 0;

    calls(script, 100, 50).seesNothing();

    calls(script, 200, 9).sees(ERRORS);
  }

  @Test
  void theBotsOwnRateCountsWhereNothingIsKnownOfItsCalls() {
    TriggerScript script = begins();

    script.then(rate(1.01)).then(rate(1.01)).seesNothing().then(rate(101)).then(rate(-1)).seesNothing().then(rate(1.01))
        .sees(ERRORS);
  }

  private static Says rate(double percent) {
    return Says.metric("api_error_rate_percent", percent);
  }

  @Test
  void theBotsOwnRateConfirmsWhatItsCallsSay() {
    TriggerScript script = calls(begins(), 100, 0);
    script.hears(rate(4));

    calls(script, 200, 9).sees(ERRORS);

    assertThat(script.halt().begun().reason()).endsWith("confirmed by the bot's own rate of 4 %");
  }

  /* Components. */

  private static Says failed(boolean critical) {
    return Says.health("ledger", Health.FAILED, critical);
  }

  @Test
  void aCriticalComponentThatIsReportedAsFailedThreeTimesRunningHalts() {
    begins().then(failed(true)).then(failed(true)).seesNothing().then(failed(true)).sees(FAILURE)
        .says("critical component ledger of a: it has failed, where the limit is 3 failed checks running;"
            + " in 3 samples running since 2026-01-05T10:00:01Z");
  }

  @Test
  void oneThatRecoversOrIsNotCriticalDoesNot() {
    begins().then(failed(true)).then(failed(true)).then(Says.health("ledger", Health.HEALTHY, true)).then(failed(true))
        .then(failed(true)).then(Says.health("ledger", Health.DEGRADED, true)).lives(60).seesNothing();
    begins().then(failed(false)).then(failed(false)).then(failed(false)).lives(60).seesNothing();
  }

  @Test
  void oneThatStaysFailedWithoutAnotherWordIsLookedAtEveryTenSeconds() {
    begins().then(failed(true)).lives(19).seesNothing().lives(2).sees(FAILURE);
  }

  @Test
  void aCriticalErrorOfTheSameComponentIsASecondSource() {
    begins().then(failed(true)).then(error("feed")).lives(5).seesNothing();
    TriggerScript script = begins().then(error("ledger")).then(failed(true)).sees(FAILURE);

    assertThat(script.halt().begun().reason()).endsWith("confirmed by a critical error of it");
  }

  private static Says error(String component) {
    return new Says(
        at -> new Event.ErrorRaised(at, "Mismatch", "it does not add up", Severity.CRITICAL, new ComponentName(component)), null,
        0,
        null, null);
  }

  /* Silence. */

  private static TriggerScript holding() {
    return begins().then(Says.position("BTC/USD", Side.BUY, "1", "100", "100")).lives(40);
  }

  @Test
  void aBotThatFallsSilentWithAPositionIsHalted() {
    // Its last word was a second ago; it is offline after 60 s, and looked at twice more at 5 s from one another.
    holding().passes(68).seesNothing().passes(2).sees(SILENCE);
  }

  @Test
  void aBotWithoutPositionsAndOrdersMayFallSilent() {
    begins().lives(40).passes(200).seesNothing();
  }

  @Test
  void aBotWithAnOrderIsHaltedAndOneThatSaidGoodByeIsNot() {
    begins().then(Says.order("o1", OrderStatus.OPEN, "0")).lives(40).passes(80).sees(SILENCE);
    holding().hears(Says.stopped(0, "done for today")).passes(200).seesNothing();
  }

  @Test
  void aBotThatComesBackInTimeIsNotHalted() {
    holding().passes(62).lives(3).passes(62).lives(3).seesNothing();
  }

  @Test
  void nobodyIsBlamedForASilenceInWhichNobodyListened() {
    holding().sleeps(Duration.ofMinutes(10)).passes(5).lives(60).seesNothing();
    holding().sleeps(Duration.ofMinutes(10)).passes(60).sees(SILENCE);
    holding().restarts().sleeps(Duration.ofMinutes(10)).passes(55).lives(60).seesNothing();
  }

  /* Throttles. */

  private static TriggerSettings paced() {
    return TRIGGERS.withPaces(new Pace(10, Duration.ofSeconds(5)), new Pace(4, Duration.ofSeconds(30)));
  }

  private TriggerScript orders(TriggerScript script, int count) {
    for (int i = 0; i < count; i++) {
      script.hears(Says.order("o" + orders++, OrderStatus.CANCELLED, "0"));
    }
    return script.passes(5);
  }

  @Test
  void ordersFasterThanTheirPaceHaltAtTheThirdStretch() {
    TriggerScript script = begins(paced());

    orders(orders(script, 11), 11).seesNothing();

    orders(script, 11).sees(STORM);
    assertThat(script.halt().begun().reason()).startsWith(
        "orders of a: 11 messages about orders within 5 s, where the limit is 10 within 5 s; in 3 samples running since");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 9, 1})
  void ordersAtTheirPaceDoNot(int count) {
    TriggerScript script = begins(paced());

    for (int i = 0; i < 6; i++) {
      orders(script, count);
    }

    script.seesNothing();
  }

  @Test
  void oneBurstOfOrdersIsOneSample() {
    TriggerScript script = begins(paced());

    orders(orders(orders(orders(orders(script, 500), 0), 500), 0), 500).passes(20).seesNothing();
  }

  @Test
  void fillsAreTheVenuesAndNoStorm() {
    TriggerScript script = begins(paced());

    for (int i = 0; i < 30; i++) {
      script.hears(Says.order("o" + i, OrderStatus.PARTIALLY_FILLED, "0.1")).passes(1);
    }
    for (int i = 0; i < 30; i++) {
      script.hears(Says.order("o0", OrderStatus.PARTIALLY_FILLED, "0.2"));
    }

    script.passes(10).seesNothing();
  }

  private TriggerScript buys(TriggerScript script, int times) {
    for (int i = 0; i < times; i++) {
      script.hears(Says.opened("t" + orders++, "BTC/USD", Side.BUY, "100", "0.5"));
    }
    return script;
  }

  @Test
  void theSameExecutedAgainAndAgainHalts() {
    TriggerScript script = begins(paced());

    buys(script, 6).seesNothing();
    buys(script, 1).sees(REPEATS);

    assertThat(script.halt().begun().reason()).startsWith(
        "executions of a: buy 0.5 BTC/USD executed 7 times within 30 s, where the limit is 4 times within 30 s; in 3 samples");
  }

  @Test
  void whatDiffersOrTakesItsTimeIsNoRepetition() {
    TriggerScript script = begins(paced());

    for (int i = 0; i < 30; i++) {
      script.hears(Says.opened("a" + i, "BTC/USD", i % 2 == 0 ? Side.BUY : Side.SELL, "100", "0." + (1 + i)));
    }
    for (int i = 0; i < 12; i++) {
      buys(script, 1).lives(8);
    }

    script.seesNothing();
  }

  @Test
  void aThrottleStaysOffUntilANamedPersonArmsItAgain() {
    TriggerScript script = buys(begins(paced()), 7).sees(REPEATS);
    assertThat(script.view(TriggerKind.REPEATED_EXECUTION).isLocked()).isTrue();

    script.releases(true).isRefused("is a throttle, which a named person must arm again first");
    script.rearms(TriggerKind.REPEATED_EXECUTION, "the loop is fixed", null).isRefused("an operator must be named");
    script.rearms(TriggerKind.REPEATED_EXECUTION, " ", "bob").isRefused("needs a reason");
    script.rearms(TriggerKind.MEMORY, "why not", "bob").isRefused("arms itself");
    script.rearms(TriggerKind.ORDER_STORM, "why not", "bob").isRefused("is not off");
    script.restarts().releases(true).isRefused("is a throttle");

    script.rearms(TriggerKind.REPEATED_EXECUTION, "the loop is fixed", "bob").isDone();
    script.rearms(TriggerKind.REPEATED_EXECUTION, "again", "bob").isDone();
    script.rearms(TriggerKind.REPEATED_EXECUTION, "me too", "eve").isRefused("already, by bob");

    script.restartsFromCheckpoint().releases(true).isDone();
    assertThat(script.view(TriggerKind.REPEATED_EXECUTION).stage()).isEqualTo(Stage.SPENT);
  }

  @Test
  void aThrottleThatWasArmedAgainHaltsAgainOnlyAfterTheBotHasRested() {
    TriggerScript script = buys(begins(paced()), 7).sees(REPEATS);
    script.rearms(TriggerKind.REPEATED_EXECUTION, "the loop is fixed", "bob").releases(true).isDone();

    buys(script, 20).seesNothing().lives(31);

    buys(script, 6).seesNothing();
    buys(script, 1).sees(REPEATS);
    script.releases(true).isRefused("is a throttle");
  }

  @Test
  void aPersonMayReleaseWhatOnlyOtherTriggersHold() {
    TriggerScript script = begins(paced()).memory(1001, 1001, 1001);

    script.releases(true).isDone();
  }

  @Test
  void throttlesCanBeSwitchedOff() {
    Switch off = new Switch(false, Act.CANCEL, 3, Reach.BOT);
    TriggerScript script =
        begins(paced().withSwitches(Map.of(TriggerKind.ORDER_STORM, off, TriggerKind.REPEATED_EXECUTION, off)));

    orders(orders(orders(buys(script, 50), 50), 50), 50);

    script.seesNothing();
    assertThat(script.engine().control(script.now()).triggers().bots()).containsKey(A);
  }
}
