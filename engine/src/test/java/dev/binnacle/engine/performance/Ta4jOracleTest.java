package dev.binnacle.engine.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ta4j.core.AnalysisCriterion;
import org.ta4j.core.AnalysisCriterion.PositionFilter;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.BaseTradingRecord;
import org.ta4j.core.TradingRecord;
import org.ta4j.core.analysis.ExcessReturns.CashReturnPolicy;
import org.ta4j.core.analysis.frequency.SamplingFrequency;
import org.ta4j.core.criteria.Annualization;
import org.ta4j.core.criteria.ExpectancyCriterion;
import org.ta4j.core.criteria.ExpectedShortfallCriterion;
import org.ta4j.core.criteria.NumberOfConsecutivePositionsCriterion;
import org.ta4j.core.criteria.NumberOfLosingPositionsCriterion;
import org.ta4j.core.criteria.NumberOfWinningPositionsCriterion;
import org.ta4j.core.criteria.ReturnRepresentation;
import org.ta4j.core.criteria.SharpeRatioCriterion;
import org.ta4j.core.criteria.SortinoRatioCriterion;
import org.ta4j.core.criteria.SqnCriterion;
import org.ta4j.core.criteria.ValueAtRiskCriterion;
import org.ta4j.core.criteria.drawdown.MaximumDrawdownCriterion;
import org.ta4j.core.criteria.pnl.GrossReturnCriterion;
import org.ta4j.core.criteria.pnl.NetAverageLossCriterion;
import org.ta4j.core.criteria.pnl.NetAverageProfitCriterion;
import org.ta4j.core.criteria.pnl.NetLossCriterion;
import org.ta4j.core.criteria.pnl.NetProfitCriterion;
import org.ta4j.core.criteria.pnl.NetProfitLossCriterion;
import org.ta4j.core.criteria.pnl.NetProfitLossRatioCriterion;
import org.ta4j.core.num.DoubleNumFactory;

/**
 * ta4j as a second opinion. A price series that is bought at its first bar and held is an equity curve; single-bar positions
 * are closed trades. Where ta4j's convention differs, the test says how and converts.
 */
class Ta4jOracleTest {
  private static final Instant FIRST_CLOSE = Instant.parse("2024-01-01T12:00:00Z");
  private static final Offset<Double> DIGITS = within(1e-9);

  /** 21 returns, at which the 5th percentile falls on the second worst. */
  private static final int BARS = 22;

  private static BarSeries prices(long seed, int bars) {
    SplittableRandom random = new SplittableRandom(seed);
    BarSeries series = new BaseBarSeriesBuilder().withNumFactory(DoubleNumFactory.getInstance()).build();
    double price = 100;
    for (int i = 0; i < bars; i++) {
      price *= 1 + (random.nextDouble() - 0.48) / 10;
      series
          .barBuilder()
          .timePeriod(Duration.ofDays(1))
          .endTime(FIRST_CLOSE.plus(Duration.ofDays(i)))
          .openPrice(price)
          .highPrice(price)
          .lowPrice(price)
          .closePrice(price)
          .volume(1)
          .add();
    }
    return series;
  }

  private static BigDecimal price(BarSeries series, int bar) {
    return BigDecimal.valueOf(series.getBar(bar).getClosePrice().doubleValue());
  }

  private static TradingRecord held(BarSeries series) {
    TradingRecord record = new BaseTradingRecord();
    record.enter(0, series.getBar(0).getClosePrice(), series.numFactory().one());
    record.exit(series.getEndIndex(), series.getLastBar().getClosePrice(), series.numFactory().one());
    return record;
  }

  private static Figures figuresOf(BarSeries series) {
    Ledger ledger = new Ledger(Conventions.DEFAULT);
    for (int i = 0; i < series.getBarCount(); i++) {
      ledger.equity(FIRST_CLOSE.plus(Duration.ofDays(i)), price(series, i), BigDecimal.ZERO);
    }
    return ledger.figures(FIRST_CLOSE.plus(Duration.ofDays(series.getBarCount())));
  }

  private static double value(AnalysisCriterion criterion, BarSeries series, TradingRecord record) {
    return criterion.calculate(series, record).doubleValue();
  }

