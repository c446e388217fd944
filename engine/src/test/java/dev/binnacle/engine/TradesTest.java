package dev.binnacle.engine;

import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.opened;
import static dev.binnacle.engine.Says.order;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.model.Currency;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trades joined by their id, and what the ledger hears of them. */
final class TradesTest {
  private static final String BTC = "BTC/USD";

  private static TradeView only(Script script) {
    assertThat(script.snapshot().trades()).hasSize(1);
    return script.snapshot().trades().getFirst();
  }

  @Test
  void openingAndClosingAreOneTrade() {
    Script script =
        check()
            .at("10:00:00")
            .hears(opened("t7", BTC, Side.BUY, "45000", "0.5", "44000"))
            .at("11:00:00")
            .hears(closed("t7", BTC, Side.BUY, "46000", "0.5", "500", Money.of("1.2", "USD")));

    TradeView trade = only(script);
    assertThat(trade.entryPrice()).isEqualByComparingTo("45000");
    assertThat(trade.exitPrice()).isEqualByComparingTo("46000");
    assertThat(trade.pnl()).isEqualTo(Money.of("500", "USD"));
    assertThat(trade.net()).isEqualTo(Money.of("498.8", "USD"));
    // 500 of 22,500 is 2.2222 %, to six places.
    assertThat(trade.pnlPct()).isEqualByComparingTo("2.222222");
    assertThat(trade.openedAt()).isEqualTo(time("10:00:00"));
    assertThat(trade.closedAt()).isEqualTo(time("11:00:00"));
    assertThat(trade.duration()).isEqualTo(Duration.ofHours(1));
    assertThat(trade.sideMismatch()).isFalse();
  }

  @Test
  void openTradeHasNoResult() {
    TradeView trade = only(check().hears(opened("t1", BTC, Side.BUY, "100", "1")));

    assertThat(trade.pnl()).isNull();
    assertThat(trade.net()).isNull();
    assertThat(trade.closedAt()).isNull();
  }

  @Test
  void partsOfATradeAddUp() {
    Script script = check().hears(opened("t1", BTC, Side.BUY, "100", "3"));

    script.hears(closed("t1", BTC, Side.BUY, "110", "1", "10", Money.of("1", "USD")));
    assertThat(only(script).closedAt()).isNull();
    assertThat(only(script).pnl()).isEqualTo(Money.of("10", "USD"));

    script.at("10:30:00").hears(closed("t1", BTC, Side.BUY, "125", "2", "50", Money.of("2", "USD")));
    TradeView trade = only(script);
    assertThat(trade.pnl()).isEqualTo(Money.of("60", "USD"));
    assertThat(trade.fees()).isEqualTo(Money.of("3", "USD"));
    assertThat(trade.net()).isEqualTo(Money.of("57", "USD"));
    // (110 x 1 + 125 x 2) / 3
    assertThat(trade.exitPrice()).isEqualByComparingTo("120");
    assertThat(trade.closedAt()).isEqualTo(time("10:30:00"));
    assertThat(script.snapshot().figures().trades().netProfit()).isEqualByComparingTo("57");
  }

  @Test
  void partsThatRoundToTheWholeCloseTheTrade() {
    Script script = check().hears(opened("t1", BTC, Side.BUY, "100", "1"));

    script.hears(closed("t1", BTC, Side.BUY, "101", "0.33333333", "0.33333333"),
        closed("t1", BTC, Side.BUY, "101", "0.66666666", "0.66666666"));

    assertThat(only(script).closedAt()).isNotNull();
  }

  @Test
  void fillsThatOpenAddUpToTheirMeanPrice() {
    Script script = check().hears(opened("t1", BTC, Side.BUY, "100", "1"), opened("t1", BTC, Side.BUY, "103", "2"));

    assertThat(only(script).quantity()).isEqualByComparingTo("3");
    // (100 x 1 + 103 x 2) / 3
    assertThat(only(script).entryPrice()).isEqualByComparingTo("102");
  }

