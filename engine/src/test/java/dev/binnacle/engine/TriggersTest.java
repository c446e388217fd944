package dev.binnacle.engine;

import static dev.binnacle.engine.TriggerScript.TRIGGERS;
import static dev.binnacle.engine.TriggerScript.begins;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.engine.control.TriggerSettings.Act;
import dev.binnacle.engine.control.TriggerSettings.Reach;
import dev.binnacle.engine.control.TriggerSettings.Switch;
import dev.binnacle.engine.control.TriggerSettings.Tier;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Side;
import dev.binnacle.model.Trigger.Stage;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory, money and what all triggers have in common. */
final class TriggersTest {
  private static final String MEMORY = "CANCEL bot a by trigger memory";
  private static final String LOSS = "CANCEL bot a by trigger daily-loss";

  private static Says paid(String total, String deposit) {
    return Says.balance(total, null, Currency.USD, deposit);
  }

  /** It has closed a trade that brought this, and its balance says so. */
  private static Says[] earned(String trade, String pnl, String balance) {
    return new Says[] {Says.closed(trade, "BTC/USD", Side.BUY, "100", "1", pnl), Says.balance(balance)};
  }

  /* Memory, and counting. */

  @Test
  void memoryBeyondTwiceItsThresholdHaltsAtTheThirdSample() {
    begins().memory(1001, 1000.5).seesNothing().memory(1200).sees(MEMORY)
        .says("memory of a: 1200 MB, where the limit is 1000 MB (2 times its threshold of 500 MB);"
            + " in 3 samples running since 2026-01-05T10:00:01Z");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1000, 999.99, 0})
  void memoryAtItsLimitOrBelowNeverHalts(double megabytes) {
    begins().memory(megabytes, megabytes, megabytes, megabytes, megabytes).seesNothing();
  }

  @Test
  void oneOddValueNeitherHaltsNorCounts() {
    begins().memory(400, 98_000, 400, 400).seesNothing();
    begins().memory(1001, 98_000, 1001).seesNothing().memory(1001).sees(MEMORY);
    // A reading of nothing among those beyond the limit is as odd, and ends no run.
    begins().memory(1001, 0, 1001, 1001).sees(MEMORY);
  }

  @Test
  void aJumpThatIsSaidAgainCountsFromThenOn() {
    begins().memory(60, 5000).seesNothing().memory(5000, 5001).seesNothing().memory(5002).sees(MEMORY);
  }

  @Test
  void aGoodSampleBeginsTheCountAnew() {
    begins().memory(1001, 1001, 900, 1001, 1001).seesNothing().memory(1001).sees(MEMORY);
  }

  @Test
  void samplesOfTheSameSecondAreOne() {
    TriggerScript script = begins().passes(1);

    for (int i = 0; i < 9; i++) {
      script.hears(Says.metric("memory_usage_mb", 2000 + i));
    }

    script.seesNothing().memory(2000).seesNothing().memory(2000).sees(MEMORY);
  }

  @Test
  void whatWasReadLongAgoNeverCounts() {
    TriggerScript script = begins().memory(600).passes(90);

    for (String time : List.of("10:00:02", "10:00:10", "10:00:20", "10:00:30")) {
      script.hears(Says.metric("memory_usage_mb", 1500).at(time), Says.alive());
    }

    script.seesNothing();
  }

  @Test
  void aRunWithAHoleOfMoreThanHalfAnHourIsNoRun() {
    begins().memory(1001, 1001).passes(1801).memory(1001).seesNothing().memory(1001, 1001).sees(MEMORY);
  }

  @Test
  void aRestartInTheMiddleOfCountingForgetsNothing() {
    begins().memory(1001, 1001).restarts().links().memory(1001).sees(MEMORY);
    begins().memory(1001, 1001).restartsFromCheckpoint().links().memory(1001).sees(MEMORY);
    begins().memory(1001, 1001, 900).restarts().links().memory(1001, 1001).seesNothing();
  }

  @Test
  void afterARestartATripIsATripStill() {
    begins().memory(1001, 1001, 1001).sees(MEMORY).restarts().links().memory(1001, 1001, 1001, 1001).seesNothing().releases(true)
        .isDone().restartsFromCheckpoint().links().memory(1001, 1001, 1001, 1001).seesNothing();
  }

  @Test
  void whatHasHaltedHaltsAgainOnlyAfterAReleaseAndAGoodSample() {
    TriggerScript script = begins().memory(1001, 1001, 1001).sees(MEMORY).memory(1500, 1500, 1500, 1500).seesNothing();
    assertThat(script.view(TriggerKind.MEMORY).stage()).isEqualTo(Stage.TRIPPED);

    script.releases(true).isDone().memory(1500, 1500, 1500, 1500, 1500).seesNothing();
    assertThat(script.view(TriggerKind.MEMORY).stage()).isEqualTo(Stage.SPENT);

    script.memory(800);
    assertThat(script.view(TriggerKind.MEMORY).stage()).isEqualTo(Stage.ARMED);

    script.memory(1500, 1500).seesNothing().memory(1500).sees(MEMORY);
  }

  @Test
  void twoTriggersAtOnceMakeOneHalt() {
    TriggerScript script = begins();
    script.passes(1).hears(earned("t1", "-150", "9850"));
    for (int i = 0; i < 2; i++) {
      script.passes(1).hears(Says.metric("memory_usage_mb", 1500));
    }
    script.seesNothing().passes(1).hears(Says.metric("memory_usage_mb", 1500)).passes(1);

    script.sees(LOSS, "joined by trigger memory");
    assertThat(script.halts()).singleElement().satisfies(halt -> assertThat(halt.requests()).hasSize(2));
  }

  @Test
  void aPersonsHaltIsJoinedAndMadeStronger() {
    TriggerScript script = begins();
    script.commands(
        new Input.Command.RequestHalt(
            new HaltScope.OfBot(TriggerScript.A), HaltMode.PAUSE, null, "news", dev.binnacle.model.HaltOrigin.PERSON),
        "ann");

    script.memory(1001, 1001, 1001).sees("joined by trigger memory");

    assertThat(script.halts()).singleElement().satisfies(halt -> assertThat(halt.mode()).isEqualTo(HaltMode.CANCEL));
  }

  @Test
  void nothingHaltsByItselfUnlessItIsSwitchedOn() {
    begins(TRIGGERS.withEnabled(false)).memory(9000, 9000, 9000, 9000).seesNothing();
    Switch off = new Switch(false, Act.CANCEL, 3, Reach.BOT);
    begins(TRIGGERS.withSwitches(Map.of(TriggerKind.MEMORY, off))).memory(9000, 9000, 9000, 9000).seesNothing();
    begins().memory(9000, 9000).resettles(TRIGGERS.withEnabled(false)).memory(9000, 9000).seesNothing().resettles(TRIGGERS)
        .memory(9000).sees(MEMORY);
  }

  @Test
  void modeSamplesAndReachAreAsTheyAreSet() {
    Act all = new Act(HaltMode.LIQUIDATE, Liquidation.ALL_AT_MARKET);
    begins(with(new Switch(true, all, 1, Reach.FLEET))).memory(1001).sees("LIQUIDATE fleet by trigger memory");
    begins(with(new Switch(true, new Act(HaltMode.PAUSE, null), 2, Reach.GROUP))).memory(1001).seesNothing().memory(1001)
        .sees("PAUSE group g by trigger memory");
  }

  private static TriggerSettings with(Switch memory) {
    return TRIGGERS.withSwitches(Map.of(TriggerKind.MEMORY, memory));
  }

  @Test
  void aBotOfNoGroupIsHaltedAlone() {
    TriggerScript script = begins(with(new Switch(true, Act.CANCEL, 1, Reach.GROUP)));

    script.hears(new BotId("loner"), Says.metric("memory_usage_mb", 1001));

    script.sees("CANCEL bot loner by trigger memory");
  }

  @Test
  void aBotsOwnThresholdGoesBeforeTheFleets() {
    TriggerSettings.Limits own = new TriggerSettings.Limits(new BigDecimal(800), BigDecimal.ONE, BigDecimal.TEN);
    begins(TRIGGERS.withLimits(TRIGGERS.limits(), Map.of(TriggerScript.A, own))).memory(1600, 1600, 1600).seesNothing()
        .memory(1601, 1601, 1601).sees(MEMORY);
  }

  @Test
  void aForgottenBotLeavesNothingBehind() {
    TriggerScript script = begins().memory(1001, 1001).passes(70);

    script.commands(new Input.Command.ForgetBot(TriggerScript.A), "ann").isDone();

    assertThat(script.engine().state().control().triggers()).isEmpty();
  }

  @Test
  void eachBotsDistanceFromALimitIsShown() {
    TriggerScript script = begins().memory(250);

    var view = script.view(TriggerKind.MEMORY);

    assertThat(view.value()).isEqualTo("250 MB");
    assertThat(view.share()).isEqualTo(0.25);
    assertThat(view.stage()).isEqualTo(Stage.ARMED);
  }

  /* Money. */

  @Test
  void aLossOfMoreThanTwiceTheLimitHalts() {
    begins().then(earned("t1", "-100.01", "9899.99")).lives(2).seesNothing().lives(1).sees(LOSS)
        .says("profit of a: a loss of 100.01 USD on the day, where the limit is a loss of 100 USD (2 times its limit of 50 USD);"
            + " in 3 samples running since 2026-01-05T10:00:01Z");
  }

  @Test
  void aLossOfExactlyTwiceTheLimitDoesNot() {
    begins().then(earned("t1", "-100", "9900")).lives(9).seesNothing();
  }

  @Test
  void aLossOfPositionsIsALoss() {
    begins().then(Says.position("BTC/USD", Side.BUY, "10", "100", "100")).lives(2)
        .then(Says.mark("BTC/USD", "92")).lives(3).seesNothing().then(Says.mark("BTC/USD", "89")).lives(3).sees(LOSS);
  }

  @Test
  void whatIsPaidInOrTakenOutIsNoLoss() {
    begins().then(paid("4000", "-6000")).lives(9).then(paid("12000", "8000")).lives(9).then(paid("1000", "-11000")).lives(9)
        .seesNothing();
  }

  @Test
  void aLossBesideAWithdrawalIsSeen() {
    begins().then(paid("4000", "-6000")).lives(3).then(earned("t1", "-120", "3880")).lives(3).sees(LOSS);
  }

  @Test
  void oneOddBalanceIsNoLossHoweverLongItStands() {
    begins().then(Says.balance("0")).lives(30).seesNothing().then(Says.balance("10000")).lives(9).seesNothing();
    begins().then(Says.balance("9800")).lives(30).seesNothing().then(Says.balance("10000")).lives(9).seesNothing();
  }

  @Test
  void aBalanceThatIsSaidAgainIsBelieved() {
    begins().then(Says.balance("9800")).lives(5).seesNothing().then(Says.balance("9801")).lives(3).sees(LOSS);
  }

  @Test
  void aBalanceThatFallsOnAndOnIsBelieved() {
    begins().then(Says.balance("9800")).then(Says.balance("9600")).then(Says.balance("9400")).lives(3).sees(LOSS);
  }

  @Test
  void oneOddPriceIsNoLossHoweverLongItStands() {
    TriggerScript script = begins().then(Says.position("BTC/USD", Side.BUY, "1", "1000", "1000")).lives(2);

    script.then(Says.mark("BTC/USD", "1")).lives(20).seesNothing();

    script.then(Says.mark("BTC/USD", "1000")).lives(5).seesNothing();
  }

  @Test
  void aPriceThatIsSaidAgainIsBelieved() {
    TriggerScript script = begins().then(Says.position("BTC/USD", Side.BUY, "1", "1000", "1000")).lives(2);

    script.then(Says.mark("BTC/USD", "800")).lives(5).seesNothing().then(Says.mark("BTC/USD", "801")).lives(3).sees(LOSS);
  }

  @Test
  void aSilentBotsMoneyIsNotCounted() {
    begins().then(earned("t1", "-150", "9850")).passes(50).seesNothing();
  }

  @Test
  void theBotsOwnReckoningIsASecondSource() {
    begins().then(Says.metric("daily_pnl", -140)).then(earned("t1", "-150", "9850")).passes(1).sees(LOSS)
        .says("profit of a: a loss of 150 USD on the day, where the limit is a loss of 100 USD (2 times its limit of 50 USD);"
            + " since 2026-01-05T10:00:02Z, confirmed by the bot's own reckoning of -140");
    // Its word alone is none against what is reckoned.
    begins().then(Says.metric("daily_pnl", -140)).lives(9).seesNothing();
  }

  @Test
  void drawdownHaltsTierByTier() {
    TriggerSettings tiers =
        noLoss().withTiers(
            List.of(new Tier(new BigDecimal(20), Act.CANCEL), new Tier(BigDecimal.TEN, new Act(HaltMode.PAUSE, null))));
    TriggerScript script = begins(tiers).then(earned("t1", "-999", "9001")).lives(5).seesNothing();

    script.then(earned("t2", "-1", "9000")).lives(3).sees("PAUSE bot a by trigger drawdown");
    script.then(earned("t3", "-1000", "8000")).lives(3).sees("joined by trigger drawdown")
        .says("equity of a: 20 % below its peak, where the limit is 20 %; in 3 samples running since 2026-01-05T10:00:11Z");

    assertThat(script.halt().mode()).isEqualTo(HaltMode.CANCEL);
  }

  private static TriggerSettings noLoss() {
    return TRIGGERS.withSwitches(Map.of(TriggerKind.DAILY_LOSS, new Switch(false, Act.CANCEL, 3, Reach.BOT)));
  }

  @Test
  void aWithdrawalIsNoDrawdown() {
    begins(noLoss()).then(paid("2000", "-8000")).lives(9).seesNothing();
  }

  @Test
  void oneOddBalanceIsNoPeak() {
    begins(noLoss()).lives(2).then(Says.balance("100000")).lives(3).then(Says.balance("10000")).lives(9).seesNothing();
  }

  @Test
  void oneOddBalanceIsNoDrawdown() {
    begins(noLoss()).lives(2).then(Says.balance("100")).lives(9).then(Says.balance("10000")).lives(9).seesNothing();
  }
}