  /** ta4j scales to a year by the time between bars, we by periods per year: compared per period. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sharpeAgrees(long seed) {
    BarSeries series = prices(seed, BARS);

    double sharpe = value(perPeriodSharpe(), series, held(series));

    assertThat(figuresOf(series).returns().sharpe()).isCloseTo(sharpe * Math.sqrt(365), DIGITS);
  }

  private static SharpeRatioCriterion perPeriodSharpe() {
    return new SharpeRatioCriterion(
        0, SamplingFrequency.BAR, Annualization.PERIOD, ZoneOffset.UTC, CashReturnPolicy.CASH_EARNS_ZERO);
  }

  /** The same; both take the downside over all periods against 0. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sortinoAgrees(long seed) {
    BarSeries series = prices(seed, BARS);

    double sortino =
        value(
            new SortinoRatioCriterion(
                0, SamplingFrequency.BAR, Annualization.PERIOD, ZoneOffset.UTC, CashReturnPolicy.CASH_EARNS_ZERO),
            series,
            held(series));

    assertThat(figuresOf(series).returns().sortino()).isCloseTo(sortino * Math.sqrt(365), DIGITS);
  }

  /** ta4j counts drawdowns up, we down. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void maximumDrawdownAndTotalReturnAgree(long seed) {
    BarSeries series = prices(seed, 200);

    Figures figures = figuresOf(series);

    Drawdown deepest = Objects.requireNonNull(figures.risk().maxDrawdown());
    assertThat(-deepest.depth()).isCloseTo(value(new MaximumDrawdownCriterion(), series, held(series)), DIGITS);
    assertThat(figures.profit().totalReturn())
        .isCloseTo(value(new GrossReturnCriterion(ReturnRepresentation.DECIMAL), series, held(series)), DIGITS);
  }

  /**
   * ta4j takes the k-th worst, k = N - floor(0.95 N), of logarithmic returns, and can give back the simple return; it does not
   * interpolate. With N = 21 that is the second worst, and so is our percentile: rank 0.05 · 20 = 1 from the worst.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void valueAtRiskAgreesWhereThePercentileIsAReturn(long seed) {
    BarSeries series = prices(seed, BARS);

    double valueAtRisk = value(new ValueAtRiskCriterion(0.95, ReturnRepresentation.DECIMAL), series, held(series));

    assertThat(figuresOf(series).returns().valueAtRisk95()).isCloseTo(valueAtRisk, DIGITS);
  }

  /**
   * ta4j's mean is that of logarithmic returns, so that only a tail of one return compares: with N = 20 both tails are the
   * worst return alone.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void expectedShortfallAgreesWhereTheTailIsOneReturn(long seed) {
    BarSeries series = prices(seed, BARS - 1);

    double shortfall = value(new ExpectedShortfallCriterion(0.95, ReturnRepresentation.DECIMAL), series, held(series));

    assertThat(figuresOf(series).returns().conditionalValueAtRisk95()).isCloseTo(shortfall, DIGITS);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void tradesAgree(long seed) {
    BarSeries series = prices(seed, 60);
    TradingRecord record = new BaseTradingRecord();
    Ledger ledger = new Ledger(Conventions.DEFAULT);
    for (int i = 0; i + 1 < series.getBarCount(); i += 2) {
      record.enter(i, series.getBar(i).getClosePrice(), series.numFactory().one());
      record.exit(i + 1, series.getBar(i + 1).getClosePrice(), series.numFactory().one());
      BigDecimal pnl = price(series, i + 1).subtract(price(series, i));
      ledger.tradeClosed(FIRST_CLOSE.plus(Duration.ofDays(i + 1)), pnl, BigDecimal.ZERO, null);
    }

    TradeFigures trades = ledger.figures(FIRST_CLOSE.plus(Duration.ofDays(100))).trades();

    assertThat((double) trades.winning()).isEqualTo(value(new NumberOfWinningPositionsCriterion(), series, record));
    assertThat((double) trades.losing()).isEqualTo(value(new NumberOfLosingPositionsCriterion(), series, record));
    assertThat((double) trades.longestWinningStreak())
        .isEqualTo(value(new NumberOfConsecutivePositionsCriterion(PositionFilter.PROFIT), series, record));
    assertThat((double) trades.longestLosingStreak())
        .isEqualTo(value(new NumberOfConsecutivePositionsCriterion(PositionFilter.LOSS), series, record));
    double won = value(new NetProfitCriterion(), series, record);
    double lost = value(new NetLossCriterion(), series, record);
    assertThat(trades.netProfit().doubleValue()).isCloseTo(value(new NetProfitLossCriterion(), series, record), DIGITS);
    assertThat(trades.profitFactor()).isCloseTo(won / -lost, DIGITS);
    BigDecimal averageWin = Objects.requireNonNull(trades.averageWin());
    BigDecimal averageLoss = Objects.requireNonNull(trades.averageLoss());
    assertThat(averageWin.doubleValue()).isCloseTo(value(new NetAverageProfitCriterion(), series, record), DIGITS);
    assertThat(averageLoss.doubleValue()).isCloseTo(value(new NetAverageLossCriterion(), series, record), DIGITS);
    assertThat(averageWin.doubleValue() / -averageLoss.doubleValue())
        .isCloseTo(value(new NetProfitLossRatioCriterion(), series, record), DIGITS);
    // (1 + average win / average loss) · win rate - 1, which without break-even trades is expectancy / average loss
    assertThat(trades.expectancyRatio()).isCloseTo(value(new ExpectancyCriterion(), series, record), DIGITS);
    // ta4j divides the squares by N, we by N - 1
    double n = trades.total();
    assertThat(trades.systemQuality())
        .isCloseTo(value(new SqnCriterion(), series, record) * Math.sqrt((n - 1) / n), DIGITS);
  }

  /** ta4j gives 0 for a Sharpe ratio without deviation, we give none. */
  @Test
  void whereTa4jHasASentinelWeHaveNull() {
    BarSeries flat = new BaseBarSeriesBuilder().withNumFactory(DoubleNumFactory.getInstance()).build();
    for (int i = 0; i < 5; i++) {
      Instant close = FIRST_CLOSE.plus(Duration.ofDays(i));
      flat.barBuilder().timePeriod(Duration.ofDays(1)).endTime(close).closePrice(7).volume(1).add();
    }

    assertThat(value(perPeriodSharpe(), flat, held(flat))).isZero();
    assertThat(figuresOf(flat).returns().sharpe()).isNull();
    assertThat(figuresOf(flat).undefined()).containsEntry("sharpe_ratio", "the returns do not vary");
  }
}
