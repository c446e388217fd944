package dev.binnacle.engine;

import static dev.binnacle.engine.Says.alive;
import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.custom;
import static dev.binnacle.engine.Says.error;
import static dev.binnacle.engine.Says.log;
import static dev.binnacle.engine.Says.mark;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.engine.fleet.BotSettings;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot.FleetTotals;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Money;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** All bots together. */
final class FleetTest {
  private static final String BTC = "BTC/USD";

  private static FleetTotals totals(Script script) {
    return script.fleet().totals();
  }

  private static Figures figures(Script script) {
    return Objects.requireNonNull(totals(script).figures());
  }

  @Test
  void emptyFleetIsOfflineAndWorthNothingKnown() {
    FleetTotals totals = totals(check());

    assertThat(totals.status()).isEqualTo(BotStatus.OFFLINE);
    assertThat(totals.equity()).isNull();
    assertThat(totals.figures()).isNull();
    assertThat(totals.whyNull()).containsKeys("equity", "figures");
  }

  @Test
  void sumsAreOverAllBots() {
    Script script =
        check()
            .bot("a")
            .hears(balance("1000", "900", Currency.USD, "0"), position(BTC, Side.BUY, "2", "100", "105"),
                error("E", Severity.ERROR))
            .bot("b")
            .hears(balance("500", "400", Currency.USD, "0"));

    FleetTotals totals = totals(script);
    assertThat(totals.balance()).isEqualTo(Money.of("1500", "USD"));
    assertThat(totals.available()).isEqualTo(Money.of("1300", "USD"));
    assertThat(totals.unrealized()).isEqualTo(Money.of("10", "USD"));
    assertThat(totals.equity()).isEqualTo(Money.of("1510", "USD"));
    assertThat(totals.openPositions()).isEqualTo(1);
    assertThat(totals.errorCount()).isEqualTo(1);
    assertThat(totals.status()).isEqualTo(BotStatus.ONLINE);
    assertThat(totals.statuses()).containsExactly(Map.entry(BotStatus.ONLINE, 2));
    assertThat(totals.whyNull()).isEmpty();
  }

  @Test
  void statusIsTheWorst() {
    Script script =
        check().bot("a").hears(alive()).bot("b").hears(started().by("i", 1)).at("10:00:20").bot("a").hears(alive()).ticks();

    assertThat(totals(script).status()).isEqualTo(BotStatus.STALE);
  }

  @Test
  void differentCurrenciesHaveNoSumAndSaySo() {
    Script script = check().bot("a").hears(balance("1000")).bot("b").hears(balance("3", null, new Currency("EUR"), "0"));

    FleetTotals totals = totals(script);
    assertThat(totals.equity()).isNull();
    assertThat(totals.figures()).isNull();
    assertThat(totals.whyNull()).containsEntry("equity", "bots hold USD and EUR").containsKeys("balance", "figures");
    script.ticks();
    assertThat(script.kept()).doesNotContain("fleet.equity=1000.0").contains("equity=1000.0", "equity=3.0");
  }

  /** The bug: on a slow machine the third bot of the demo came after ten seconds, and the fleet's curve began with a step of a third. */
  @Test
  void seriesOfTheFleetBeginsWhenAllBotsOfTheSettingsHaveComeOrHaveHadTheTime() {
    Map<BotId, BotSettings> declared =
        Map.of(new BotId("a"), new BotSettings(null, true), new BotId("b"), new BotSettings(null, true));

    Script late = check(declared).declares("a", "b").bot("a").hears(balance("1000")).ticks("10:00:20");
    assertThat(late.kept()).doesNotContain("fleet.equity=1000.0");
    late.bot("b").hears(balance("500")).ticks("10:00:22");
    assertThat(late.kept()).contains("fleet.equity=1500.0");

    Script never = check(declared).declares("a", "b").bot("a").hears(balance("1000")).ticks("10:00:20");
    assertThat(never.bot("a").hears(balance("1000")).ticks("10:00:31").kept()).contains("fleet.equity=1000.0");
  }

