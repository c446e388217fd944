package dev.binnacle.engine;

import static dev.binnacle.engine.Says.alive;
import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.calls;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.log;
import static dev.binnacle.engine.Says.mark;
import static dev.binnacle.engine.Says.metric;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Says.report;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Side;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings and the series that are made of them. */
final class SamplesTest {
  private static final String BTC = "BTC/USD";

  private static Instant keptAt(Script script) {
    return script.keepEffects().getFirst().at();
  }

  private static double number(Script script, String metric) {
    return script.snapshot().metrics().get(new MetricName(metric)) instanceof MetricView view
        && view.reading() instanceof Sample.Reading.Number(double value)
            ? value
            : Double.NaN;
  }

  @Test
  void readingsAreKeptAsTheyCome() {
    Script script = check().hears(metric("memory_usage_mb", 312.5), metric("websocket_status", "connected"));

    script.keeps("memory_usage_mb=312.5", "websocket_status=connected");
    assertThat(number(script, "memory_usage_mb")).isEqualTo(312.5);
    assertThat(script.snapshot().metrics().get(new MetricName("websocket_status")))
        .isNotNull()
        .satisfies(view -> assertThat(view.reading()).isEqualTo(new Sample.Reading.State("connected")));
  }

  @Test
  void olderReadingDoesNotReplaceANewerOne() {
    Script script = check().hears(metric("x", 1)).spools(metric("x", 2).at("09:00:00")).keeps("x=2.0");

    assertThat(number(script, "x")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    // A clock that is a little off is believed.
    "09:59:58, 09:59:58",
    "10:00:59, 10:00:59",
    // One that is far off is not.
    "10:01:01, 10:00:00",
    "09:58:00, 10:00:00",
    "2026-01-04T09:00:00Z, 10:00:00",
    "2030-01-01T00:00:00Z, 10:00:00",
  })
  void readingOfAClockThatIsOffIsOfNow(String said, String kept) {
    assertThat(keptAt(check().at("10:00:00").hears(metric("x", 1).at(said)))).isEqualTo(time(kept));
  }

  @Test
  void readingThatWaitedAWhileKeepsItsTimeWhenTheClockIsRight() {
    Script script = check().at("10:00:00").hears(alive()).hears(metric("x", 1).at("09:30:00"), alive());

    assertThat(keptAt(script)).isEqualTo(time("09:30:00"));
  }

  @Test
  void readingOlderThanADayIsOfNow() {
    Script script = check().at("10:00:00").hears(alive()).hears(metric("x", 1).at("2026-01-04T09:59:59Z"), alive());

    assertThat(keptAt(script)).isEqualTo(time("10:00:00"));
  }

  @Test
  void metricsBeyondTheBoundAreLetGoAndCounted() {
    Bounds bounds = new Bounds(10, 4, 4, 2, 10, 10, 10, 2, 10, 10, 10, 10, 16, 4, 10);
    Script script =
        check(bounds).hears(metric("a", 1), metric("b", 1), metric("c", 1), metric("a", 2)).keeps("a=1.0", "b=1.0", "a=2.0");

    assertThat(script.fleet().counters().dropped()).containsEntry("metrics", 1L);
  }

  @Test
  void logLinesAreKeptUpToTheBound() {
    Script script = check();
    for (int line = 1; line <= 201; line++) {
      script.hears(log("line " + line));
    }

    assertThat(script.snapshot().logs()).hasSize(200);
    assertThat(script.snapshot().logs().getFirst().message()).isEqualTo("line 2");
    assertThat(script.snapshot().logs().getLast().message()).isEqualTo("line 201");
  }

  @Test
  void apiUsageIsTheNewestOfEachEndpoint() {
    Script script = check().hears(calls("orders", 10, 1), calls("ticker", 5, 0)).at("10:00:01").hears(calls("orders", 12, 1));

    assertThat(script.snapshot().apiUsage()).extracting(each -> each.endpoint() + " " + each.calls()).containsExactly("orders 12",
        "ticker 5");
  }

  @Test
  void apiUsageOfShardsAddsUp() {
    Script script =
        check()
            .hears(started(InstancePolicy.SHARDS).by("i1", 1), started(InstancePolicy.SHARDS).by("i2", 1))
            .hears(calls("orders", 10, 1).by("i1"), calls("orders", Long.MAX_VALUE, 2).by("i2"));

    assertThat(script.snapshot().apiUsage()).hasSize(1);
    assertThat(script.snapshot().apiUsage().getFirst().calls()).isEqualTo(Long.MAX_VALUE);
    assertThat(script.snapshot().apiUsage().getFirst().errors()).isEqualTo(3);
  }

