package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.moment.Mean;
import org.hipparchus.stat.descriptive.moment.StandardDeviation;
import org.jspecify.annotations.Nullable;

/**
 * The figures from everything that happened, by their definitions and with nothing remembered. What concerns the equity is in
 * {@link BatchCurve}.
 */
final class BatchFigures {
  private static final MathContext EXACT = new MathContext(60);

  private final Conventions conventions;
  private final Instant now;
  private final List<Happening> told;
  private final List<Happening.Equity> marks;
  private final List<Happening.Closed> trades;
  private final Map<String, @Nullable Object> names = new LinkedHashMap<>();

  private BatchFigures(Conventions conventions, List<Happening> told, Instant now) {
    this.conventions = conventions;
    this.now = now;
    this.told = told;
    this.marks = only(Happening.Equity.class).sorted(Comparator.comparing(Happening::at)).toList();
    this.trades = only(Happening.Closed.class).sorted(Comparator.comparing(Happening::at)).toList();
  }

  /** The figures by name; those that are undefined are null. */
  static Map<String, @Nullable Object> of(Conventions conventions, List<Happening> told, Instant now) {
    BatchFigures batch = new BatchFigures(conventions, told, now);
    batch.trades();
    batch.profit();
    batch.curve();
    batch.others();
    return batch.names;
  }