  @Test
  void botWithoutABalanceIsNotMissingFromTheSum() {
    Script script = check().bot("a").hears(balance("1000")).bot("b").hears(alive());

    assertThat(totals(script).equity()).isEqualTo(Money.of("1000", "USD"));
    assertThat(totals(script).unrealized()).isEqualTo(Money.of("0", "USD"));
  }

  @Test
  void botWhoseEquityIsUnknownLeavesTheSumUnknownAndIsNamed() {
    Script script = check().bot("a").hears(balance("1000")).bot("b").hears(balance("5"), position(BTC, Side.BUY, "1", "1", null));

    assertThat(totals(script).equity()).isNull();
    assertThat(totals(script).whyNull()).containsEntry("equity", "b: no price is known of BTC/USD");
    assertThat(totals(script).balance()).isEqualTo(Money.of("1005", "USD"));
  }

  @Test
  void availableIsUnknownWhenOneBotDoesNotTell() {
    Script script = check().bot("a").hears(balance("1000", "900", Currency.USD, "0")).bot("b").hears(balance("5"));

    assertThat(totals(script).available()).isNull();
    assertThat(totals(script).whyNull()).containsEntry("available", "b: does not tell what is available");
  }

  @Test
  void botThatJoinsPaysInAndEarnsNothing() {
    Script script = check().bot("a").hears(balance("1000")).at("10:00:10").hears(balance("1100")).at("10:00:20").bot("b")
        .hears(balance("5000"));

    // 100 earned on 1,000; 5,000 joined.
    assertThat(figures(script).profit().totalPnl()).isEqualByComparingTo("100");
    assertThat(figures(script).profit().totalReturn()).isEqualTo(0.1, within(1e-12));
    assertThat(figures(script).profit().equity()).isEqualByComparingTo("6100");
  }

  @Test
  void botThatLeavesTakesOutAndLosesNothing() {
    Script script =
        check().bot("a").hears(balance("1000")).bot("b").hears(balance("5000")).at("10:00:10").bot("b").hears(balance("5060"))
            .ticks("10:01:15");
    script.bot("b").forgets("ann").done();

    assertThat(figures(script).profit().totalPnl()).isEqualByComparingTo("60");
    assertThat(figures(script).profit().equity()).isEqualByComparingTo("1000");
    // 60 on 6,000 is 1 %; leaving changes nothing.
    assertThat(figures(script).profit().totalReturn()).isEqualTo(0.01, within(1e-12));
  }

  @Test
  void depositOfABotIsADepositOfTheFleet() {
    Script script = check().hears(balance("1000")).at("10:00:10").hears(balance("1600", null, Currency.USD, "500"));

    assertThat(figures(script).profit().totalPnl()).isEqualByComparingTo("100");
  }

  @Test
  void tradesOfAllBotsCount() {
    Script script =
        check().bot("a").hears(closed("t1", BTC, Side.BUY, "110", "1", "10")).bot("b")
            .hears(closed("t1", BTC, Side.BUY, "90", "1", "-10"));

    assertThat(figures(script).trades().total()).isEqualTo(2);
    assertThat(figures(script).trades().winRate()).isEqualTo(0.5);
  }

  @Test
  void botsAreSortedByName() {
    Script script = check().bot("b").hears(alive()).bot("a").hears(alive()).declares("c");

    assertThat(script.fleet().bots()).extracting(bot -> bot.id().value()).containsExactly("a", "b", "c");
  }

  /* Forgetting. */

  @Test
  void botThatIsHeardCannotBeForgotten() {
    Script script = check().hears(alive()).forgets("ann").refuses("bot a is online: only a bot that is offline can be forgotten");

    assertThat(script.fleet().bots()).hasSize(1);
  }

  @Test
  void unknownBotCannotBeForgotten() {
    check().forgets("ann").refuses("there is no bot a");
  }

