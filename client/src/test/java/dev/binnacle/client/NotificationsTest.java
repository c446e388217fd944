package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.binnacle.client.Notifications.Topic;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.Value;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one interface to all that reaches people, as a server sees it. */
@Timeout(180)
class NotificationsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir
  Path directory;
  private final ManualTime time = new ManualTime();
  private FakeLinkServer server;
  private Monitor monitor;
  private Notifications notifications;

  @BeforeEach
  void connect() throws IOException {
    server = FakeLinkServer.start("link-token");
    monitor =
        time.in(Monitor.builder("bot", server.uri(), "link-token").spoolDirectory(directory.resolve("spool")).instance("i1"))
            .connect();
    await().atMost(LONG).until(() -> monitor.statistics().connected());
    notifications = monitor.notifications();
  }

  @AfterEach
  void close() throws IOException {
    monitor.close();
    server.close();
    assertThat(server.surprises()).isEmpty();
  }

  private <T extends Event> List<T> arrived(Class<T> type, int count) {
    await().atMost(LONG)
        .until(
            () -> {
              // What is not urgent goes out with the monitor's time.
              time.advance(Duration.ofMillis(300));
              return durable(type).size() >= count;
            });
    return durable(type);
  }

  private <T extends Event> List<T> durable(Class<T> type) {
    return server.durable("i1").stream().map(Envelope::event).filter(type::isInstance).map(type::cast).toList();
  }

  private static LinkMessage.AlertTold alert(String id, AlertState state) {
    return new LinkMessage.AlertTold(new AlertId(id), new RuleName("slow-feed"), Level.WARNING, state, "31.5 is above 30", TEN,
        31.5, 30.0);
  }

  private static Value decimal(String number) {
    return new Value.Decimal(new BigDecimal(number));
  }

  @Test
  void tradesAndErrorsArriveAsThemselvesWhetherStartedOrNot() {
    Event.TradeOpened opened = Trades.opened(1);
    Event.TradeClosed closed = closed("t-1", TEN, "250.01");

    notifications.notifyTradeOpened(opened);
    notifications.notifyTradeClosed(closed);
    notifications.notifyError("RiskViolation", "max drawdown exceeded", Severity.CRITICAL);

    Event.ErrorRaised error = arrived(Event.ErrorRaised.class, 1).get(0);
    assertThat(error.message()).isEqualTo("max drawdown exceeded");
    assertThat(error.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(durable(Event.TradeOpened.class)).containsExactly(opened);
    assertThat(durable(Event.TradeClosed.class)).containsExactly(closed);
    assertThat(notifications.statistics().notified()).isEqualTo(3);
  }

  private static Event.TradeClosed closed(String id, Instant at, String pnl) {
    return new Event.TradeClosed(
        at, new TradeId(id), new Symbol("BTC/USDT"), Side.BUY, new BigDecimal("45000"), new BigDecimal("45500"),
        new BigDecimal("0.5"),
        new Currency("USDT"), new BigDecimal(pnl), null, null, "take_profit", null, null);
  }

  @Test
  void reportsKeepNumbersExactAndLeaveOutWhatIsNone() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("total_trades", 15);
    figures.put("total_pnl", new BigDecimal("250.10"));
    figures.put("sharpe_ratio", 0.1);
    figures.put("best", Long.MAX_VALUE);
    figures.put("profitable", true);
    figures.put("note", "quiet day");
    figures.put("since", TEN);
    figures.put("profit_factor", Double.POSITIVE_INFINITY);
    figures.put("worst", null);

    notifications.sendDailySummary(LocalDate.of(2026, 1, 5), figures);
    notifications.sendPortfolioUpdate(Map.of("total_value", 1));
    notifications.sendPerformanceMetrics(Map.of("win_rate", 0.65));
    notifications.sendBacktestResult(Map.of("total_return", 0.25));

    List<Event.Report> reports = arrived(Event.Report.class, 4);
    assertThat(reports).extracting(Event.Report::kind)
        .containsExactly(
            Event.Report.Kind.DAILY_SUMMARY, Event.Report.Kind.PORTFOLIO_UPDATE, Event.Report.Kind.PERFORMANCE_REPORT,
            Event.Report.Kind.BACKTEST_RESULT);
    assertThat(reports.get(0).date()).isEqualTo(LocalDate.of(2026, 1, 5));
    assertThat(numbers(reports.get(0).figures()))
        .containsExactly(
            entry("total_trades", "15"), entry("total_pnl", "250.1"), entry("sharpe_ratio", "0.1"),
            entry("best", "9223372036854775807"), entry("profitable", "true"), entry("note", "quiet day"),
            entry("since", "2026-01-05T10:00:00Z"));
    assertThat(notifications.statistics().reports()).isEqualTo(4);
  }

  /** Without trailing zeros, which need not survive the way. */
  private static Map<String, String> numbers(Map<String, Value> figures) {
    Map<String, String> texts = new LinkedHashMap<>();
    figures.forEach((name, value) -> texts.put(name, text(value)));
    return texts;
  }

  private static String text(Value value) {
    if (value instanceof Value.Decimal decimal) {
      return decimal.number().stripTrailingZeros().toPlainString();
    }
    return value instanceof Value.Text text ? text.text() : String.valueOf(((Value.Flag) value).flag());
  }

  @Test
  void sourcesAreAskedOnRequest() {
    notifications.portfolioFrom(() -> Map.of("cash", 5));
    notifications.performanceFrom(() -> Map.of("win_rate", 0.5));
    notifications.positionsFrom(
        () -> List.of(
            new Event.PositionUpdate(
                TEN, new Symbol("ETH/USDT"), Side.BUY, new BigDecimal("2"), new BigDecimal("2400"), new Currency("USDT"),
                new BigDecimal("2500"), new BigDecimal("200"), null, null, null, null)));
    notifications.tradesFrom(() -> List.of(closed("t-1", TEN, "1"), closed("t-2", TEN.plusSeconds(1), "-2.51")));
    notifications.equityCurveFrom(NotificationsTest::curve);
    notifications.start();

    for (Topic topic : Topic.values()) {
      notifications.report(topic);
    }

    List<Event.Custom> customs = arrived(Event.Custom.class, 3);
    assertThat(arrived(Event.Report.class, 2)).extracting(Event.Report::kind)
        .containsExactly(Event.Report.Kind.PORTFOLIO_UPDATE, Event.Report.Kind.PERFORMANCE_REPORT);
    assertThat(customs).extracting(Event.Custom::name).containsExactly("positions_report", "trades_report", "equity_curve");
    assertThat(numbers(customs.get(0).fields()))
        .containsExactly(entry("positions", "1"), entry("1", "ETH/USDT buy 2 @ 2400 USDT, now 2500, unrealized 200"));
    assertThat(numbers(customs.get(1).fields()))
        .containsExactly(
            entry("trades", "2"),
            entry("1", "2026-01-05T10:00:01Z BTC/USDT buy 0.5 @ 45000 -> 45500, pnl -2.51 USDT, take_profit"),
            entry("2", "2026-01-05T10:00:00Z BTC/USDT buy 0.5 @ 45000 -> 45500, pnl 1 USDT, take_profit"));
    Map<String, Value> curve = customs.get(2).fields();
    assertThat(curve).hasSize(91).containsEntry("points", decimal("500")).containsKey(String.valueOf(TEN.getEpochSecond()));
    assertThat(numbers(curve)).containsEntry(String.valueOf(TEN.plusSeconds(499).getEpochSecond()), "499");
    assertThat(durable(Event.PositionUpdate.class)).as("the ledger is not told of a report").isEmpty();
    assertThat(durable(Event.TradeClosed.class)).isEmpty();
  }

  private static Map<Instant, BigDecimal> curve() {
    Map<Instant, BigDecimal> curve = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      curve.put(TEN.plusSeconds(i), BigDecimal.valueOf(i));
    }
    return curve;
  }

  @Test
  void aTopicIsReportedEveryPeriodWhileStarted() {
    AtomicInteger asked = new AtomicInteger();
    notifications.portfolioFrom(() -> Map.of("number", asked.incrementAndGet()));
    notifications.reportEvery(Topic.PORTFOLIO, Duration.ofHours(1));
    // The first look only begins the period, so time goes on in steps until the report is there.
    notifications.start();
    await().atMost(LONG).until(() -> {
      time.advance(Duration.ofMinutes(10));
      return asked.get() >= 1;
    });
    arrived(Event.Report.class, 1);

    notifications.stop();
    int before = asked.get();
    time.advance(Duration.ofHours(5));
    notifications.sendBacktestResult(Map.of("total_return", 1));
    await().atMost(LONG)
        .until(() -> arrived(Event.Report.class, 2).stream().anyMatch(r -> r.kind() == Event.Report.Kind.BACKTEST_RESULT));
    assertThat(asked).hasValue(before);
    assertThat(notifications.serviceStatus().started()).isFalse();
  }

  @Test
  void alertsAreHeardInOrderByEveryListenerFromTheStartOn() throws IOException {
    List<LinkMessage.AlertTold> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    notifications.onAlert(alert -> {
      throw new IllegalStateException("a listener that fails");
    });
    notifications.onAlert(first::add);
    notifications.onAlert(alert -> second.add(Thread.currentThread().getName()));
    notifications.start();

    server.alert(alert("a-1", AlertState.FIRING));
    server.alert(alert("a-1", AlertState.RESOLVED));

    await().atMost(LONG).until(() -> second.size() == 2);
    assertThat(first).containsExactly(alert("a-1", AlertState.FIRING), alert("a-1", AlertState.RESOLVED));
    assertThat(second).containsOnly("binnacle-alerts");
    Notifications.NotificationStatistics statistics = notifications.statistics();
    assertThat(statistics.alerts()).isEqualTo(2);
    assertThat(statistics.listenerFailures()).isEqualTo(2);
    assertThat(statistics.lastAlert()).isNotNull();
    assertThat(monitor.statistics().dropped().unknownMessages()).isZero();
  }

  @Test
  void aListenerOrASourceThatHangsHoldsUpNobodyElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    notifications.onAlert(alert -> awaitQuietly(never));
    notifications.portfolioFrom(() -> {
      asked.incrementAndGet();
      awaitQuietly(never);
      return Map.of();
    });
    notifications.start();

    notifications.report(Topic.PORTFOLIO);
    await().atMost(LONG).until(() -> asked.get() == 1);
    notifications.report(Topic.PORTFOLIO);
    for (int i = 0; i < Courier.MOST_WAITING + 20; i++) {
      server.alert(alert("a-" + i, AlertState.FIRING));
    }
    notifications.notifyError("Still", "here", Severity.INFO);

    arrived(Event.ErrorRaised.class, 1);
    await().atMost(LONG).until(() -> notifications.statistics().alerts() == Courier.MOST_WAITING + 20);
    // One report, and the alerts beyond those that wait and the one that is being told.
    assertThat(notifications.statistics().dropped()).isBetween(20L, 21L);
    assertThat(asked).hasValue(1);
    never.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // It hangs all the same.
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // A bot in another language for the JVM may well pass null.
  void callsThatMakeNoSenseAreSwallowedAndCounted() {
    Map<String, Object> tooMany = new LinkedHashMap<>();
    for (int i = 0; i < 101; i++) {
      tooMany.put("f" + i, i);
    }
    List<Runnable> calls = new ArrayList<>();
    calls.add(() -> notifications.notifyTradeOpened(null));
    calls.add(() -> notifications.notifyError("x", "y", null));
    calls.add(() -> notifications.sendPortfolioUpdate(null));
    calls.add(() -> notifications.sendPortfolioUpdate(Map.of("no such name", 1)));
    calls.add(() -> notifications.sendPerformanceMetrics(tooMany));
    calls.add(() -> notifications.portfolioFrom(null));
    calls.add(() -> notifications.onAlert(null));
    calls.add(() -> notifications.report(Topic.TRADES));
    calls.add(() -> notifications.reportEvery(Topic.TRADES, Duration.ofMillis(1)));
    calls.add(() -> notifications.reportEvery(null, null));

    calls.forEach(Runnable::run);

    assertThat(monitor.statistics().dropped().refusedCalls()).isEqualTo(calls.size());
    assertThat(notifications.statistics())
        .isEqualTo(new Notifications.NotificationStatistics(0, 0, 0, null, 0, 0, 0));
  }

  @Test
  void aSourceThatThrowsIsAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    notifications.performanceFrom(() -> {
      if (asked.incrementAndGet() == 1) {
        throw new IllegalStateException("not yet");
      }
      return Map.of("win_rate", 0.5);
    });
    notifications.start();
    notifications.report(Topic.PERFORMANCE);
    await().atMost(LONG).until(() -> notifications.statistics().sourceFailures() == 1);

    notifications.report(Topic.PERFORMANCE);

    assertThat(arrived(Event.Report.class, 1)).hasSize(1);
    assertThat(notifications.statistics().reports()).isEqualTo(1);
  }

  @Test
  void theStatusSaysWhetherWhatIsToldGetsAnywhere() throws IOException {
    notifications.tradesFrom(List::of);
    notifications.onAlert(alert -> {});
    notifications.start();
    assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    assertThat(notifications.serviceStatus())
        .isEqualTo(new Notifications.ServiceStatus(true, true, true, 0, Set.of(Topic.TRADES), 1));

    server.pause();
    await().atMost(LONG).until(() -> !monitor.statistics().connected());
    notifications.notifyError("x", "y", Severity.INFO);

    await().atMost(LONG).until(() -> notifications.serviceStatus().waiting() == 1);
    assertThat(notifications.serviceStatus().connected()).isFalse();
  }
}
