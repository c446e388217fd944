package dev.binnacle.engine.performance;

import static dev.binnacle.engine.performance.Told.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Six trades: 102 with fees 2, -49 with 1, 41 with 1, 1 with 1, -30 with unknown fees, 60 with no fees.
 *
 * <pre>
 *   net            100   -50   40   0   -30   60      sum 120
 *   won            100 + 40 + 60 = 200 in 3, lost -80 in 2, even 1
 *   mean           120 / 6 = 20
 *   deviation      differences 80 -70 20 -20 -50 40, squares 6400 4900 400 400 2500 1600, sum 16200, / 5 = 3240, root 56.9209979
 * </pre>
 */
class HandWorkedTradesTest {
  private static final Offset<Double> DIGITS = within(1e-12);

  private final TradeFigures figures = Told.trades("102/2", "-49/1", "41/1", "1/1", "-30", "60/0").figures().trades();

  @Test
  void tradesAreCountedByTheirNetResult() {
    assertThat(figures.total()).isEqualTo(6);
    assertThat(figures.winning()).isEqualTo(3);
    assertThat(figures.losing()).isEqualTo(2);
    assertThat(figures.breakEven()).isEqualTo(1);
    assertThat(figures.withoutFees()).isEqualTo(1);
    assertThat(figures.winRate()).isEqualTo(0.5);
  }

  @Test
  void moneyIsExact() {
    assertThat(figures.grossProfit()).isEqualByComparingTo("200");
    assertThat(figures.grossLoss()).isEqualByComparingTo("-80");
    assertThat(figures.netProfit()).isEqualByComparingTo("120");
    assertThat(figures.fees()).isEqualByComparingTo("5");
    assertThat(figures.averageLoss()).isEqualByComparingTo("-40");
    assertThat(figures.expectancy()).isEqualByComparingTo("20");
    // 200 / 3 in 34 digits
    assertThat(figures.averageWin()).isEqualTo(new BigDecimal("66.66666666666666666666666666666667"));
  }

  @Test
  void tenCentsAMillionTimesAreAHundredThousand() {
    Told told = Told.inOneDay();
    for (int i = 0; i < 1_000_000; i++) {
      told.closed(Told.MONDAY, "0.1", null);
    }

    assertThat(told.figures().trades().netProfit()).isEqualByComparingTo("100000");
  }

  @Test
  void ratiosFollowFromTheSums() {
    assertThat(figures.profitFactor()).isCloseTo(2.5, DIGITS);
    assertThat(figures.expectancyRatio()).isCloseTo(0.5, DIGITS);
    // √6 · 20 / √3240 = √(6 · 400 / 3240)
    assertThat(figures.systemQuality()).isCloseTo(Math.sqrt(2400.0 / 3240), DIGITS);
  }

  @Test
  void streaksRunInTheOrderOfClosing() {
    TradeFigures streaks = Told.trades("1", "2", "-1", "-1", "-1", "3", "0", "4", "5").figures().trades();

    assertThat(streaks.longestWinningStreak()).isEqualTo(2);
    assertThat(streaks.longestLosingStreak()).isEqualTo(3);
    assertThat(streaks.currentStreak()).isEqualTo(2);
    assertThat(Told.trades("1", "-1", "-2").figures().trades().currentStreak()).isEqualTo(-2);
    assertThat(Told.trades("1", "0").figures().trades().currentStreak()).isZero();
  }

  @Test
  void averageDurationIsThatOfTheTradesWithOne() {
    Told told = Told.inOneDay();
    told.ledger.tradeClosed(noon(0), BigDecimal.ONE, null, Duration.ofMinutes(10));
    told.ledger.tradeClosed(noon(0), BigDecimal.ONE, null, null);
    told.ledger.tradeClosed(noon(0), BigDecimal.ONE, null, Duration.ofMinutes(5));

    assertThat(told.figures().trades().averageDuration()).isEqualTo(Duration.ofSeconds(450));
    assertThat(told.figures().byName()).containsEntry("average_duration_seconds", 450.0);
  }

  @Test
  void riskPerTradeIsSharedByTheEquityAtEntry() {
    Told told = Told.inOneDay();
    told.ledger.tradeOpened(noon(0), new BigDecimal("10"));
    told.equity(noon(1), "1000");
    told.ledger.tradeOpened(noon(1), new BigDecimal("10"));
    told.ledger.tradeOpened(noon(1), null);
    told.equity(noon(2), "500");
    told.ledger.tradeOpened(noon(2), new BigDecimal("15"));

    // 10 / 1000 and 15 / 500; before the first mark no equity was known, and the third had no stop
    assertThat(told.figures().risk().riskPerTrade()).isCloseTo((0.01 + 0.03) / 2, DIGITS);
  }

  @Test
  void exposuresAreValuesOverEquity() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "2000");
    told.ledger.exposure(noon(1), new PositionValue(new BigDecimal("3000"), new BigDecimal("-1000"), new BigDecimal("1600")));
    told.ledger.exposure(noon(0), PositionValue.NONE);

    assertThat(told.figures().risk().exposure()).isEqualTo(1.5);
    assertThat(told.figures().risk().netExposure()).isEqualTo(-0.5);
    assertThat(told.figures().risk().symbolExposure()).isEqualTo(0.8);
  }

  @Test
  void successRateNeedsTwentyOperationsOfTheLastDay() {
    Told told = Told.inOneDay();
    told.ledger.operations(noon(0), 100, 0);
    told.ledger.operations(noon(1).plusSeconds(600), 19, 17);

    Figures few = told.figures(noon(1).plusSeconds(600));
    told.ledger.operations(noon(1).plusSeconds(601), 1, 1);
    Figures enough = told.figures(noon(1).plusSeconds(601));

    assertThat(few.risk().successRate()).isNull();
    assertThat(few.undefined()).containsEntry("success_rate", "needs 20 operations within 24 hours, has 19");
    assertThat(enough.risk().successRate()).isEqualTo(0.9);
    assertThat(enough.trades().winRate()).isNull();
    assertThat(told.figures(noon(3)).risk().operationsAttempted()).isZero();
  }

  @Test
  void theDynamicRiskFactorIsTheBotsOwnOrNull() {
    Told told = Told.inOneDay();

    assertThat(told.figures().risk().dynamicRiskFactor()).isNull();

    told.ledger.dynamicRisk(noon(1), 0.5, "two losses in a row");
    told.ledger.dynamicRisk(noon(0), 1.0, "older");

    assertThat(told.figures().risk().dynamicRiskFactor()).isEqualTo(0.5);
    assertThat(told.figures().risk().riskReason()).isEqualTo("two losses in a row");
  }
}