  @Test
  void closingWithoutAnOpeningIsATrade() {
    Script script = check().hears(closed("t1", BTC, Side.BUY, "110", "1", "10"));

    assertThat(only(script).pnl()).isEqualTo(Money.of("10", "USD"));
    assertThat(only(script).openedAt()).isNull();
    assertThat(only(script).entryPrice()).isNull();
    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
  }

  @Test
  void openingThatComesAfterItsClosingIsJoined() {
    Script script = check().hears(started().by("i1", 1), closed("t1", BTC, Side.BUY, "110", "1", "10").by("i1", 3));

    script.spools(opened("t1", BTC, Side.BUY, "100", "1").at("09:00:00").by("i1", 2));

    assertThat(only(script).entryPrice()).isEqualByComparingTo("100");
    assertThat(only(script).duration()).isEqualTo(Duration.ofHours(1));
    assertThat(script.snapshot().positions()).isEmpty();
    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
  }

  @Test
  void feesInAnotherCurrencyLeaveTheNetUnknown() {
    Script script = check().hears(closed("t1", BTC, Side.BUY, "110", "1", "10", Money.of("0.01", "BNB")));

    assertThat(only(script).fees()).isEqualTo(Money.of("0.01", "BNB"));
    assertThat(only(script).net()).isNull();
    assertThat(script.snapshot().figures().trades().withoutFees()).isEqualTo(1);
  }

  @Test
  void feesInSeveralCurrenciesHaveNoSum() {
    Script script =
        check()
            .hears(
                opened("t1", BTC, Side.BUY, "100", "2"),
                closed("t1", BTC, Side.BUY, "110", "1", "10", Money.of("0.01", "BNB")),
                closed("t1", BTC, Side.BUY, "110", "1", "10", Money.of("1", "USD")));

    assertThat(only(script).fees()).isNull();
    assertThat(only(script).net()).isNull();
  }

  /** A long from 100 to 110 with quantity 1 earns 10; the same prices lose 10 for a short. */
  @ParameterizedTest
  @CsvSource({
    "BUY, 110, 10, 0, false",
    "SELL, 110, -10, 0, false",
    "BUY, 110, -10, 0, true",
    "SELL, 110, 10, 0, true",
    "SELL, 110, 10.5, 0, true",
    // Fits neither: a contract of another size, or money from elsewhere.
    "BUY, 110, -100, 0, false",
    "BUY, 110, 1000, 0, false",
    // A profit that was told after fees, where the fees are larger than the move.
    "BUY, 100.5, -0.7, 1.2, false",
    "BUY, 100, 0, 0, false",
  })
  void profitThatFitsOnlyTheOtherDirectionIsAMismatch(Side side, String exit, String pnl, String fees, boolean mismatch) {
    Script script =
        check().hears(opened("t1", BTC, side, "100", "1"), closed("t1", BTC, side, exit, "1", pnl, Money.of(fees, "USD")));

    assertThat(only(script).sideMismatch()).isEqualTo(mismatch);
    assertThat(script.snapshot().sideMismatches()).isEqualTo(mismatch ? 1 : 0);
    assertThat(only(script).pnl()).isEqualTo(Money.of(pnl, "USD"));
  }

  @Test
  void tradesAreListedNewestFirstAndAtMostFifty() {
    Script script = check();
    for (int trade = 1; trade <= 60; trade++) {
      script.at("10:%02d:00".formatted(trade % 60))
          .hears(closed("t" + trade, BTC, Side.BUY, "110", "1", "10").at("10:00:00").keyed("k" + trade));
    }
    script.at("11:00:00").hears(opened("open", BTC, Side.BUY, "100", "1"));

    assertThat(script.snapshot().trades()).hasSize(50);
    assertThat(script.snapshot().trades().getFirst().id().value()).isEqualTo("open");
    assertThat(script.snapshot().figures().trades().total()).isEqualTo(60);
  }

