package dev.binnacle.engine.performance;

import static dev.binnacle.engine.performance.Told.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * One example, worked by hand. Equity at noon of six days:
 *
 * <pre>
 *   day        1      2      3       4        5        6
 *   equity  1000   1100   1045  1149.5  1034.55  1034.55
 *   return          0.1  -0.05     0.1     -0.1        0
 *
 *   mean         (0.1 - 0.05 + 0.1 - 0.1 + 0) / 5 = 0.01
 *   deviation    differences 0.09 -0.06 0.09 -0.11 -0.01, squares .0081 .0036 .0081 .0121 .0001, sum 0.032,
 *                / 4 = 0.008, root 0.0894427
 *   downside     (0.05² + 0.1²) / 5 = 0.0025, root 0.05
 *   growth       1.1 · 0.95 · 1.1 · 0.9 = 1.03455
 * </pre>
 */
class HandWorkedReturnsTest {
  private static final String[] EQUITIES = {"1000", "1100", "1045", "1149.5", "1034.55", "1034.55"};
  private static final Offset<Double> DIGITS = within(1e-12);

  private final Figures figures = Told.daily(Conventions.DEFAULT, EQUITIES).figures();

  @Test
  void sharpeIsMeanOverDeviationTimesRootOfTheYear() {
    // 0.01 / √0.008 · √365 = √(0.0001 / 0.008 · 365) = √4.5625
    assertThat(figures.returns().sharpe()).isCloseTo(Math.sqrt(4.5625), DIGITS);
  }

  @Test
  void riskFreeRateIsTakenOffPeriodByPeriod() {
    // 1.04^(1/365) - 1 = 0.00010745978; (0.01 - 0.00010745978) / 0.0894427191 · 19.1049731745
    Figures lessRiskFree = Told.daily(Conventions.DEFAULT.withRiskFreeRate(0.04), EQUITIES).figures();

    assertThat(lessRiskFree.returns().sharpe()).isCloseTo(2.1130475168, within(1e-8));
  }

  @Test
  void sortinoDividesByTheDownsideOverAllPeriods() {
    // 0.01 / 0.05 · √365
    assertThat(figures.returns().sortino()).isCloseTo(0.2 * Math.sqrt(365), DIGITS);
    assertThat(figures.returns().downsideDeviation()).isCloseTo(0.05 * Math.sqrt(365), DIGITS);
  }

  @Test
  void volatilityIsTheDeviationOfAYear() {
    assertThat(figures.returns().volatility()).isCloseTo(Math.sqrt(0.008 * 365), DIGITS);
  }

  @Test
  void calmarIsAnnualGrowthOverTheDeepestDrawdown() {
    // 1.03455^(365/5) - 1 = 1.03455^73 - 1; ln 1.03455 = 0.033966550; times 73 = 2.47955812; e to that = 11.9359890
    assertThat(figures.profit().annualReturn()).isCloseTo(10.935989, within(1e-6));
    assertThat(figures.returns().calmar()).isCloseTo(109.35989, within(1e-5));
  }

  @Test
  void historicalValueAtRiskIsInterpolatedBetweenTheTwoWorst() {
    // sorted -0.1 -0.05 0 0.1 0.1; rank 0.05 · (5 - 1) = 0.2 from the worst: -0.1 + 0.2 · 0.05
    assertThat(figures.returns().valueAtRisk95()).isCloseTo(-0.09, DIGITS);
    assertThat(figures.returns().conditionalValueAtRisk95()).isCloseTo(-0.1, DIGITS);
  }

  @Test
  void parametricValueAtRiskIsThatOfTheNormalDistribution() {
    // tables of the normal distribution: z = 1.644854, φ(z) / 0.05 = 2.062713
    assertThat(figures.returns().parametricValueAtRisk95()).isCloseTo(0.01 - 1.644854 * 0.0894427, within(1e-6));
    assertThat(figures.returns().parametricConditionalValueAtRisk95()).isCloseTo(0.01 - 2.062713 * 0.0894427, within(1e-6));
  }

