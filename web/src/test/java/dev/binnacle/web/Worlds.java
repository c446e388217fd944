package dev.binnacle.web;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.BalanceView;
import dev.binnacle.engine.fleet.BotSnapshot.ComponentView;
import dev.binnacle.engine.fleet.BotSnapshot.GapView;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.engine.fleet.BotSnapshot.OrderView;
import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot.Counters;
import dev.binnacle.engine.fleet.FleetSnapshot.FleetTotals;
import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Ledger;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import dev.binnacle.model.Value;
import dev.binnacle.web.api.HealthCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fleets to look at: one bot of which everything is known, one of which nothing is. */
public final class Worlds {
  public static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  public static final BotId TREND = new BotId("btc-trend");
  public static final BotId SILENT = new BotId("silent");

  private static final Currency USD = Currency.USD;
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final InstanceId RUN = new InstanceId("i1");

  private Worlds() {}

  /** The fleet with both bots. */
  public static FleetSnapshot fleet() {
    return fleetOf(1, List.of(known(), silent()));
  }

  public static FleetSnapshot empty() {
    return fleetOf(0, List.of());
  }

  /** @param index rises with every change */
  public static FleetSnapshot fleetOf(long index, List<BotSnapshot> bots) {
    return new FleetSnapshot(index, NOW, bots, totals(bots), new Counters(120, 3, 2, 1, 4_000, 1, 0, Map.of()));
  }

  private static FleetTotals totals(List<BotSnapshot> bots) {
    Map<BotStatus, Integer> statuses = new LinkedHashMap<>();
    bots.forEach(bot -> statuses.merge(bot.status(), 1, Integer::sum));
    BotStatus worst = bots.stream().map(BotSnapshot::status).max(BotStatus::compareTo).orElse(BotStatus.OFFLINE);
    boolean any = !bots.isEmpty();
    return new FleetTotals(
        worst,
        statuses,
        any ? usd("12500") : null,
        any ? usd("9000") : null,
        any ? usd("12552.07") : null,
        any ? usd("52.07") : null,
        any ? figures() : null,
        bots.stream().mapToInt(bot -> bot.positions().size()).sum(),
        1,
        any ? Map.of() : Map.of("equity", "no bot has reported a balance"));
  }

  /** 10,000 USD, of which a winning trade made 10,500 and a losing one 10,290: profit factor 500 / 210, win rate 1/2. */
  public static Figures figures() {
    Ledger ledger = new Ledger(Conventions.DEFAULT);
    ledger.equity(NOW.minus(Duration.ofDays(4)), new BigDecimal("10000"), BigDecimal.ZERO);
    ledger.tradeClosed(NOW.minus(Duration.ofDays(3)), new BigDecimal("500"), BigDecimal.ZERO, Duration.ofHours(1));
    ledger.equity(NOW.minus(Duration.ofDays(3)), new BigDecimal("10500"), BigDecimal.ZERO);
    ledger.tradeClosed(NOW.minus(Duration.ofDays(2)), new BigDecimal("-210"), BigDecimal.ZERO, Duration.ofHours(3));
    ledger.equity(NOW.minus(Duration.ofDays(2)), new BigDecimal("10290"), BigDecimal.ZERO);
    ledger.equity(NOW.minus(Duration.ofMinutes(1)), new BigDecimal("10290"), BigDecimal.ZERO);
    return ledger.figures(NOW);
  }

  /** A bot of which everything is known. */
  public static BotSnapshot known() {
    return new BotSnapshot(
        TREND,
        BotStatus.ONLINE,
        "heard 0.4 s ago",
        RunState.RUNNING,
        TradingMode.PAPER,
        InstancePolicy.SINGLE,
        "paper",
        "trend",
        "1.0",
        USD,
        List.of(new InstanceView(RUN, true, true, false, 9, NOW.minusSeconds(812), NOW.minusMillis(400))),
        NOW.minusSeconds(9_000),
        NOW.minusSeconds(812),
        NOW.minusMillis(400),
        Duration.ofMillis(3),
        1,
        List.of(
            new ComponentView(
                new ComponentName("order_gateway"), Health.DEGRADED, true, Duration.ofMillis(5_800), "venue answered 429",
                NOW.minusSeconds(90), NOW)),
        new BalanceView(usd("12500"), usd("9000"), NOW.minusSeconds(5)),
        usd("12552.07"),
        usd("52.07"),
        figures(),
        List.of(position()),
        List.of(new OrderView(new OrderId("o-1"), order())),
        List.of(openTrade(), closedTrade()),
        List.of(error()),
        List.of(new Event.ApiUsage(NOW, "paper", "orders", 120, 1, 0, 880L, 1_000L)),
        List.of(new Event.LogLine(NOW, Severity.WARNING, "bot.orders", "slow <answer> & \"quotes\"")),
        metrics(),
        List.of(new GapView(RUN, 5, 6, NOW)),
        1,
        Map.of(),
        config());
  }

  public static Event.ConfigUpdate configUpdate() {
    return new Event.ConfigUpdate(
        NOW.minusSeconds(30), 12, ConfigOutcome.ACCEPTED, 8L, "sha256:9f2c", "sha256:11aa", "anna", true, "calmer",
        ConfigSource.DASHBOARD,
        List.of(
            new ConfigChange("/risk/stop", new Value.Decimal(new BigDecimal("8")), new Value.Decimal(new BigDecimal("10"))),
            new ConfigChange("/note", null, new Value.Text("<b>calm</b>"))),
        List.of());
  }

  private static BotSnapshot.ConfigView config() {
    return new BotSnapshot.ConfigView(
        8L, "sha256:9f2c", NOW.minusSeconds(30), ConfigOutcome.ACCEPTED, "anna", true, "calmer", ConfigSource.DASHBOARD, 7, 2, 1,
        List.of(new BotSnapshot.ConfigSeenView(RUN, 7L, "sha256:11aa", true, NOW.minusSeconds(90), null)));
  }

