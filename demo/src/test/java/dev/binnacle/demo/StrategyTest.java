package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each strategy over the recorded trades, as the bots will meet them, without processes or a clock. */
final class StrategyTest {
  private static final TrendSettings TREND = new TrendSettings(new BigDecimal("1.5"), 9, 30, 0.0004, 3, true, 12);

  static Stream<Strategy> strategies() {
    return Stream.of(
        new TrendStrategy(Playbook.of(TREND)),
        new MeanReversionStrategy(Playbook.of(new MeanReversionSettings(BigDecimal.ONE, 20, 7, 1.5, 4, 30))),
        new GridStrategy(Playbook.of(new GridSettings(new BigDecimal("0.4"), 6, 2, 12, 0.6, 600))));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void tradesOverADayWithoutRuiningItsAccount(Strategy strategy) throws Exception {
    Backtest day = Backtest.play(strategy, Duration.ofHours(24));

    assertThat(day.fills().size()).isBetween(20, 5_000);
    // Ten minutes of the tape are ten seconds of the demo.
    assertThat(day.fills().getFirst())
        .isBefore(ExchangeMain.tape().start().plus(ExchangeMain.WARM_UP).plus(Duration.ofMinutes(10)));
    assertThat(day.balance().doubleValue()).isBetween(5_000.0, 20_000.0);
  }

  @Test
  void resultOfABacktestAddsUp() throws Exception {
    Map<String, Object> figures =
        Backtest.play(new TrendStrategy(Playbook.of(TREND)), Duration.ofHours(6)).figures();

    BigDecimal initial = figure(figures, "initial_capital");
    BigDecimal earned = figure(figures, "final_capital").subtract(initial);
    assertThat(initial).isEqualByComparingTo("10000");
    assertThat(figure(figures, "total_return").multiply(initial).subtract(earned).abs()).isLessThan(BigDecimal.ONE);
    assertThat(figure(figures, "max_drawdown")).isBetween(new BigDecimal("0.0001"), new BigDecimal("0.5"));
    assertThat(figure(figures, "win_rate")).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
    assertThat(figure(figures, "total_trades")).isPositive();
  }

  private static BigDecimal figure(Map<String, Object> figures, String name) {
    return new BigDecimal(String.valueOf(figures.get(name)));
  }
}