  @Test
  void totalsAreThoseOfTheEnds() {
    assertThat(figures.profit().totalReturn()).isCloseTo(0.03455, DIGITS);
    assertThat(figures.profit().totalPnl()).isEqualByComparingTo("34.55");
    assertThat(figures.coverage().periods()).isEqualTo(5);
  }

  @Test
  void drawdownHasItsDates() {
    // 1034.55 / 1149.5 - 1 = -0.1, from day 4 to day 5, deeper than 1045 / 1100 - 1 = -0.05 before
    Drawdown deepest = Told.daily(Conventions.DEFAULT, EQUITIES).figures(noon(7)).risk().maxDrawdown();

    assertThat(deepest).isEqualTo(new Drawdown(1034.55 / 1149.5 - 1, noon(3), noon(4), null, Duration.ofDays(4)));
  }

  @Test
  void aRecoveredDrawdownStopsGettingLonger() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "100", "80", "80", "99", "100", "120", "108");

    Figures now = told.figures(noon(30));

    assertThat(now.risk().maxDrawdown())
        .isEqualTo(new Drawdown(80.0 / 100 - 1, noon(1), noon(2), noon(5), Duration.ofDays(4)));
    assertThat(now.risk().currentDrawdown()).isCloseTo(-0.1, DIGITS);
    assertThat(now.risk().currentDrawdownSince()).isEqualTo(noon(6));
  }

  @Test
  void theDayThatIsNotOverIsNoPeriodYet() {
    Told told = Told.daily(Conventions.DEFAULT, EQUITIES);

    // the sixth day counts from its midnight on
    assertThat(told.figures(noon(5)).coverage().periods()).isEqualTo(4);
    assertThat(told.figures(Told.at("2024-01-06T23:59:59.999Z")).coverage().periods()).isEqualTo(4);
    assertThat(told.figures(Told.at("2024-01-07T00:00:00Z")).coverage().periods()).isEqualTo(5);
    assertThat(told.figures(noon(9)).coverage().periods()).isEqualTo(5);
  }

  @Test
  void daysWithoutMarksBetweenMarksAreIdleDays() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "100");
    told.equity(noon(4), "110");

    // returns 0, 0, 0, 0.1: mean 0.025, deviation √((3 · 0.025² + 0.075²) / 3) = 0.05
    Figures now = told.figures();

    assertThat(now.coverage().periods()).isEqualTo(4);
    assertThat(now.returns().sharpe()).isCloseTo(0.5 * Math.sqrt(365), DIGITS);
  }

  @Test
  void weekendsBelongToMonday() {
    // Friday 100, Saturday 105, Sunday 110, Monday 121: one return of 0.21; Tuesday 121: 0
    Told told = new Told(Conventions.DEFAULT.withWeekdays(252));
    told.equity(noon(4), "100");
    told.equity(noon(5), "105");
    told.equity(noon(6), "110");
    told.equity(noon(7), "121");
    told.equity(noon(8), "121");

    Figures now = told.figures();

    assertThat(now.coverage().periods()).isEqualTo(2);
    // mean 0.105, deviation 0.21 / √2
    assertThat(now.returns().sharpe()).isCloseTo(0.105 / (0.21 / Math.sqrt(2)) * Math.sqrt(252), DIGITS);
  }

  @Test
  void hoursAreAnnualisedByHours() {
    Told told = new Told(Conventions.DEFAULT.withSampling(Duration.ofHours(1)));
    told.equity(Told.at("2024-01-01T00:30:00Z"), "100");
    told.equity(Told.at("2024-01-01T01:30:00Z"), "110");
    told.equity(Told.at("2024-01-01T02:30:00Z"), "110");

    // returns 0.1, 0: mean 0.05, deviation 0.1 / √2; 365 · 24 = 8760 hours a year
    Figures now = told.figures();

    assertThat(now.conventions().sampling().label()).isEqualTo("PT1H");
    assertThat(now.conventions().periodsPerYear()).isEqualTo(8760);
    assertThat(now.returns().sharpe()).isCloseTo(0.5 * Math.sqrt(2) * Math.sqrt(8760), DIGITS);
  }

  @Test
  void depositsEarnNothing() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "1000");
    // 1100 before the deposit of 500: + 10 %
    told.equity(noon(1), "1600", "500");
    // + 10 %
    told.equity(noon(2), "1760");
    // 1760 before the withdrawal: 0 %
    told.equity(noon(3), "1000", "-760");

    Figures now = told.figures();

    // 1000 - 1000 - (500 - 760)
    assertThat(now.profit().totalPnl()).isEqualByComparingTo("260");
    assertThat(now.profit().netDeposits()).isEqualByComparingTo("-260");
    assertThat(now.profit().totalReturn()).isCloseTo(0.21, DIGITS);
    assertThat(now.risk().maxDrawdown()).isEqualTo(new Drawdown(0, null, null, null, null));
    assertThat(now.risk().currentDrawdown()).isZero();
  }

  @Test
  void profitOnAMorningsDepositIsSharedByTheDeposit() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "100");
    told.equity(noon(1), "1000", "900");
    told.equity(noon(1).plusSeconds(60), "1100");

    // 100 earned on 1000, not on the 100 that the day began with
    Figures now = told.figures(noon(1).plusSeconds(90));

    assertThat(now.profit().dailyReturn()).isCloseTo(0.1, DIGITS);
    assertThat(now.profit().dailyPnl()).isEqualByComparingTo("100");
  }

  @Test
  void theProfitOfTheDayBeginsAtTheLastMarkOfTheDayBefore() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "1000");
    told.equity(noon(0).plusSeconds(3600), "1010");
    told.equity(noon(1), "990");

    Figures now = told.figures(noon(1));

    assertThat(now.profit().dailyPnl()).isEqualTo(new BigDecimal("-20"));
    assertThat(now.profit().dailyPnlBasis()).isEqualTo(PnlBasis.EQUITY);
    assertThat(now.profit().dailyReturn()).isCloseTo(-20.0 / 1010, DIGITS);
  }

  @Test
  void aBotWhoseClockIsAheadIsInItsOwnDay() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "1000");
    told.equity(Told.at("2024-01-02T00:00:01Z"), "1005");

    Figures now = told.figures(Told.at("2024-01-01T23:59:59Z"));

    assertThat(now.profit().dailyPnl()).isEqualByComparingTo("5");
    assertThat(now.profit().dailyReturn()).isCloseTo(0.005, DIGITS);
  }

  @Test
  void withoutMarksTheProfitOfTheDayIsThatOfItsTrades() {
    Told told = Told.inOneDay();
    told.closed(noon(0), "-70", "1");
    told.closed(noon(1), "30", "2");
    told.closed(noon(1), "-40", null);

    Figures now = told.figures(noon(1));

    assertThat(now.profit().dailyPnl()).isEqualByComparingTo("-12");
    assertThat(now.profit().dailyPnlBasis()).isEqualTo(PnlBasis.CLOSED_TRADES);
    assertThat(now.profit().totalPnl()).isEqualByComparingTo("-83");
  }

  @Test
  void aLossOfTodayIsSeenThoughTheLastMarkIsOfYesterday() {
    Told told = Told.inOneDay();
    told.equity(noon(0), "1000");
    told.equity(noon(0).plusSeconds(1), "1000");
    told.closed(noon(1), "-80", "1");

    Figures now = told.figures(noon(1));

    assertThat(now.profit().dailyPnl()).isEqualByComparingTo("-81");
    assertThat(now.profit().dailyPnlBasis()).isEqualTo(PnlBasis.CLOSED_TRADES);
    assertThat(now.profit().dailyReturn()).isNull();
    assertThat(now.undefined()).containsEntry("daily_return", "no equity mark since the day began");
  }
}
