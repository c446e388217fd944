package dev.binnacle.web.view;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot.FleetTotals;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.FleetShapes.FleetAt;
import dev.binnacle.web.view.HistoryView.Row;
import dev.binnacle.web.view.PlainShapes.Balance;
import dev.binnacle.web.view.PlainShapes.Metrics;
import dev.binnacle.web.view.PlainShapes.Reading;
import dev.binnacle.web.view.PlainShapes.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plain view of the fleet, made for dashboards that know one bot: for several, counts and amounts of resources are added, of every other number the
 * largest is taken, and words that differ become {@code mixed}. A fleet of one looks as its bot does.
 */
public final class PlainView {
  /** Metrics of which several bots have the sum. */
  private static final Set<String> ADDED =
      Set.of(
          "trades_executed",
          "nonce_failures",
          "websocket_reconnects",
          "api_errors",
          "memory_usage_mb",
          "cpu_usage_percent",
          "log_file_size_mb");

  private static final String MIXED = "mixed";

  private PlainView() {}

  public static Status status(BotAt at) {
    BotSnapshot bot = at.bot();
    return new Status(
        Fields.wordOf(bot.status()),
        bot.reason(),
        bot.lastHeard(),
        bot.errorCount(),
        at.uptimeSeconds(),
        bot.components().stream().map(component -> new Row<>(bot.id(), component)).toList(),
        isHalted(bot));
  }