  @Test
  void botIsForgottenByAPersonOnly() {
    check().hears(alive()).ticks("10:01:00").forgets(null).refuses("an operator must be named");
  }

  @Test
  void botThatTheSettingsNameCannotBeForgotten() {
    check(Map.of(new BotId("a"), new BotSettings(null, true))).forgets("ann").refuses("named in the settings");
  }

  @Test
  void offlineBotIsForgotten() {
    Script script = check().hears(alive()).ticks("10:01:00").forgets("ann").done();

    script.decides(new Fact.BotForgotten(new BotId("a"), time("10:01:00"), "ann"));
    assertThat(script.fleet().bots()).isEmpty();
    assertThat(script.restarts().fleet().bots()).isEmpty();
  }

  @Test
  void forgottenBotThatComesBackBeginsAnewAndCountsNothingTwice() {
    Says trade = closed("t1", BTC, Side.BUY, "110", "1", "10").at("09:59:59").by("i1", 2);
    Says note = custom("c").at("09:59:59").keyed("k");
    Script script = check().hears(started().by("i1", 1), trade, note).ticks("10:01:00").forgets("ann").done();

    script.hears(trade, note, closed("t2", BTC, Side.BUY, "110", "1", "10").by("i1", 3)).answers(1, 2, 0);

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
    script.restarts().hears(trade).answers(0, 1, 0);
  }

  /* The snapshot. */

  private static BotSnapshot of(FleetSnapshot snapshot, String bot) {
    return snapshot.bot(new BotId(bot)).orElseThrow();
  }

  @Test
  void onlyBotsThatChangedAreRebuilt() {
    Script script = check().bot("a").hears(balance("1")).bot("b").hears(balance("2"));
    FleetSnapshot before = script.fleet();

    FleetSnapshot after = script.at("10:00:01").bot("b").hears(mark(BTC, "3")).fleet();

    assertThat(of(after, "a")).isSameAs(of(before, "a"));
    assertThat(of(after, "b")).isNotSameAs(of(before, "b"));
    assertThat(after.index()).isEqualTo(3);
    assertThat(after.at()).isEqualTo(time("10:00:01"));
  }

  @Test
  void tickAloneRebuildsNothing() {
    Script script = check().hears(alive()).ticks();
    FleetSnapshot before = script.fleet();

    assertThat(of(script.ticks("10:00:01").fleet(), "a")).isSameAs(of(before, "a"));
  }

  @Test
  void everyChangeIsSeen() {
    Script script = check().hears(started().by("i1", 1));
    Says[] changes = {
      alive().by("i1"), log("x").by("i1"), mark(BTC, "1").by("i1"), balance("1").by("i1", 2), custom("c").by("i1", 9),
      Says.calls("e", 1, 0).by("i1")
    };
    for (Says change : changes) {
      FleetSnapshot before = script.fleet();
      assertThat(of(script.hears(change).fleet(), "a")).isNotSameAs(of(before, "a"));
    }
  }

  @Test
  void snapshotDoesNotChangeWhenTheFleetDoes() {
    Script script = check().hears(balance("1000"), closed("t1", BTC, Side.BUY, "110", "1", "10"), log("x"));
    BotSnapshot before = script.snapshot();
    String text = before.toString();

    script.hears(balance("5"), closed("t2", BTC, Side.BUY, "110", "1", "10"), log("y"), error("E", Severity.CRITICAL));

    assertThat(before).hasToString(text);
  }

  @Test
  void figuresOfTheDayBeginAnewWithTheDay() {
    Script script = check().at("23:59:00").hears(closed("t1", BTC, Side.BUY, "110", "1", "10"));
    assertThat(script.snapshot().figures().profit().dailyPnl()).isEqualByComparingTo("10");

    script.at("2026-01-06T00:00:30Z");

    assertThat(script.snapshot().figures().profit().dailyPnl()).isEqualByComparingTo("0");
    assertThat(script.snapshot().figures().profit().totalPnl()).isEqualByComparingTo("10");
  }
}
