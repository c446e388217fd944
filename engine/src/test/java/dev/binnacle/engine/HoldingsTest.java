package dev.binnacle.engine;

import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.mark;
import static dev.binnacle.engine.Says.opened;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Positions, what they are worth, and the equity with them. */
final class HoldingsTest {
  private static final BotId A = new BotId("a");
  private static final Currency USD = Currency.USD;
  private static final String BTC = "BTC/USD";

  private static PositionView only(Script script) {
    assertThat(script.snapshot().positions()).hasSize(1);
    return script.snapshot().positions().getFirst();
  }

  @Test
  void equityIsTheBalanceAndTheUnrealisedProfit() {
    // 2 x (105 - 100) = 10.
    check().hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "105")).unrealized("10").equity("1010");
  }

  @Test
  void shortEarnsWhenThePriceFalls() {
    check().hears(balance("1000"), position(BTC, Side.SELL, "2", "100", "90")).unrealized("20").equity("1020");
  }

  @Test
  void marksMoveThePrice() {
    Script script =
        check().hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "105")).at("10:00:01").hears(mark(BTC, "110"))
            .unrealized("20");

    assertThat(only(script).currentPrice()).isEqualByComparingTo("110");
    assertThat(only(script).markedAt()).isEqualTo(time("10:00:01"));
    // 20 of 200 is 10 %.
    assertThat(only(script).unrealizedPct()).isEqualByComparingTo("10");
  }

  @Test
  void ofTwoPricesOfOneMomentTheLaterToldHolds() {
    check()
        .hears(position(BTC, Side.BUY, "2", "100", "105"), mark(BTC, "106"))
        .unrealized("12")
        .hears(closed("t1", BTC, Side.BUY, "107", "1", "1"))
        .unrealized("14")
        .hears(position(BTC, Side.BUY, "2", "100", "105"))
        .unrealized("10");
  }

  @Test
  void olderMarkDoesNotMoveThePriceBack() {
    check().hears(position(BTC, Side.BUY, "2", "100", "105")).hears(mark(BTC, "90").at("09:00:00")).unrealized("10");
  }

  @Test
  void lateMarkDoesNotReplaceANewerOne() {
    check()
        .hears(position(BTC, Side.BUY, "2", "100", null))
        .at("10:00:02")
        .hears(mark(BTC, "110"))
        .hears(mark(BTC, "90").at("10:00:01"))
        .unrealized("20");
  }

  @Test
  void statedProfitStandsUntilThePositionIsToldAnew() {
    Script script =
        check().hears(position(BTC, Side.BUY, "2", "100", "105", "7.5", USD)).at("10:00:01").hears(mark(BTC, "110"))
            .unrealized("7.5");
    assertThat(only(script).currentPrice()).isEqualByComparingTo("110");

    script.hears(position(BTC, Side.BUY, "2", "100", null)).unrealized("20");
  }

  @Test
  void positionWithoutAPriceLeavesTheEquityUnknownAndSaysWhy() {
    Script script = check().hears(balance("1000"), position(BTC, Side.BUY, "2", "100", null)).unrealized(null).equity(null);

    assertThat(script.snapshot().whyNull()).containsEntry("equity", "no price is known of BTC/USD");
    script.hears(mark(BTC, "101")).equity("1002");
    assertThat(script.snapshot().whyNull()).isEmpty();
  }

  @Test
  void equityWithoutABalanceIsUnknownNotZero() {
    Script script =
        check().hears(position(BTC, Side.BUY, "2", "100", "105"), closed("t1", BTC, Side.BUY, "110", "1", "10")).equity(null);

    assertThat(script.snapshot().whyNull()).containsEntry("equity", "no balance was reported yet");
    assertThat(script.snapshot().figures().profit().totalPnl()).isEqualByComparingTo("10");
    assertThat(script.snapshot().figures().profit().equity()).isNull();
  }

  @Test
  void positionInAnotherCurrencyThanTheBalanceIsNotAdded() {
    Script script =
        check().hears(balance("1000"), position("ETH/BTC", Side.BUY, "2", "1", "2", null, new Currency("BTC"))).equity(null);

    assertThat(script.snapshot().whyNull()).containsEntry("equity", "the balance is in USD, the positions in BTC");
    assertThat(script.snapshot().unrealized()).isEqualTo(Money.of("2", "BTC"));
  }

  @Test
  void positionsInTwoCurrenciesHaveNoSum() {
    Script script =
        check()
            .hears(balance("1000"), position(BTC, Side.BUY, "1", "1", "2"),
                position("ETH/BTC", Side.BUY, "2", "1", "2", null, new Currency("BTC")))
            .unrealized(null)
            .equity(null);

    assertThat(script.snapshot().whyNull()).containsEntry("unrealized", "positions are held in USD and in BTC");
  }

  @Test
  void quantityZeroClosesThePosition() {
    check().hears(position(BTC, Side.BUY, "2", "100", "105")).hears(position(BTC, Side.BUY, "0", "100", "105")).holds();
  }

  @Test
  void lateWordDoesNotOpenAClosedPositionAgain() {
    check()
        .hears(started().by("i1", 1), position(BTC, Side.BUY, "0", "100", "105").by("i1", 3))
        .hears(position(BTC, Side.BUY, "2", "100", "105").by("i1", 2))
        .answers(1, 0, 0)
        .announces()
        .holds();
  }

  @Test
  void positionThatTurnsIsAnotherOne() {
    Script script = check().at("10:00:00").hears(position(BTC, Side.BUY, "2", "100", "105"));

    script.at("10:00:05").hears(position(BTC, Side.SELL, "1", "105", "105")).holds("BTC/USD sell 1 @ 105");

    assertThat(only(script).openedAt()).isEqualTo(time("10:00:05"));
  }

  @Test
  void spooledPositionThatIsTheNewestWordHolds() {
    check().spools(position(BTC, Side.BUY, "2", "100", "105").at("09:00:00")).announces().holds("BTC/USD buy 2 @ 100");
  }

  @Test
  void spooledWordThatIsOlderChangesNothing() {
    check()
        .hears(position(BTC, Side.BUY, "2", "100", "105"), balance("500"))
        .spools(position(BTC, Side.BUY, "9", "90", "90").at("09:00:00"), balance("400").at("09:00:00"))
        .holds("BTC/USD buy 2 @ 100")
        .total("500");
  }

  @Test
  void openTradesAreThePositionWhereTheBotTellsNone() {
    Script script =
        check().hears(balance("1000"), opened("t1", BTC, Side.BUY, "100", "1"), opened("t2", BTC, Side.BUY, "104", "3"),
            opened("t3", "ETH/USD", Side.SELL, "10", "5"));

    // (100 + 3 x 104) / 4 = 103, and the last fill is the price.
    script.holds("BTC/USD buy 4 @ 103", "ETH/USD sell 5 @ 10").unrealized("4").equity("1004");
    script.hears(mark(BTC, "105")).unrealized("8");
    script.hears(closed("t2", BTC, Side.BUY, "105", "1", "1")).holds("BTC/USD buy 3 @ 102.66666666666666667",
        "ETH/USD sell 5 @ 10");
    script.hears(position(BTC, Side.BUY, "7", "99", "105")).holds("BTC/USD buy 7 @ 99", "ETH/USD sell 5 @ 10");
  }

  @Test
  void balanceInAnotherCurrencyLeavesTheAccountAsItIs() {
    Script script = check().hears(balance("1000"), balance("3", null, new Currency("BTC"), "0")).equity("1000").total("1000");

    assertThat(script.snapshot().currency()).isEqualTo(USD);
  }

  @Test
  void balanceOutranksTheCurrencyOfTheTradesBefore() {
    Script script = check().hears(closed("t1", BTC, Side.BUY, "110", "1", "10"));
    assertThat(script.snapshot().currency()).isEqualTo(USD);

    script.hears(balance("50", null, new Currency("EUR"), "0"));

    assertThat(script.snapshot().currency()).isEqualTo(new Currency("EUR"));
    assertThat(script.snapshot().equity()).isEqualTo(Money.of("50", "EUR"));
    assertThat(script.snapshot().figures().trades().total()).isZero();
    assertThat(script.snapshot().whyNull()).hasEntrySatisfying("performance",
        why -> assertThat(why).contains("1 trades", "EUR", "USD"));
  }

  @Test
  void balanceAndTradesMarkTheEquityAtOnce() {
    Script script = check().at("10:00:00").hears(balance("1000"));
    script.decides(new Fact.EquityMarked(A, time("10:00:00"), USD, new BigDecimal("1000").stripTrailingZeros(), BigDecimal.ZERO));

    script.at("10:00:01").hears(opened("t1", BTC, Side.BUY, "100", "1")).decides(marked("10:00:01", "1000", "0"));
    script.at("10:00:02").hears(mark(BTC, "105")).decidesNo(Fact.EquityMarked.class);
    script.at("10:00:03").hears(closed("t1", BTC, Side.BUY, "110", "1", "10"), balance("1010"))
        .decides(marked("10:00:03", "1010", "0"));
  }

  private static Fact.EquityMarked marked(String at, String balance, String unrealized) {
    return new Fact.EquityMarked(
        A, time(at), USD, new BigDecimal(balance).stripTrailingZeros(), new BigDecimal(unrealized).stripTrailingZeros());
  }

  @Test
  void equityThatMovesIsMarkedEveryFifteenSeconds() {
    check()
        .at("10:00:00")
        .hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "100"))
        .at("10:00:05")
        .hears(mark(BTC, "101"))
        .ticks("10:00:14")
        .decidesNo(Fact.EquityMarked.class)
        .ticks("10:00:15")
        .decides(marked("10:00:15", "1000", "2"))
        .at("10:00:29")
        .hears(mark(BTC, "103"))
        .ticks()
        .decidesNo(Fact.EquityMarked.class)
        .ticks("10:00:30")
        .decides(marked("10:00:30", "1000", "6"));
  }

  @Test
  void equityThatStandsStillIsMarkedEveryQuarterOfAnHour() {
    Script script = check().at("10:00:00").hears(balance("1000"));
    for (int minute = 1; minute < 15; minute++) {
      script.at("10:%02d:00".formatted(minute)).hears(Says.alive()).ticks().decidesNo(Fact.EquityMarked.class);
    }

    script.at("10:15:00").hears(Says.alive()).ticks().decides(marked("10:15:00", "1000", "0"));
  }

  @Test
  void equityOfASilentBotIsNotMarked() {
    check()
        .at("10:00:00")
        .hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "100"))
        .at("10:00:14")
        .hears(mark(BTC, "101").at("10:00:14"))
        .ticks("10:00:29")
        .decidesNo(Fact.EquityMarked.class);
  }

  @Test
  void equityIsNotMarkedAsOfNowWhileASpoolIsSent() {
    check()
        .at("10:00:00")
        .hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "100"))
        .at("10:00:30")
        .spools(balance("900").at("10:00:05"), mark(BTC, "99").at("10:00:06"))
        .decides(marked("10:00:05", "900", "0"))
        .ticks()
        .decidesNo(Fact.EquityMarked.class)
        .spools(balance("950").at("10:00:10"))
        .decides(marked("10:00:10", "950", "-2"));
  }

  @Test
  void spooledBalancesMarkTheEquityOfTheirTime() {
    Script script =
        check().spools(balance("1000").at("09:00:00"), balance("900").at("09:10:00"), balance("950").at("09:20:00"));

    assertThat(script.facts(Fact.EquityMarked.class))
        .containsExactly(marked("09:00:00", "1000", "0"), marked("09:10:00", "900", "0"), marked("09:20:00", "950", "0"));
    // 1000 -> 900 is 10 % below the peak, 950 is 5 %.
    assertThat(script.snapshot().figures().risk().maxDrawdown()).isNotNull()
        .satisfies(deepest -> assertThat(deepest.depth()).isEqualTo(-0.1, within(1e-12)));
    assertThat(script.snapshot().figures().risk().currentDrawdown()).isEqualTo(-0.05, within(1e-12));
  }

  @Test
  void depositIsNoProfit() {
    Script script = check().hears(balance("1000")).at("10:01:00").hears(balance("1600", null, USD, "500"));

    // 1,600 - 1,000 - 500 paid in.
    assertThat(script.snapshot().figures().profit().totalPnl()).isEqualByComparingTo("100");
    // 1,100 / 1,000 - 1: what was paid in after earning 100 earns nothing.
    assertThat(script.snapshot().figures().profit().totalReturn()).isEqualTo(0.1, within(1e-12));

    script.at("10:02:00").hears(balance("1600"));
    assertThat(script.snapshot().figures().profit().totalPnl()).isEqualByComparingTo("100");
  }

  @Test
  void exposuresAreValuesOfTheEquity() {
    // Long 2 x 105 and short 5 x 10: 260 both counted up, 160 net and 210 in one symbol, of 1,010 + 0.
    Script script = check().hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "105"),
        position("ETH/USD", Side.SELL, "5", "10", "10"));

    assertThat(script.snapshot().figures().risk().exposure()).isEqualTo(260.0 / 1010, within(1e-12));
    assertThat(script.snapshot().figures().risk().netExposure()).isEqualTo(160.0 / 1010, within(1e-12));
    assertThat(script.snapshot().figures().risk().symbolExposure()).isEqualTo(210.0 / 1010, within(1e-12));
  }

  @Test
  void bothSidesOfOneSymbolAreOneExposure() {
    // Two trades of 2 x 100 each way: 400 held of one symbol, and nothing net.
    Script script = check().hears(balance("1000"), opened("t-1", BTC, Side.BUY, "100", "2"),
        opened("t-2", BTC, Side.SELL, "100", "2"), mark(BTC, "100"));

    assertThat(script.snapshot().figures().risk().exposure()).isEqualTo(0.4, within(1e-12));
    assertThat(script.snapshot().figures().risk().netExposure()).isEqualTo(0, within(1e-12));
    assertThat(script.snapshot().figures().risk().symbolExposure()).isEqualTo(0.4, within(1e-12));
  }

  @Test
  void withoutEquityThereIsNoExposure() {
    Script script = check().hears(position(BTC, Side.BUY, "2", "100", "105"));

    assertThat(script.snapshot().figures().risk().netExposure()).isNull();
    assertThat(script.snapshot().figures().risk().symbolExposure()).isNull();
    assertThat(script.snapshot().figures().undefined()).containsKeys("exposure", "net_exposure", "symbol_exposure");
  }

  @Test
  void positionsBeyondTheBoundAreLetGoAndCounted() {
    Bounds bounds = new Bounds(10, 4, 4, 10, 2, 10, 10, 2, 10, 10, 10, 10, 16, 4, 10);
    Script script =
        check(bounds)
            .hears(position("A/USD", Side.BUY, "1", "1", "1"), position("B/USD", Side.BUY, "1", "1", "1"),
                position("C/USD", Side.BUY, "1", "1", "1"))
            .holds("A/USD buy 1 @ 1", "B/USD buy 1 @ 1");
    assertThat(script.fleet().counters().dropped()).containsEntry("positions", 1L);

    script.hears(position("A/USD", Side.BUY, "0", "1", "1"), position("C/USD", Side.BUY, "1", "1", "1")).holds("B/USD buy 1 @ 1",
        "C/USD buy 1 @ 1");
  }
}