  /** @param startedAt when the server was started */
  public static Status status(FleetAt at, Instant startedAt) {
    FleetSnapshot fleet = at.fleet();
    return new Status(
        Fields.wordOf(fleet.totals().status()),
        message(fleet),
        fleet.bots().stream().map(BotSnapshot::lastHeard).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null),
        fleet.totals().errorCount(),
        Math.max(0, Duration.between(startedAt, at.now()).toSeconds()),
        FleetShapes.rows(fleet, BotSnapshot::components),
        fleet.bots().stream().anyMatch(PlainView::isHalted));
  }

  /** How many are online, and the worst one's reason. */
  private static String message(FleetSnapshot fleet) {
    if (fleet.bots().isEmpty()) {
      return "no bot has been heard from yet";
    }
    long online = fleet.bots().stream().filter(bot -> bot.status() == BotStatus.ONLINE).count();
    String count = "%d of %d bots online".formatted(online, fleet.bots().size());
    return fleet.bots().stream()
        .filter(bot -> bot.status() != BotStatus.ONLINE)
        .max(Comparator.comparing(BotSnapshot::status))
        .map(worst -> count + "; " + worst.id() + ": " + worst.reason())
        .orElse(count);
  }

  private static boolean isHalted(BotSnapshot bot) {
    return bot.status() == BotStatus.HALTED || bot.runState() == RunState.HALTED;
  }

  private static Reading reading(Sample.Reading reading) {
    return switch (reading) {
      case Sample.Reading.Number number -> new Reading.Measured(number.value());
      case Sample.Reading.State state -> new Reading.Word(state.word());
    };
  }

  public static Balance balance(BotAt at) {
    BotSnapshot.BalanceView balance = at.bot().balance();
    return balance == null
        ? new Balance(null, null, null, at.now())
        : new Balance(
            balance.total().amount(),
            TradingShapes.amount(balance.available()),
            balance.total().currency().code(),
            balance.at());
  }

  public static Balance balance(FleetAt at) {
    FleetTotals totals = at.fleet().totals();
    Money balance = totals.balance();
    return new Balance(
        TradingShapes.amount(balance), TradingShapes.amount(totals.available()),
        balance == null ? null : balance.currency().code(), at.fleet().at());
  }

  public static Metrics metrics(BotAt at) {
    Map<String, Reading> metrics = new LinkedHashMap<>();
    at.bot().metrics().forEach((name, metric) -> metrics.put(name.value(), reading(metric.reading())));
    addFigures(metrics, at.bot().figures(), at.bot().equity(), at.bot().unrealized(), at.bot().positions().size());
    return new Metrics(at.now(), metrics);
  }

  public static Metrics metrics(FleetAt at) {
    FleetSnapshot fleet = at.fleet();
    Map<String, Reading> metrics = new LinkedHashMap<>();
    Set<MetricName> names =
        fleet.bots().stream().flatMap(bot -> bot.metrics().keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
    for (MetricName name : names) {
      List<Sample.Reading> readings =
          fleet.bots().stream().map(bot -> bot.metrics().get(name)).filter(Objects::nonNull).map(MetricView::reading).toList();
      metrics.put(name.value(), together(name.value(), readings));
    }
    FleetTotals totals = fleet.totals();
    addFigures(metrics, totals.figures(), totals.equity(), totals.unrealized(), totals.openPositions());
    return new Metrics(at.now(), metrics);
  }

  private static Reading together(String name, List<Sample.Reading> readings) {
    Set<String> words = new TreeSet<>();
    DoubleSummaryStatistics numbers = new DoubleSummaryStatistics();
    for (Sample.Reading reading : readings) {
      switch (reading) {
        case Sample.Reading.State state -> words.add(state.word());
        case Sample.Reading.Number number -> numbers.accept(number.value());
      }
    }
    if (!words.isEmpty()) {
      return new Reading.Word(words.size() == 1 ? words.iterator().next() : MIXED);
    }
    return new Reading.Measured(ADDED.contains(name) ? numbers.getSum() : numbers.getMax());
  }

  /** What is reckoned here goes before what a bot says of itself under the same name; where it is undefined, the bot's word holds. */
  private static void addFigures(
      Map<String, Reading> metrics, @Nullable Figures figures, @Nullable Money equity, @Nullable Money unrealized,
      int openPositions) {
    metrics.put("active_positions", new Reading.Measured(openPositions));
    put(metrics, "equity", exact(TradingShapes.amount(equity)));
    put(metrics, "unrealized_pnl", exact(TradingShapes.amount(unrealized)));
    put(metrics, "total_pnl", exact(of(figures, known -> known.profit().totalPnl())));
    put(metrics, "daily_pnl", exact(of(figures, known -> known.profit().dailyPnl())));
    put(metrics, "total_return", measured(of(figures, known -> known.profit().totalReturn())));
    put(metrics, "trades_executed",
        measured(of(figures, known -> known.trades().total() == 0 ? null : (double) known.trades().total())));
    put(metrics, "win_rate", measured(of(figures, known -> known.trades().winRate())));
    put(metrics, "profit_factor", measured(of(figures, known -> known.trades().profitFactor())));
    put(metrics, "success_rate", measured(of(figures, known -> known.risk().successRate())));
    put(metrics, "sharpe_ratio", measured(of(figures, known -> known.returns().sharpe())));
    put(metrics, "current_drawdown", measured(of(figures, known -> known.risk().currentDrawdown())));
    put(metrics, "max_drawdown",
        measured(of(figures, known -> known.risk().maxDrawdown() == null ? null : known.risk().maxDrawdown().depth())));
    put(metrics, "exposure", measured(of(figures, known -> known.risk().exposure())));
    put(metrics, "net_exposure", measured(of(figures, known -> known.risk().netExposure())));
    put(metrics, "symbol_exposure", measured(of(figures, known -> known.risk().symbolExposure())));
    put(metrics, "risk_per_trade", measured(of(figures, known -> known.risk().riskPerTrade())));
    put(metrics, "dynamic_risk_factor", measured(of(figures, known -> known.risk().dynamicRiskFactor())));
    String reason = of(figures, known -> known.risk().riskReason());
    put(metrics, "risk_reason", reason == null ? new Reading.Unknown() : new Reading.Word(reason));
  }

  private static void put(Map<String, Reading> metrics, String name, Reading reading) {
    if (reading instanceof Reading.Unknown) {
      metrics.putIfAbsent(name, reading);
    } else {
      metrics.put(name, reading);
    }
  }

  private static <V> @Nullable V of(@Nullable Figures figures, Function<Figures, @Nullable V> get) {
    return figures == null ? null : get.apply(figures);
  }

  private static Reading exact(@Nullable BigDecimal number) {
    return number == null ? new Reading.Unknown() : new Reading.Exact(number);
  }

  private static Reading measured(@Nullable Double number) {
    return number == null ? new Reading.Unknown() : new Reading.Measured(number);
  }
}
