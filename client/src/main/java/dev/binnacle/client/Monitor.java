package dev.binnacle.client;

import dev.binnacle.config.LiveConfig;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import dev.binnacle.protocol.Link;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The front door: through it a bot says what it does, and is watched.
 *
 * <pre>{@code
 * try (Monitor monitor = Monitor.connect("btc-trend", URI.create("http://127.0.0.1:8000"), token)) {
 *   Timing execution = monitor.timing("trade_execution_time");
 *   ...
 *   monitor.tradeOpened(Event.TradeOpened.of(now, id, symbol, Side.BUY, price, quantity, currency));
 * }
 * }</pre>
 *
 * <p>Two kinds of things are said. <em>Durable</em> events (trades, orders, positions, balances, errors, health, reports, custom events)
 * are spooled to disk within a millisecond, survive the death of the process and the absence of the server, and arrive once and in order.
 * What describes the <em>present</em> (metrics, states, marks, heartbeats, log lines) is sent while there is a link; what cannot be sent
 * is dropped, the oldest first. Everything that is dropped is counted in {@link #statistics}.
 *
 * <p>The process itself is reported every metrics interval: {@code memory_usage_mb} (resident; elsewhere than on Linux heap and what the
 * JVM has beside it), {@code heap_used_mb}, {@code cpu_usage_percent} (100 is one core), {@code thread_count}, {@code gc_pause_ms}
 * (within the interval), {@code uptime_seconds} and, if a log file is named, {@code log_file_size_mb}. A megabyte is 1,048,576 bytes.
 *
 * <p>A bad argument to {@code connect} or the builder throws. After that nothing throws: a call that makes no sense is counted and
 * logged now and then, and an instrument with an impossible name works but is not reported.
 *
 * <p><b>Threads:</b> thread-safe. No method waits but {@link #flush} and {@link #close}. Makes three daemon threads: {@code
 * binnacle-spool}, {@code binnacle-link} and {@code binnacle-receive}, which a {@link Link} that was handed in does not need; {@code
 * binnacle-collect} once there is a custom collector; {@code binnacle-config} once a configuration is offered; and {@code
 * binnacle-reports} and {@code binnacle-alerts} once {@link #notifications} has something for them.
 */
public final class Monitor implements AutoCloseable {
  private final ClientCore core;
  private final @Nullable Thread shutdownHook;

  Monitor(ClientCore core, boolean closeAtShutdown) {
    this.core = core;
    this.shutdownHook = closeAtShutdown ? hook(core) : null;
  }

  /**
   * A monitor with default settings. Returns at once: the server need not be there, now or for hours.
   *
   * @param bot 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or a digit
   * @param server such as {@code http://127.0.0.1:8000}; by https the token and the events are encrypted
   * @param token that lets this bot send its events
   * @throws IllegalArgumentException if an argument is not like that
   */
  public static Monitor connect(String bot, URI server, String token) {
    return builder(bot, server, token).connect();
  }

  /** A monitor with default settings for a server in the same process, which hands out the link. */
  public static Monitor over(String bot, Link link) {
    return builder(bot, link).connect();
  }

  /** As {@link #connect}, with settings to be made. */
  public static MonitorBuilder builder(String bot, URI server, String token) {
    return new MonitorBuilder(bot, server, token);
  }

  /**
   * As {@link #builder(String, URI, String)}, with what {@code binnacle launch} sets for the programs that it runs: {@code
   * BINNACLE_BOT}, {@code BINNACLE_URL} and {@code BINNACLE_TOKEN}.
   *
   * @throws IllegalArgumentException if one of them is not set or not as it must be
   */
  public static MonitorBuilder fromEnvironment() {
    return MonitorBuilder.from(System.getenv());
  }

  /** As {@link #over}, with settings to be made. */
  public static MonitorBuilder builder(String bot, Link link) {
    return new MonitorBuilder(bot, link);
  }

  // ---- metrics ----

  /** The counter of that name; keep it instead of asking each time. The name has at most 64 letters, digits and . _ -. */
  public Counter counter(String name) {
    try {
      return core.instruments.counter(name);
    } catch (RuntimeException e) {
      core.refuseCall(e);
      return new Counter();
    }
  }

  /** The gauge of that name; keep it instead of asking each time. */
  public Gauge gauge(String name) {
    try {
      return core.instruments.gauge(name);
    } catch (RuntimeException e) {
      core.refuseCall(e);
      return new Gauge();
    }
  }

  /** A gauge that is read at every metrics interval, on the thread of the collectors. What is not finite is not reported. */
  public void gauge(String name, DoubleSupplier source) {
    try {
      core.collectors.add(name, source);
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /** The timing of that name, which has at most 58 characters; keep it instead of asking each time. */
  public Timing timing(String name) {
    try {
      return core.instruments.timing(name);
    } catch (RuntimeException e) {
      core.refuseCall(e);
      return new Timing();
    }
  }

  /**
   * Says what state something is in, such as {@code state("websocket_status", "connected")}. A change is sent at once.
   *
   * @param word 1 to 32 letters, digits and . _ -
   */
  public void state(String name, String word) {
    try {
      Sample changed = core.instruments.state(name, word);
      if (changed != null) {
        core.publish(new Event.Metrics(core.options.clock().instant(), List.of(changed)));
      }
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /**
   * Calls {@code source} at every metrics interval, on a thread of its own, and sends what it gives. If it throws, that is counted and
   * it is called again; if it takes longer than the collectors' budget, it is never called again. A second one of the same name replaces
   * the first.
   */
  public void collect(String name, Supplier<? extends Collection<Sample>> source) {
    try {
      core.collectors.add(name, source);
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /** Counts the calls to an endpoint of a venue; keep it instead of asking each time. The names have at most 64 and 100 characters. */
  public ApiCalls apiCall(String venue, String endpoint) {
    try {
      return core.apiUsage.calls(venue, endpoint);
    } catch (RuntimeException e) {
      core.refuseCall(e);
      return new ApiCalls();
    }
  }

  /** The price of an instrument now, by which open positions are valued. Of several within a quarter of a second the newest is sent. */
  public void mark(Symbol symbol, BigDecimal price) {
    try {
      core.marks.set(symbol, price, core.options.clock().millis());
      core.duties.priced(symbol, price);
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /** What the heartbeats say from now on; the first of them goes out at once. {@link RunState#RUNNING} until this is called. */
  public void runState(RunState state) {
    try {
      core.reporter.runState(Objects.requireNonNull(state, "state"));
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  // ---- durable events ----

  public void tradeOpened(Event.TradeOpened trade) {
    publish(trade);
  }

  public void tradeClosed(Event.TradeClosed trade) {
    publish(trade);
  }

  public void order(Event.OrderUpdate order) {
    publish(order);
  }

  public void position(Event.PositionUpdate position) {
    publish(position);
  }

  public void balance(Event.BalanceUpdate balance) {
    publish(balance);
  }

  public void error(Event.ErrorRaised error) {
    publish(error);
  }

  /**
   * Something went wrong. Texts that are too long are cut, and secrets are taken out of the message before it is spooled.
   *
   * @param error its kind, such as {@code RiskViolation}; white space becomes an underscore
   */
  public void error(String error, String message, Severity severity) {
    try {
      publish(
          new Event.ErrorRaised(
              core.options.clock().instant(), Texts.word(error, 100), Texts.text(message, Texts.LONGEST), severity, null));
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /** Something was thrown; its simple name is the kind of error. */
  public void error(Throwable thrown, Severity severity) {
    try {
      error(thrown.getClass().getSimpleName(), String.valueOf(thrown.getMessage()), severity);
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  public void health(Event.ComponentHealth health) {
    publish(health);
  }

  /**
   * How a component is.
   *
   * @param component 1 to 64 letters, digits and . _ -
   * @param message what there is to say of it, at most 1,000 characters; null for nothing
   */
  public void health(String component, Health health, @Nullable String message) {
    try {
      String text = message == null ? null : Texts.text(message, 1_000);
      publish(new Event.ComponentHealth(core.options.clock().instant(), new ComponentName(component), health, false, null, text));
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /** A summary that the bot made itself: of a day, the portfolio, the performance or a backtest. */
  public void report(Event.Report report) {
    publish(report);
  }

  public void custom(Event.Custom event) {
    publish(event);
  }

  /** Anything else worth keeping, under a name of the bot's own, with at most 100 fields. */
  public void custom(String name, Map<String, Value> fields) {
    try {
      publish(new Event.Custom(core.options.clock().instant(), name, fields));
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /** Says any event. */
  public void publish(Event event) {
    try {
      core.publish(event);
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  /**
   * Passes a line of the bot's log on, if {@link MonitorBuilder#detailedLogs} is on: at most 50 a second after a burst of 200, cut to
   * 4,000 characters, and without tokens, keys, passwords and what looks like them.
   */
  public void log(Severity level, String logger, String message) {
    if (core.options.detailedLogs()) {
      try {
        core.logs.add(core.options.clock().millis(), core.options.nanoTime().getAsLong(), level, logger, message);
      } catch (RuntimeException e) {
        core.refuseCall(e);
      }
    }
  }

  // ---- the configuration ----

  /**
   * Shows this configuration to the server, and lets people change it from there, as the configuration's own checks, modes and gates
   * allow. Every record of its history is sent as a durable event, also those of earlier runs that were not; a part of the bot that
   * works with an old version for more than 10 s, or a file that is refused, is reported as the component {@code config}.
   *
   * <p>Returns at once. The server's calls are answered on the thread {@code binnacle-config}. A second configuration takes the place of
   * the first. The bot closes the configuration itself, after the monitor.
   *
   * <p>The only method that needs {@code binnacle-config} on the class path.
   */
  public void offer(LiveConfig<?> config) {
    try {
      core.offers.offer(new ConfigOffer(core.options.bot().value(), config));
    } catch (RuntimeException | LinkageError e) {
      core.refuseCall(e);
    }
  }

  // ---- halts ----

  /**
   * What says whether this bot may trade. Always the same one. The first call reads from the disk what latched an earlier run, and waits
   * for that: make it before the first order. Until then nothing is said to the server of a guard, since nobody would obey it.
   */
  public Guard guard() {
    return core.guard();
  }

  /**
   * Has the listener do the bot's part in every halt, also in those that hold the guard already and are not done. One that asks the bot
   * to do something is not done while there is no listener.
   */
  public void onHalt(HaltListener listener) {
    try {
      Objects.requireNonNull(listener, "listener");
      core.guard();
      core.duties.desk.listen(listener);
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  // ---- people ----

  /** One interface to all that reaches people: notifications, reports, and the alerts about this bot. Always the same one. */
  public Notifications notifications() {
    return core.notifications;
  }

  // ---- the monitor itself ----

  /**
   * Waits until the server has what was published before, at most for {@code timeout} or until the thread is interrupted, and says how
   * far it has come. This is for who must know; nobody else needs it.
   */
  public FlushResult flush(Duration timeout) {
    try {
      return core.flush(timeout);
    } catch (RuntimeException e) {
      core.refuseCall(e);
      return FlushResult.QUEUED;
    }
  }

  /** What was done and what could not be done so far. */
  public Statistics statistics() {
    return core.statistics();
  }

  /** Closes with the default timeout; see {@link #close(Duration)}. */
  @Override
  public void close() {
    close(core.options.closeTimeout());
  }

  /**
   * Says that the bot has stopped, spools what is queued, and ends the threads. If there is a link, waits until the server has it all; if
   * not, the bot's next run sends it. Takes at most {@code timeout} and half a second, less if the thread is interrupted. A second call
   * does nothing.
   */
  public void close(Duration timeout) {
    try {
      core.close(timeout, "closed");
      removeHook();
    } catch (RuntimeException e) {
      core.refuseCall(e);
    }
  }

  private Thread hook(ClientCore closing) {
    Thread hook =
        new Thread(() -> closing.close(closing.options.closeTimeout(), "the process was asked to end"), "binnacle-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private void removeHook() {
    if (shutdownHook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      } catch (IllegalStateException e) {
        // The shutdown has begun; the hook finds the monitor closed.
      }
    }
  }
}
