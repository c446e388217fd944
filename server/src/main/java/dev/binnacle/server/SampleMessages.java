package dev.binnacle.server;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Currency;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import dev.binnacle.model.Money;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import dev.binnacle.model.Value;
import dev.binnacle.notify.EquityChart;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Messages;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One message of each kind with made-up figures, and the account that their charts show. */
final class SampleMessages {
  static final Instant AT = Instant.parse("2026-01-05T14:30:00Z");
  private static final BotId BOT = new BotId("btc-trend");
  private static final Symbol ETH = new Symbol("ETH/USDT");
  private static final int POINTS = 240;

  private SampleMessages() {}

  /** @param dashboard where they link to; null for no link */
  static List<Message> all(@Nullable URI dashboard) {
    List<Message> all = new ArrayList<>();
    all.add(Messages.of(firing(), dashboard));
    all.add(Messages.of(resolved(), dashboard));
    all.add(Messages.of(storm(), dashboard));
    all.add(silenceEnded());
    Stream.of(opened(), closed(), error(), risk(), config(), new Event.Started(AT, TradingMode.PAPER,
        InstancePolicy.SINGLE, "kraken", "RSI_MACD", "1.4.0", "trading-1", 4_711L),
        new Event.Stopped(AT, 0, "end of the session"))
        .map(event -> Messages.of("sample-" + event.getClass().getSimpleName() + "-" + all.size(), BOT, event))
        .flatMap(Optional::stream)
        .forEach(all::add);
    all.add(report(EventKind.DAILY_SUMMARY, "2026-01-05", daily()));
    all.add(report(EventKind.WEEKLY_REPORT, "2025-12-29 to 2026-01-04", weekly()));
    all.add(report(EventKind.PORTFOLIO_UPDATE, "", portfolio()));
    all.add(report(EventKind.PERFORMANCE_REPORT, "", performance()));
    all.add(report(EventKind.BACKTEST_RESULT, "2025", backtest()));
    all.add(
        Messages.halt("sample-halt", BOT, AT, "completed", "cancel", "maria", "exchange returns wrong balances",
            List.of("btc-trend: no new orders", "BTC/USDT order 4711 cancelled")));
    all.add(Messages.allClear("sample-all-clear", AT, figures("bots", "3", "bots_online", "3")));
    all.add(Messages.test("sample-test", AT, "maria"));
    return List.copyOf(all);
  }

  /** An account that rises, falls for a while and recovers, up to the time of the samples. */
  static List<EquityChart.Point> curve(@Nullable BotId bot, Instant from, Instant to) {
    long step = Duration.between(from, to).dividedBy(POINTS).toMillis();
    return IntStream.rangeClosed(0, POINTS).mapToObj(i -> {
      double share = (double) i / POINTS;
      double equity = 50_000 + 1_250 * share + 420 * Math.sin(share * 9) - 300 * Math.sin(share * 31) * share;
      return new EquityChart.Point(from.plusMillis(i * step), equity);
    }).toList();
  }

  private static Event opened() {
    return new Event.TradeOpened(
        AT, new TradeId("t-101"), new Symbol("BTC/USDT"), Side.BUY, new BigDecimal("45000"), new BigDecimal("0.5"), Currency.USD,
        "RSI_MACD", new BigDecimal("44000"), new BigDecimal("47000"));
  }

  private static Event closed() {
    return new Event.TradeClosed(
        AT, new TradeId("t-102"), ETH, Side.BUY, new BigDecimal("2500"), new BigDecimal("2600"), new BigDecimal("2"),
        Currency.USD, new BigDecimal("200"), new BigDecimal("4"), Money.of("5.10", "USD"), "Take Profit", Duration.ofHours(3),
        "RSI_MACD");
  }

  private static Event error() {
    return new Event.ErrorRaised(AT, "ConnectionError", "kraken: no answer within 10 s, third attempt", Severity.ERROR, null);
  }

  private static Event risk() {
    return new Event.ErrorRaised(AT, "RiskViolation", "Max drawdown exceeded", Severity.CRITICAL, null);
  }

  private static Event config() {
    ConfigChange change = new ConfigChange(
        "/risk/risk_per_trade", new Value.Decimal(new BigDecimal("0.02")), new Value.Decimal(new BigDecimal("0.01")));
    return new Event.ConfigUpdate(
        AT, 7, ConfigOutcome.ACCEPTED, 12L, null, null, "maria", true, "smaller risk over the weekend", ConfigSource.DASHBOARD,
        List.of(change), List.of());
  }