  private <T extends Happening> Stream<T> only(Class<T> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast);
  }

  // Trades

  private void trades() {
    List<BigDecimal> nets = trades.stream().map(BatchFigures::net).toList();
    List<BigDecimal> wins = nets.stream().filter(net -> net.signum() > 0).toList();
    List<BigDecimal> losses = nets.stream().filter(net -> net.signum() < 0).toList();
    BigDecimal won = sum(wins);
    BigDecimal lost = sum(losses);
    names.put("total_trades", (long) nets.size());
    names.put("winning_trades", (long) wins.size());
    names.put("losing_trades", (long) losses.size());
    names.put("break_even_trades", nets.stream().filter(net -> net.signum() == 0).count());
    names.put("trades_without_fees", trades.stream().filter(trade -> trade.fees() == null).count());
    names.put("gross_profit", won);
    names.put("gross_loss", lost);
    names.put("net_profit", sum(nets));
    names.put("fees", sum(trades.stream().flatMap(trade -> Stream.ofNullable(trade.fees())).toList()));
    names.put("win_rate", nets.isEmpty() ? null : (double) wins.size() / nets.size());
    names.put("average_win", mean(wins));
    names.put("average_loss", mean(losses));
    names.put("expectancy", mean(nets));
    names.put("profit_factor", losses.isEmpty() ? null : won.divide(lost.negate(), EXACT).doubleValue());
    double winRate = nets.isEmpty() ? 0 : (double) wins.size() / nets.size();
    double lossRate = nets.isEmpty() ? 0 : (double) losses.size() / nets.size();
    double averageWin = wins.isEmpty() ? 0 : sum(wins).doubleValue() / wins.size();
    names.put(
        "expectancy_ratio",
        losses.isEmpty() ? null : winRate * averageWin / -(lost.doubleValue() / losses.size()) - lossRate);
    double[] results = nets.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    boolean varied = nets.stream().anyMatch(net -> net.compareTo(nets.get(0)) != 0);
    names.put(
        "sqn",
        varied
            ? Math.sqrt(results.length) * new Mean().evaluate(results) / new StandardDeviation().evaluate(results)
            : null);
    names.put("longest_winning_streak", longest(1));
    names.put("longest_losing_streak", longest(-1));
    names.put("current_streak", currentStreak());
    List<Duration> held = trades.stream().flatMap(trade -> Stream.ofNullable(trade.held())).toList();
    names.put(
        "average_duration_seconds",
        held.isEmpty() ? null : held.stream().mapToLong(Duration::toMillis).sum() / 1000.0 / held.size());
  }

  private long longest(int sign) {
    StringBuilder run = new StringBuilder();
    trades.forEach(trade -> run.append(net(trade).signum() == sign ? 'x' : ' '));
    return Stream.of(run.toString().split(" ")).mapToLong(String::length).max().orElse(0);
  }

  private long currentStreak() {
    List<Integer> signs = trades.stream().map(trade -> net(trade).signum()).toList();
    int at = signs.size() - 1;
    while (at > 0 && signs.get(at - 1).equals(signs.get(at))) {
      at--;
    }
    return signs.subList(Math.max(0, at), signs.size()).stream().mapToLong(Integer::longValue).sum();
  }

  private static BigDecimal net(Happening.Closed trade) {
    BigDecimal fees = trade.fees();
    return fees == null ? trade.pnl() : trade.pnl().subtract(fees);
  }

  // Profit

  private void profit() {
    BigDecimal ofTrades = sum(trades.stream().map(BatchFigures::net).toList());
    if (marks.isEmpty()) {
      names.put("total_pnl", trades.isEmpty() ? null : ofTrades);
      names.put("daily_pnl", trades.isEmpty() ? null : netOf(day(now)));
      Stream.of("equity", "net_deposits", "total_return", "daily_return").forEach(name -> names.put(name, null));
      return;
    }
    Happening.Equity first = marks.get(0);
    Happening.Equity last = marks.get(marks.size() - 1);
    LocalDate today = day(now).isAfter(day(last.at())) ? day(now) : day(last.at());
    BigDecimal deposits = sum(marks.stream().skip(1).map(Happening.Equity::deposit).toList());
    boolean compares = marks.size() > 1 && !first.equals(last);
    boolean marked = day(last.at()).equals(today);
    boolean tradedToday = trades.stream().anyMatch(trade -> day(trade.at()).equals(today));
    int opening = openingOf(today);
    BigDecimal paidToday = sum(marks.subList(opening + 1, marks.size()).stream().map(Happening.Equity::deposit).toList());
    names.put("equity", last.value());
    names.put("net_deposits", deposits);
    BigDecimal changed = last.value().subtract(first.value()).subtract(deposits);
    names.put("total_pnl", compares ? changed : trades.isEmpty() ? null : ofTrades);
    names.put(
        "daily_pnl",
        marked && (compares || !tradedToday)
            ? last.value().subtract(marks.get(opening).value()).subtract(paidToday)
            : netOf(today));
    names.put("total_return", BatchCurve.minusOne(BatchCurve.growth(marks, 0, marks.size() - 1)));
    names.put("daily_return", marked ? BatchCurve.minusOne(BatchCurve.growth(marks, opening, marks.size() - 1)) : null);
  }

  /** The last mark before the day, or the first one. */
  private int openingOf(LocalDate today) {
    int opening = 0;
    for (int i = 0; i < marks.size(); i++) {
      if (day(marks.get(i).at()).isBefore(today)) {
        opening = i;
      }
    }
    return opening;
  }

  private BigDecimal netOf(LocalDate day) {
    return sum(trades.stream().filter(trade -> day(trade.at()).equals(day)).map(BatchFigures::net).toList());
  }

  // The curve

  private void curve() {
    BatchCurve curve = new BatchCurve(conventions, marks, now);
    curve.nameDrawdowns(names);
    curve.nameReturns(names);
  }

  // The rest

  private void others() {
    List<Double> ratios = new ArrayList<>();
    List<Happening.Equity> known = new ArrayList<>();
    for (Happening each : told) {
      switch (each) {
        case Happening.Equity mark -> known.add(mark);
        case Happening.Opened opened -> riskOf(opened, known).ifPresent(ratios::add);
        case Happening.Closed closed -> {}
        case Happening.Held held -> {}
        case Happening.Operations operations -> {}
      }
    }
    names.put("risk_per_trade", ratios.isEmpty() ? null : ratios.stream().mapToDouble(r -> r).average().orElseThrow());
    exposures();
    names.put("restated", restated());
    names.put("too_late", 0L);
    long attempted = inWindow().mapToLong(Happening.Operations::attempted).sum();
    long succeeded = inWindow().mapToLong(Happening.Operations::succeeded).sum();
    names.put("success_rate", attempted < 20 ? null : (double) succeeded / attempted);
  }

  private void exposures() {
    Optional<PositionValue> held =
        only(Happening.Held.class).reduce((a, b) -> b.at().isBefore(a.at()) ? a : b).map(Happening.Held::value);
    names.put("exposure", overEquity(held.map(PositionValue::gross)));
    names.put("net_exposure", overEquity(held.map(PositionValue::net)));
    names.put("symbol_exposure", overEquity(held.map(PositionValue::largest)));
  }

  private @Nullable Double overEquity(Optional<BigDecimal> value) {
    BigDecimal equity = marks.isEmpty() ? BigDecimal.ZERO : marks.get(marks.size() - 1).value();
    return equity.signum() > 0 && value.isPresent() ? value.get().divide(equity, EXACT).doubleValue() : null;
  }

  /** News of a period before that of the newest mark so far, or of a day before that of the newest mark or trade. */
  private long restated() {
    long restated = 0;
    long newestPeriod = Long.MIN_VALUE;
    long newestDay = Long.MIN_VALUE;
    for (Happening each : told) {
      boolean mark = each instanceof Happening.Equity;
      if (mark || each instanceof Happening.Closed) {
        long period = BatchCurve.period(conventions, each.at());
        long day = day(each.at()).toEpochDay();
        restated += (mark ? period < newestPeriod : day < newestDay) ? 1 : 0;
        newestDay = Math.max(day, newestDay);
        newestPeriod = mark ? Math.max(period, newestPeriod) : newestPeriod;
      }
    }
    return restated;
  }

  private static Optional<Double> riskOf(Happening.Opened opened, List<Happening.Equity> known) {
    BigDecimal risk = opened.risk();
    return risk == null
        ? Optional.empty()
        : known.stream()
            .filter(mark -> !mark.at().isAfter(opened.at()))
            .reduce((a, b) -> b.at().isBefore(a.at()) ? a : b)
            .filter(mark -> mark.value().signum() > 0)
            .map(mark -> risk.divide(mark.value(), EXACT).doubleValue());
  }

  /** The operations of the ten minutes that now lies in and the 143 steps before. */
  private Stream<Happening.Operations> inWindow() {
    long step = now.getEpochSecond() / 600;
    return only(Happening.Operations.class)
        .filter(each -> each.at().getEpochSecond() / 600 <= step && each.at().getEpochSecond() / 600 > step - 144);
  }

  private LocalDate day(Instant at) {
    return BatchCurve.day(conventions, at);
  }

  private static BigDecimal sum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static @Nullable BigDecimal mean(List<BigDecimal> values) {
    return values.isEmpty() ? null : sum(values).divide(BigDecimal.valueOf(values.size()), EXACT);
  }
}