  private static Map<MetricName, MetricView> metrics() {
    Map<MetricName, MetricView> metrics = new LinkedHashMap<>();
    metrics.put(new MetricName("memory_usage_mb"), new MetricView(new Sample.Reading.Number(312.5), NOW));
    metrics.put(new MetricName("websocket_status"), new MetricView(new Sample.Reading.State("connected"), NOW));
    metrics.put(new MetricName("total_pnl"), new MetricView(new Sample.Reading.Number(-1), NOW));
    return metrics;
  }

  /** A bot that the settings name and that has never been heard. */
  public static BotSnapshot silent() {
    return new BotSnapshot(
        SILENT,
        BotStatus.OFFLINE,
        "never heard",
        RunState.RUNNING,
        TradingMode.LIVE,
        InstancePolicy.SINGLE,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        0,
        List.of(),
        null,
        null,
        null,
        new Ledger(Conventions.DEFAULT).figures(NOW),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        0,
        Map.of(),
        null);
  }

  /** A look at a server whose disk is nearly full. */
  public static HealthCheck.Outcome checked() {
    HealthCheck.Component gateway =
        new HealthCheck.Component(
            new ComponentName("order_gateway"), Health.DEGRADED, true, Duration.ofMillis(5_800), "slow", Duration.ofSeconds(40));
    return new HealthCheck.Outcome.Seen(
        new HealthCheck.Report(
            NOW, Health.DEGRADED,
            List.of(
                new HealthCheck.Part("journal", Health.HEALTHY, Duration.ofNanos(41_600), "is written"),
                new HealthCheck.Part("disk", Health.DEGRADED, Duration.ofMillis(12), "9.0 % of it are free")),
            List.of(
                new HealthCheck.Bot(TREND, BotStatus.ONLINE, "heard of", Duration.ofMillis(1_500), List.of(gateway)),
                new HealthCheck.Bot(SILENT, BotStatus.OFFLINE, "never heard of", null, List.of()))));
  }

  /** The known bot under another name. */
  public static BotSnapshot named(String name) {
    return renamed(known(), new BotId(name));
  }

  private static BotSnapshot renamed(BotSnapshot bot, BotId id) {
    return new BotSnapshot(
        id,
        bot.status(),
        bot.reason(),
        bot.runState(),
        bot.mode(),
        bot.policy(),
        bot.venue(),
        bot.strategy(),
        bot.version(),
        bot.currency(),
        bot.instances(),
        bot.firstHeard(),
        bot.startedAt(),
        bot.lastHeard(),
        bot.clockSkew(),
        bot.errorCount(),
        bot.components(),
        bot.balance(),
        bot.equity(),
        bot.unrealized(),
        bot.figures(),
        bot.positions(),
        bot.orders(),
        bot.trades(),
        bot.errors(),
        bot.apiUsage(),
        bot.logs(),
        bot.metrics(),
        bot.gaps(),
        bot.sideMismatches(),
        bot.whyNull(),
        bot.config());
  }

  public static PositionView position() {
    return new PositionView(
        BTC,
        Side.BUY,
        new BigDecimal("1.84"),
        new BigDecimal("984.2"),
        USD,
        new BigDecimal("1012.5"),
        usd("52.07"),
        new BigDecimal("2.88"),
        null,
        null,
        null,
        NOW.minusSeconds(600),
        NOW.minusSeconds(1));
  }

  public static Event.PositionUpdate positionUpdate() {
    return new Event.PositionUpdate(
        NOW, BTC, Side.BUY, new BigDecimal("1.84"), new BigDecimal("984.2"), USD, new BigDecimal("1012.5"), null, null, null,
        null, "trend");
  }

  public static Event.OrderUpdate order() {
    return new Event.OrderUpdate(
        NOW,
        new OrderId("o-1"),
        BTC,
        Side.BUY,
        OrderKind.LIMIT,
        OrderStatus.OPEN,
        BigDecimal.ONE,
        BigDecimal.ZERO,
        new BigDecimal("980"),
        null,
        USD,
        null,
        null);
  }

  public static TradeView openTrade() {
    return new TradeView(
        new TradeId("t-8"),
        BTC,
        Side.BUY,
        new BigDecimal("984.2"),
        null,
        new BigDecimal("1.84"),
        USD,
        null,
        null,
        null,
        null,
        null,
        "trend",
        NOW.minusSeconds(600),
        null,
        null,
        false);
  }

  public static TradeView closedTrade() {
    return new TradeView(
        new TradeId("t-7"),
        BTC,
        Side.BUY,
        new BigDecimal("45000"),
        new BigDecimal("46000"),
        new BigDecimal("0.5"),
        USD,
        usd("500"),
        new BigDecimal("2.22"),
        usd("1.2"),
        usd("498.8"),
        "take_profit",
        "trend",
        NOW.minusSeconds(4_600),
        NOW.minusSeconds(1_000),
        Duration.ofHours(1),
        false);
  }

  public static Event.TradeClosed tradeClosed() {
    return Event.TradeClosed.of(
        NOW, new TradeId("t-9"), BTC, Side.BUY, new BigDecimal("46000"), new BigDecimal("0.5"), USD, new BigDecimal("500"))
        .withFees(usd("1.2"))
        .withDuration(Duration.ofHours(1));
  }

  public static Event.ErrorRaised error() {
    return new Event.ErrorRaised(NOW, "RiskViolation", "too much at once", Severity.CRITICAL, new ComponentName("risk"));
  }

  public static Money usd(String amount) {
    return Money.of(amount, "USD");
  }
}