  private static Notice firing() {
    return notice("firing", Notice.Kind.FIRING, List.of(alert("daily-loss", BOT, AlertState.FIRING, Level.CRITICAL)));
  }

  private static Notice resolved() {
    return notice("resolved", Notice.Kind.RESOLVED, List.of(alert("daily-loss", BOT, AlertState.RESOLVED, Level.CRITICAL)));
  }

  /** More than are told one by one: each is named. */
  private static Notice storm() {
    List<Alert> alerts = IntStream.rangeClosed(1, 8)
        .mapToObj(i -> alert("silent-bot", new BotId("bot-" + i), AlertState.FIRING, Level.WARNING))
        .toList();
    return notice("storm", Notice.Kind.FIRING, alerts);
  }

  private static Message silenceEnded() {
    SilenceId id = new SilenceId("sample");
    Silence silence = new Silence(
        id, Map.of("bot", BOT.value(), "rule", "daily-*"), AT.minusSeconds(7_200), AT, "maria", "maintenance of the venue",
        Silence.Term.UNTIL_RESOLVED);
    EndedSilence told =
        new EndedSilence(silence, List.of(alert("daily-loss", BOT, AlertState.FIRING, Level.CRITICAL)), 1);
    return Messages.of(new Fact.SilenceEnded(AT, id, Silence.Ending.EXPIRED, null, 3, told), told);
  }

  private static Notice notice(String name, Notice.Kind kind, List<Alert> alerts) {
    Alert first = alerts.getFirst();
    return new Notice("sample-" + name, AT, kind, first.level(), first.rule().value(), alerts, List.of(), 0);
  }

  private static Alert alert(String rule, BotId bot, AlertState state, Level level) {
    boolean loss = rule.equals("daily-loss");
    Double value = loss ? Double.valueOf(state == AlertState.RESOLVED ? -180 : -512.4) : null;
    String reason = !loss
        ? "nothing was heard for 61 s"
        : state == AlertState.RESOLVED ? "the loss of the day is $180.00 again" : "the loss of the day is more than $500.00";
    List<Alert.Evidence> seen =
        loss ? List.of(new Alert.Evidence(AT.minusSeconds(2), "daily_pnl", value + " USD")) : List.of();
    return new Alert(
        new AlertId("sample-" + rule + "-" + bot), new RuleName(rule), Subject.of(bot), level, state, AT.minusSeconds(75),
        AT.minusSeconds(15), value, loss ? Double.valueOf(-500) : null, reason, seen, Map.of("rule", rule), null, null,
        List.of());
  }

  private static Message report(EventKind kind, String of, Map<String, Value> figures) {
    return Messages.report("sample-" + kind.word(), kind, BOT, AT, of, figures);
  }

  private static Map<String, Value> daily() {
    return figures(
        "total_trades", "12", "winning_trades", "8", "win_rate", "0.6667", "daily_pnl", "412.75", "best_trade", "200",
        "worst_trade",
        "-86.4", "fees", "31.2", "equity", "51120.4", "open_positions", "2");
  }

  private static Map<String, Value> weekly() {
    return figures(
        "total_trades", "57", "win_rate", "0.5965", "weekly_pnl", "1204.1", "best_trade", "410", "worst_trade", "-190.5", "fees",
        "148.9", "max_drawdown", "0.021");
  }

  private static Map<String, Value> portfolio() {
    return figures(
        "total_value", "51120.4", "cash", "26120.4", "unrealized_pnl", "320.5", "daily_pnl", "412.75", "open_positions", "2");
  }

  private static Map<String, Value> performance() {
    return figures(
        "total_return", "0.0224", "total_pnl", "1120.4", "sharpe_ratio", "1.82", "sortino_ratio", "2.41", "max_drawdown", "0.021",
        "win_rate", "0.5965", "profit_factor", "1.7", "total_trades", "57");
  }

  private static Map<String, Value> backtest() {
    return figures(
        "total_return", "0.184", "sharpe_ratio", "1.4", "max_drawdown", "0.093", "win_rate", "0.55", "total_trades", "412",
        "initial_capital", "50000", "final_capital", "59200");
  }

  private static Map<String, Value> figures(String... namesAndNumbers) {
    Map<String, Value> figures = new LinkedHashMap<>();
    figures.put("currency", new Value.Text("USD"));
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      figures.put(namesAndNumbers[i], new Value.Decimal(new BigDecimal(namesAndNumbers[i + 1])));
    }
    return figures;
  }
}