  @Test
  void openTradesBeyondTheBoundAreLetGoAndCounted() {
    Bounds bounds = new Bounds(10, 4, 4, 10, 10, 10, 10, 2, 10, 10, 10, 10, 16, 4, 10);
    Script script =
        check(bounds)
            .hears(opened("t1", BTC, Side.BUY, "1", "1"), opened("t2", BTC, Side.BUY, "1", "1"),
                opened("t3", BTC, Side.BUY, "1", "1"));

    assertThat(script.snapshot().trades()).extracting(each -> each.id().value()).containsExactlyInAnyOrder("t2", "t3");
    assertThat(script.fleet().counters().dropped()).containsEntry("open_trades", 1L);
  }

  @Test
  void tradeInAnotherCurrencyThanTheAccountIsLeftOutOfTheFiguresAndSaidSo() {
    Script script =
        check().hears(balance("100"), closed("t1", BTC, Side.BUY, "110", "1", "10", null, new Currency("EUR")),
            closed("t2", BTC, Side.BUY, "110", "1", "5"));

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
    assertThat(script.snapshot().figures().trades().netProfit()).isEqualByComparingTo("5");
    assertThat(script.snapshot().whyNull()).hasEntrySatisfying("performance",
        why -> assertThat(why).contains("1 trades", "USD", "EUR"));
  }

  @Test
  void tradeOfTheFutureCountsAsOfNow() {
    Script script = check().hears(closed("t1", BTC, Side.BUY, "110", "1", "10").at("2030-01-01T00:00:00Z"));

    assertThat(script.snapshot().figures().profit().dailyPnl()).isEqualByComparingTo("10");
  }

  @Test
  void riskIsTheDistanceToTheStop() {
    // |100 - 95| x 2 = 10 of an equity of 1,000 is 1 %.
    Script script = check().hears(balance("1000")).at("10:00:01").hears(opened("t1", BTC, Side.BUY, "100", "2", "95"));

    assertThat(script.snapshot().figures().risk().riskPerTrade()).isEqualTo(0.01, within(1e-12));
  }

  @Test
  void successRateIsOrdersThatFilledOfThoseThatFilledOrWereRejected() {
    Script script = check();
    for (int order = 1; order <= 19; order++) {
      script.hears(order("o" + order, order <= 15 ? OrderStatus.FILLED : OrderStatus.REJECTED, order <= 15 ? "1" : "0"));
    }
    script.hears(order("c1", OrderStatus.CANCELLED, "0"), order("e1", OrderStatus.EXPIRED, "0"));
    assertThat(script.snapshot().figures().risk().successRate()).isNull();

    script.hears(order("o20", OrderStatus.CANCELLED, "0.5"));

    // 15 filled, one cancelled with a part filled, of 20.
    assertThat(script.snapshot().figures().risk().successRate()).isEqualTo(0.8, within(1e-12));
    assertThat(script.snapshot().metrics().get(new MetricName("success_rate"))).isNotNull();
  }

  @Test
  void openOrdersAreListedUntilTheyAreFinished() {
    Script script = check().hears(order("o1", OrderStatus.OPEN, "0"), order("o2", OrderStatus.PARTIALLY_FILLED, "0.5"));
    assertThat(script.snapshot().orders()).hasSize(2);

    script.hears(order("o1", OrderStatus.FILLED, "1")).hears(order("o1", OrderStatus.OPEN, "0"));

    assertThat(script.snapshot().orders()).extracting(each -> each.id().value()).containsExactly("o2");
    assertThat(script.snapshot().figures().risk().operationsAttempted()).isEqualTo(1);
  }

  @Test
  void absurdNumbersAreHeldAndBreakNothing() {
    String huge = "9".repeat(30);
    Script script =
        check()
            .hears(balance(huge), opened("t1", BTC, Side.BUY, huge, huge, "1"))
            .hears(closed("t1", BTC, Side.BUY, huge, huge, huge, Money.of("-" + huge, "USD")))
            .hears(closed("t2", BTC, Side.SELL, "0." + "0".repeat(29) + "1", huge, "-" + huge))
            .hears(balance(huge, null, Currency.USD, huge), balance(huge, null, Currency.USD, huge));

    script.ticks("10:00:30");

    assertThat(script.snapshot().trades()).hasSize(2);
    assertThat(script.snapshot().figures().trades().total()).isEqualTo(2);
  }
}
