package dev.binnacle.engine.performance;

import static dev.binnacle.engine.performance.Told.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddValuesTest {
  @Test
  void anEmptyLedgerHasAReasonForEveryFigure() {
    Figures figures = Told.inOneDay().figures(noon(0));

    assertThat(figures.byName().values().stream().filter(value -> value == null)).hasSameSizeAs(figures.undefined().keySet());
    assertThat(figures.undefined())
        .containsEntry("sharpe_ratio", "no equity mark yet")
        .containsEntry("win_rate", "no closed trade yet")
        .containsEntry("total_pnl", "neither two equity marks nor a closed trade yet")
        .containsEntry("exposure", "the value of the open positions is not known")
        .containsEntry("net_exposure", "the value of the open positions is not known")
        .containsEntry("symbol_exposure", "the value of the open positions is not known");
  }

  @Test
  void oneReturnIsTooFewForADeviation() {
    Figures figures = Told.daily(Conventions.DEFAULT, "100", "110").figures();

    assertThat(figures.returns().sharpe()).isNull();
    assertThat(figures.undefined()).containsEntry("sharpe_ratio", "needs 2 complete periods, has 1");
  }

  @Test
  void aSingleTradeHasAWinRateButNoQuality() {
    Figures figures = Told.trades("5").figures();

    assertThat(figures.trades().winRate()).isEqualTo(1);
    assertThat(figures.trades().profitFactor()).isNull();
    assertThat(figures.undefined())
        .containsEntry("profit_factor", "no losing trade yet")
        .containsEntry("sqn", "needs 2 closed trades, has 1");
  }

  @Test
  void equalTradesHaveNoQuality() {
    assertThat(Told.trades("0.1", "0.1", "0.1").figures().undefined()).containsEntry("sqn", "all trades had the same result");
  }

  @Test
  void onlyLossesHaveAProfitFactorOfZero() {
    assertThat(Told.trades("-1", "-2").figures().trades().profitFactor()).isZero();
    assertThat(Told.trades("-1", "-2").figures().undefined()).containsEntry("average_win", "no winning trade yet");
  }

  @Test
  void risingReturnsHaveNoSortinoAndNoCalmar() {
    Figures figures = Told.daily(Conventions.DEFAULT, "100", "101", "103").figures();

    assertThat(figures.returns().sharpe()).isPositive();
    assertThat(figures.undefined())
        .containsEntry("sortino_ratio", "no period lost")
        .containsEntry("calmar_ratio", "no drawdown yet");
  }

  @Test
  void anAccountWithoutEquityHasNoReturn() {
    Figures figures = Told.daily(Conventions.DEFAULT, "0", "0", "-5").figures();

    assertThat(figures.profit().totalReturn()).isNull();
    assertThat(figures.profit().totalPnl()).isEqualByComparingTo("-5");
    assertThat(figures.undefined())
        .containsEntry("total_return", "the equity that it began with was not above zero")
        .containsEntry("current_drawdown", "equity has not been above zero yet");
  }

  @Test
  void equityThatBeginsAtZeroIsReckonedFromTheFirstAboveIt() {
    Figures figures = Told.daily(Conventions.DEFAULT, "0", "1000", "1100").figures();

    assertThat(figures.profit().totalReturn()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void losingMoreThanEverythingIsLosingEverything() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "120", "-30");
    told.ledger.exposure(noon(2), PositionValue.NONE);

    Figures figures = told.figures();

    assertThat(figures.profit().totalReturn()).isEqualTo(-1);
    assertThat(figures.profit().totalPnl()).isEqualByComparingTo("-130");
    assertThat(figures.risk().currentDrawdown()).isEqualTo(-1);
    assertThat(figures.returns().calmar()).isEqualTo(-1);
    assertThat(figures.undefined()).containsEntry("exposure", "equity is not above zero");
  }

  @Test
  void afterALossOfEverythingTheCurveBeginsAnewWithTheNextDeposit() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "0");
    told.equity(noon(2), "50", "50");
    told.equity(noon(3), "45");

    Figures figures = told.figures(noon(3));

    assertThat(figures.risk().maxDrawdown()).isEqualTo(new Drawdown(-1, noon(0), noon(1), null, Duration.ofDays(3)));
    assertThat(figures.risk().currentDrawdown()).isCloseTo(-0.1, within(1e-12));
    assertThat(figures.profit().totalReturn()).isEqualTo(-1);
  }

  @Test
  void takingEverythingOutAndPayingItInAgainIsNoLoss() {
    Told told = Told.daily(Conventions.DEFAULT, "100", "110");
    told.equity(noon(2), "0", "-110");
    told.equity(noon(3), "0");
    told.equity(noon(4), "200", "200");
    told.equity(noon(5), "220");

    Figures figures = told.figures();

    assertThat(figures.profit().totalReturn()).isCloseTo(0.21, within(1e-12));
    assertThat(figures.profit().totalPnl()).isEqualByComparingTo("30");
    assertThat(figures.risk().maxDrawdown()).isEqualTo(new Drawdown(0, null, null, null, null));
  }

  @Test
  void growthBeyondMeaningIsNullAndNeverInfinite() {
    Told told = Told.inOneDay();
    for (int i = 0; i < 40; i++) {
      told.equity(noon(2 * i), "0.000000000000000000000000000001");
      told.equity(noon(2 * i + 1), "1E+29", i % 2 == 0 ? "0" : "5");
      told.equity(noon(2 * i + 1), "0.000000000000000000000000000001", "-1E+29");
    }

    Map<String, @Nullable Object> names = told.figures().byName();

    assertThat(names).containsEntry("total_return", null);
    assertThat(names.values()).noneMatch(value -> value instanceof Double number && !Double.isFinite(number));
  }

  @Test
  void aYearOfSecondsMayPassWithoutAMark() {
    Told told = new Told(Conventions.DEFAULT.withSampling(Duration.ofSeconds(1)));
    for (int i = 0; i < 30; i++) {
      told.equity(noon(365 * i), i % 2 == 0 ? "100" : "90");
    }
    told.equity(noon(100), "95");

    Figures figures = told.figures(noon(365 * 29));

    // the newest return is that of a second that is not over
    assertThat(figures.coverage().periods()).isEqualTo(29L * 365 * 86_400 - 1);
    assertThat(figures.coverage().windowPeriods()).isEqualTo(ReturnWindow.CAPACITY);
    assertThat(figures.returns().valueAtRisk95()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+30", "1E-31", "1E+999999999", "1E-999999999", "-1E+31"})
  void aDecimalThatCouldExplodeIsRefusedAndChangesNothing(String text) {
    BigDecimal huge = new BigDecimal(text);
    Ledger ledger = Told.daily(Conventions.DEFAULT, "100").ledger;
    LedgerState before = ledger.state();

    refused(() -> ledger.equity(noon(1), huge, BigDecimal.ZERO), "equity must have at most 30 digits on either side");
    refused(() -> ledger.equity(noon(1), BigDecimal.ONE, huge), "deposit must have");
    refused(() -> ledger.tradeClosed(noon(1), huge, null, null), "pnl must have");
    refused(() -> ledger.tradeClosed(noon(1), BigDecimal.ONE, huge, null), "fees must have");
    refused(() -> ledger.tradeOpened(noon(1), huge), "risk must have");
    refused(() -> new PositionValue(huge, BigDecimal.ONE, BigDecimal.ONE), "gross value must have");
    refused(() -> new PositionValue(BigDecimal.ONE, huge, BigDecimal.ONE), "net value must have");
    refused(() -> new PositionValue(BigDecimal.ONE, BigDecimal.ONE, huge), "largest value must have");
    assertThat(ledger.state()).isEqualTo(before);
  }

  @Test
  void whatCannotBeIsRefused() {
    Ledger ledger = Told.inOneDay().ledger;
    BigDecimal one = BigDecimal.ONE;

    refused(() -> ledger.equity(Instant.EPOCH, one, one), "time must lie between 1990 and 2200, was 1970-01-01T00:00:00Z");
    refused(() -> ledger.equity(Instant.MAX, one, one), "time must lie");
    refused(() -> ledger.figures(Instant.MIN), "time must lie");
    refused(() -> ledger.tradeOpened(noon(0), one.negate()), "risk must not be below 0, was -1");
    refused(() -> new PositionValue(one.negate(), one, one), "gross value must not be below 0, was -1");
    refused(() -> new PositionValue(one, one, one.negate()), "largest value must not be below 0, was -1");
    refused(() -> ledger.tradeClosed(noon(0), one, null, Duration.ofSeconds(-1)), "duration of a trade must be from 0");
    refused(() -> ledger.operations(noon(0), 1, 2), "operations must be 0 <= succeeded <= attempted <= 1000000000, was 2 of 1");
    refused(() -> ledger.dynamicRisk(noon(0), Double.NaN, null), "dynamic risk factor must be a finite number, was NaN");
    refused(() -> Sampling.every(Duration.ofMillis(1_500)), "sampling must be whole seconds, from 1 second to 366");
    refused(
        () -> new Conventions(Sampling.DAILY, 0, 0, ZoneOffset.UTC, LocalTime.MIDNIGHT),
        "periods per year must be above 0 and at most one a second (31536000), was 0.0");
    refused(() -> Conventions.DEFAULT.withRiskFreeRate(Double.NaN), "risk-free rate must be a fraction above -1 and below 10");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
  }
}