  @Test
  void tradingMetricsFollowFromTradesWhereTheBotDoesNotSendThem() {
    Script script = check().hears(closed("t1", BTC, Side.BUY, "110", "1", "10"), closed("t2", BTC, Side.BUY, "90", "1", "-4"));

    assertThat(number(script, "trades_executed")).isEqualTo(2);
    assertThat(number(script, "total_pnl")).isEqualTo(6);
    assertThat(number(script, "daily_pnl")).isEqualTo(6);
    assertThat(script.snapshot().metrics()).doesNotContainKey(new MetricName("success_rate"));

    script.hears(metric("trades_executed", 40), metric("success_rate", 0.5));
    assertThat(number(script, "trades_executed")).isEqualTo(40);
    assertThat(number(script, "success_rate")).isEqualTo(0.5);
    assertThat(script.snapshot().figures().risk().successRate()).isNull();
  }

  @Test
  void nothingIsMadeUpForABotThatTradesNothing() {
    assertThat(check().hears(alive()).snapshot().metrics()).isEmpty();
  }

  @Test
  void dynamicRiskFactorIsTheBotsOwn() {
    Script script = check().hears(alive());
    assertThat(script.snapshot().figures().risk().dynamicRiskFactor()).isNull();

    script.at("10:00:02").hears(metric("dynamic_risk_factor", 0.75));

    assertThat(script.snapshot().figures().risk().dynamicRiskFactor()).isEqualTo(0.75);
    assertThat(script.snapshot().figures().risk().riskReason()).isNull();

    script.at("10:00:04").hears(report(0.5, "after three losses"));

    assertThat(script.snapshot().figures().risk().dynamicRiskFactor()).isEqualTo(0.5);
    assertThat(script.snapshot().figures().risk().riskReason()).isEqualTo("after three losses");
  }

  @Test
  void equityBalanceDrawdownAndProfitOfTheDayAreSeries() {
    Script script = check().at("10:00:00").hears(balance("1000"), position(BTC, Side.BUY, "2", "100", "100"));

    script
        .ticks()
        .keeps(
            "equity=1000.0", "balance=1000.0", "drawdown=0.0", "daily_pnl=0.0",
            "fleet.equity=1000.0", "fleet.balance=1000.0", "fleet.drawdown=0.0", "fleet.daily_pnl=0.0");
    script.ticks("10:00:01").keeps();
    script.at("10:00:02").hears(mark(BTC, "90"));
    // 2 x (90 - 100) = -20: 980 / 1000 - 1 = -2 %, the mark of equity itself comes later.
    script.ticks();
    assertThat(script.kept()).hasSize(6).contains("equity=980.0", "daily_pnl=-20.0", "fleet.equity=980.0",
        "fleet.daily_pnl=-20.0");
    assertThat(script.keepEffects().getFirst().samples().get(1).reading())
        .isInstanceOfSatisfying(Sample.Reading.Number.class,
            drawdown -> assertThat(drawdown.value()).isEqualTo(-0.02, within(1e-12)));
  }

  @Test
  void seriesThatStandStillAreKeptEveryTenSeconds() {
    Script script = check().at("10:00:00").hears(balance("1000")).ticks();

    script.ticks("10:00:09").keeps();
    assertThat(script.ticks("10:00:10").kept()).hasSize(8);
  }

  @Test
  void seriesAreKeptAtMostOnceASecond() {
    Script script = check().at("10:00:00").hears(balance("1000")).ticks().hears(balance("1001"));

    script.ticks("10:00:00.500").keeps();
    assertThat(script.ticks("10:00:01").kept()).contains("equity=1001.0");
  }

  @Test
  void botThatIsOfflineHasNoSeries() {
    check().at("10:00:00").hears(balance("1000")).ticks("10:01:00").ticks("10:01:10").keeps();
  }

  @Test
  void botsOwnMetricIsNeverMixedIntoASeriesThatTheEngineMakes() {
    Script script = check().at("10:00:00").hears(metric("equity", 5)).keeps("equity=5.0");

    script.hears(balance("1000")).ticks().at("10:00:01").hears(metric("equity", 6)).keeps();

    assertThat(number(script, "equity")).isEqualTo(6);
  }

  @Test
  void equityThatIsUnknownHasNoSeriesWhileTheBalanceHas() {
    check().hears(balance("1000"), position(BTC, Side.BUY, "2", "100", null)).ticks().keeps("balance=1000.0");
  }
}
