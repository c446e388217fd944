package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.Severity;
import dev.binnacle.protocol.LinkMessage;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One interface to all that reaches people: a bot says here what happened and sends its reports; the server passes them on to the
 * channels that its settings name (Telegram, Discord, e-mail, the dashboard and others). The bot needs no token of any of them.
 *
 * <pre>{@code
 * Notifications notifications = monitor.notifications();
 * notifications.portfolioFrom(() -> Map.of("total_value", account.value(), "cash", account.cash()));
 * notifications.reportEvery(Topic.PORTFOLIO, Duration.ofHours(1));
 * notifications.onAlert(alert -> log.warn("{} is {}: {}", alert.rule(), alert.state(), alert.reason()));
 * notifications.start();
 * notifications.notifyError("RiskViolation", "max drawdown exceeded", Severity.CRITICAL);
 * }</pre>
 *
 * <p>What is notified and sent is durable, as everything of that kind that a {@link Monitor} takes. Alerts are passed on while there is a
 * link: what happened without one is not told later.
 *
 * <p>Nothing throws: a call that makes no sense is counted in {@link Statistics.Dropped#refusedCalls} and logged now and then.
 *
 * <p><b>Threads:</b> thread-safe; no method waits. Sources are asked on the thread {@code binnacle-reports}, listeners are called on
 * {@code binnacle-alerts}, each of which exists once there is something for it.
 */
public final class Notifications {
  private static final int MOST_LISTENERS = 100;
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

  /** What a source tells of. */
  public enum Topic {
    /** A report of the kind {@link Event.Report.Kind#PORTFOLIO_UPDATE}. */
    PORTFOLIO,
    /** A report of the kind {@link Event.Report.Kind#PERFORMANCE_REPORT}. */
    PERFORMANCE,
    /** A custom event {@code positions_report}, a row a position, at most 90. The server's own figures are not touched. */
    POSITIONS,
    /** A custom event {@code trades_report}, a row a trade, the newest 90. The server's own figures are not touched. */
    TRADES,
    /** A custom event {@code equity_curve}: at most 90 evenly spaced points, by second since 1970. */
    EQUITY_CURVE
  }

  /**
   * Whether what is told gets anywhere.
   *
   * @param started whether alerts are passed on and sources are asked
   * @param connected whether there is a link to the server
   * @param safe whether what waits survives the death of the process
   * @param waiting durable events that the server does not have yet
   * @param sources the topics that have a source
   * @param listeners how many want to hear of alerts
   */
  public record ServiceStatus(boolean started, boolean connected, boolean safe, long waiting, Set<Topic> sources, int listeners) {
    public ServiceStatus {
      sources = Set.copyOf(sources);
    }
  }

  /**
   * What was done so far.
   *
   * @param notified trades and errors that were told of
   * @param reports reports that were sent, asked of a source or given
   * @param alerts alerts that the server told of while this was started
   * @param lastAlert when it last did; null before the first
   * @param sourceFailures times that a source threw, or gave what cannot be sent
   * @param listenerFailures times that a listener threw
   * @param dropped alerts that came while too many waited for a listener that did not return, and reports that were due while the one
   *     before was not ready
   */
  public record NotificationStatistics(
      long notified,
      long reports,
      long alerts,
      @Nullable Instant lastAlert,
      long sourceFailures,
      long listenerFailures,
      long dropped) {}

  /** What this needs of the client around it. */
  interface Surroundings {
    /** Never waits. */
    void publish(Event event);

    void refuseCall(Throwable failure);

    Statistics statistics();
  }

  private final Surroundings around;
  private final Clock clock;
  private final Courier toSources = new Courier("binnacle-reports");
  private final Courier toListeners = new Courier("binnacle-alerts");
  private final Map<Topic, Supplier<Event>> sources = new ConcurrentHashMap<>();
  private final List<Consumer<? super LinkMessage.AlertTold>> listeners = new CopyOnWriteArrayList<>();
  private final Set<Topic> asked = ConcurrentHashMap.newKeySet();
  private final AtomicLong unasked = new AtomicLong();
  private final AtomicLong notified = new AtomicLong();
  private final AtomicLong reports = new AtomicLong();
  private final AtomicLong alerts = new AtomicLong();
  private volatile @Nullable Instant lastAlert;
  private volatile boolean started;

  private record Period(long nanos, long dueAt) {}

  /** Of the topics that are reported again and again; the time is set when the link thread first sees it. */
  private final Map<Topic, Period> periods = new EnumMap<>(Topic.class);

  Notifications(Clock clock, Surroundings around) {
    this.clock = clock;
    this.around = around;
  }

  /** Begins to pass alerts on and to ask sources. What is notified and sent goes out whether this was called or not. */
  public void start() {
    started = true;
  }

  /** Ends what {@link #start} began; it may be called again. */
  public void stop() {
    started = false;
  }

  // ---- what happened ----

  public void notifyTradeOpened(Event.TradeOpened trade) {
    attempt(() -> publish(Objects.requireNonNull(trade, "trade"), notified));
  }

  public void notifyTradeClosed(Event.TradeClosed trade) {
    attempt(() -> publish(Objects.requireNonNull(trade, "trade"), notified));
  }

  /** As {@link Monitor#error(String, String, Severity)}. */
  public void notifyError(String error, String message, Severity severity) {
    attempt(
        () -> publish(
            new Event.ErrorRaised(
                now(), Texts.word(error, 100), Texts.text(message, Texts.LONGEST), Objects.requireNonNull(severity, "severity"),
                null),
            notified));
  }

  // ---- reports ----

  /**
   * The day's summary.
   *
   * @param figures such as {@code total_trades} and {@code total_pnl}: at most 100, under names of letters, digits and . _ -; numbers
   *     (best as {@link BigDecimal}), texts, flags. What is null or not finite is left out, anything else is sent as its text
   */
  public void sendDailySummary(LocalDate day, Map<String, ?> figures) {
    send(Event.Report.Kind.DAILY_SUMMARY, Objects.requireNonNullElseGet(day, () -> LocalDate.now(clock)), figures);
  }

  /** What the account holds and is worth; {@code figures} as in {@link #sendDailySummary}. */
  public void sendPortfolioUpdate(Map<String, ?> figures) {
    send(Event.Report.Kind.PORTFOLIO_UPDATE, null, figures);
  }

  /** How the bot does; {@code figures} as in {@link #sendDailySummary}. */
  public void sendPerformanceMetrics(Map<String, ?> figures) {
    send(Event.Report.Kind.PERFORMANCE_REPORT, null, figures);
  }

  /** How a strategy did on past data; {@code figures} as in {@link #sendDailySummary}. */
  public void sendBacktestResult(Map<String, ?> figures) {
    send(Event.Report.Kind.BACKTEST_RESULT, null, figures);
  }

  private void send(Event.Report.Kind kind, @Nullable LocalDate day, Map<String, ?> figures) {
    attempt(() -> publish(new Event.Report(now(), kind, day, Summaries.figures(figures)), reports));
  }

  // ---- sources ----

  /** Where the portfolio's figures come from, as in {@link #sendDailySummary}. A second source takes the place of the first. */
  public void portfolioFrom(Supplier<? extends Map<String, ?>> source) {
    from(Topic.PORTFOLIO, source,
        figures -> new Event.Report(now(), Event.Report.Kind.PORTFOLIO_UPDATE, null, Summaries.figures(figures)));
  }

  public void performanceFrom(Supplier<? extends Map<String, ?>> source) {
    from(Topic.PERFORMANCE, source,
        figures -> new Event.Report(now(), Event.Report.Kind.PERFORMANCE_REPORT, null, Summaries.figures(figures)));
  }

  /** The positions that are open. */
  public void positionsFrom(Supplier<? extends Collection<Event.PositionUpdate>> source) {
    from(Topic.POSITIONS, source, positions -> new Event.Custom(now(), "positions_report", Summaries.positions(positions)));
  }

  /** The trades that are closed, in any order. */
  public void tradesFrom(Supplier<? extends Collection<Event.TradeClosed>> source) {
    from(Topic.TRADES, source, trades -> new Event.Custom(now(), "trades_report", Summaries.trades(trades)));
  }

  /** What the account was worth at which time, in its own currency. */
  public void equityCurveFrom(Supplier<? extends Map<Instant, BigDecimal>> source) {
    from(Topic.EQUITY_CURVE, source, curve -> new Event.Custom(now(), "equity_curve", Summaries.equityCurve(curve)));
  }

  private <T> void from(Topic topic, Supplier<? extends T> source, Function<T, Event> report) {
    attempt(
        () -> {
          Objects.requireNonNull(source, "source");
          sources.put(topic, () -> report.apply(Objects.requireNonNull(source.get(), "what the source gave")));
        });
  }

  /** Asks the topic's source, on another thread, and sends what it gives. Without a source, or before {@link #start}, the call is refused. */
  public void report(Topic topic) {
    attempt(
        () -> {
          Supplier<Event> source = sources.get(Objects.requireNonNull(topic, "topic"));
          if (source == null || !started) {
            throw new IllegalStateException(topic + ": " + (source == null ? "has no source" : "not started"));
          }
          ask(topic, source);
        });
  }

  /** A source that has been asked and has not answered is not asked again meanwhile. */
  private void ask(Topic topic, Supplier<Event> source) {
    if (!asked.add(topic)) {
      unasked.incrementAndGet();
      return;
    }
    toSources.run(
        () -> {
          try {
            publish(source.get(), reports);
          } finally {
            asked.remove(topic);
          }
        });
  }

  /**
   * Reports a topic again and again, for the first time after one period. It may be called before there is a source.
   *
   * @param period a second or longer; null to end it
   */
  public void reportEvery(Topic topic, @Nullable Duration period) {
    attempt(
        () -> {
          Objects.requireNonNull(topic, "topic");
          if (period != null && period.compareTo(SHORTEST_PERIOD) < 0) {
            throw new IllegalArgumentException("a period must be a second or longer, was " + period);
          }
          synchronized (periods) {
            if (period == null) {
              periods.remove(topic);
            } else {
              periods.put(topic, new Period(period.toNanos(), Long.MIN_VALUE));
            }
          }
        });
  }

  /** Asks the sources whose time has come. Called by the link thread in every turn. */
  void step(long nowNanos) {
    synchronized (periods) {
      for (Map.Entry<Topic, Period> entry : periods.entrySet()) {
        Period period = entry.getValue();
        boolean isNew = period.dueAt == Long.MIN_VALUE;
        if (isNew || nowNanos - period.dueAt >= 0) {
          Supplier<Event> source = sources.get(entry.getKey());
          if (!isNew && started && source != null) {
            ask(entry.getKey(), source);
          }
          entry.setValue(new Period(period.nanos, nowNanos + period.nanos));
        }
      }
    }
  }

  // ---- alerts ----

  /**
   * Calls the listener with each alert about this bot that begins, changes or ends, from {@link #start} on and while there is a link. If
   * it throws, that is counted and it is called again with the next.
   */
  public void onAlert(Consumer<? super LinkMessage.AlertTold> listener) {
    attempt(
        () -> {
          Objects.requireNonNull(listener, "listener");
          if (listeners.size() >= MOST_LISTENERS) {
            throw new IllegalStateException("no more than " + MOST_LISTENERS + " listeners are called");
          }
          listeners.add(listener);
        });
  }

  /** The server tells of an alert. Called by the link thread; never waits. */
  void heard(LinkMessage.AlertTold alert) {
    if (!started) {
      return;
    }
    alerts.incrementAndGet();
    lastAlert = clock.instant();
    for (Consumer<? super LinkMessage.AlertTold> listener : listeners) {
      toListeners.run(() -> listener.accept(alert));
    }
  }

  // ---- itself ----

  public ServiceStatus serviceStatus() {
    Statistics statistics = around.statistics();
    return new ServiceStatus(
        started,
        statistics.connected(),
        statistics.spoolOnDisk(),
        statistics.queued() + statistics.spooled() - statistics.acknowledged(),
        sources.keySet(),
        listeners.size());
  }

  /** What the interface did; {@link Monitor#statistics} says what the client did. */
  public NotificationStatistics statistics() {
    return new NotificationStatistics(
        notified.get(),
        reports.get(),
        alerts.get(),
        lastAlert,
        toSources.failures(),
        toListeners.failures(),
        unasked.get() + toSources.dropped() + toListeners.dropped());
  }

  void close() {
    started = false;
    toSources.close();
    toListeners.close();
  }

  private Instant now() {
    return clock.instant();
  }

  private void publish(Event event, AtomicLong counter) {
    around.publish(event);
    counter.incrementAndGet();
  }

  private void attempt(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      around.refuseCall(e);
    }
  }
}
