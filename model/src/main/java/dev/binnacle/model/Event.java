package dev.binnacle.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a bot says happened. The components bear the wire's names in camel case: {@code entryPrice} travels as
 * {@code entry_price}. Prices, quantities and profits are exact decimals in the event's {@code currency}; a name that ends in
 * {@code Pct} is in percent.
 *
 * <p>A durable event is never lost and never counted twice once it is acknowledged. The others ({@link Metrics}, {@link
 * Heartbeat}, {@link Mark}, {@link ApiUsage}, {@link LogLine}) describe the present: the newest replaces what went before, and
 * under pressure the oldest are dropped and counted.
 */
public sealed interface Event {
  /** When it happened by the bot's clock. */
  Instant at();

  /** The word that names this kind of event on the wire. */
  default String type() {
    return EventType.of(this).wireName();
  }

  default boolean isDurable() {
    return EventType.of(this).isDurable();
  }

  /** A run of the bot begins. Says what the bot is; sent first by every instance of a bot that has the client. */
  record Started(
      Instant at,
      TradingMode mode,
      InstancePolicy instances,
      @Nullable String venue,
      @Nullable String strategy,
      @Nullable String version,
      @Nullable String host,
      @Nullable Long pid)
      implements Event {
    public Started {
      Check.time("at", at);
      Check.optionalText("venue", venue, Check.NAME_LENGTH);
      Check.optionalText("strategy", strategy, Check.NAME_LENGTH);
      Check.optionalText("version", version, Check.NAME_LENGTH);
      Check.optionalText("host", host, 255);
    }
  }

  /** A run of the bot has ended. {@code exitCode} is the process's, null when the bot itself says good-bye. */
  record Stopped(Instant at, @Nullable Integer exitCode, @Nullable String reason) implements Event {
    public Stopped {
      Check.time("at", at);
      Check.optionalText("reason", reason, Check.TEXT_LENGTH);
    }
  }

  /** A position was opened by a fill. {@code side} is the opening side: a buy is long. */
  record TradeOpened(
      Instant at,
      TradeId tradeId,
      Symbol symbol,
      Side side,
      BigDecimal entryPrice,
      BigDecimal quantity,
      Currency currency,
      @Nullable String strategy,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit)
      implements Event {
    public TradeOpened {
      Check.time("at", at);
      Check.positive("entry_price", entryPrice);
      Check.positive("quantity", quantity);
      Check.optionalText("strategy", strategy, Check.NAME_LENGTH);
      Check.optionalPositive("stop_loss", stopLoss);
      Check.optionalPositive("take_profit", takeProfit);
    }

    public static TradeOpened of(
        Instant at, TradeId tradeId, Symbol symbol, Side side, BigDecimal entryPrice, BigDecimal quantity, Currency currency) {
      return new TradeOpened(at, tradeId, symbol, side, entryPrice, quantity, currency, null, null, null);
    }

    public TradeOpened withStrategy(String name) {
      return new TradeOpened(at, tradeId, symbol, side, entryPrice, quantity, currency, name, stopLoss, takeProfit);
    }

    public TradeOpened withStops(@Nullable BigDecimal stop, @Nullable BigDecimal target) {
      return new TradeOpened(at, tradeId, symbol, side, entryPrice, quantity, currency, strategy, stop, target);
    }
  }

  /**
   * A position, or a part of one, was closed by a fill. {@code side} is still the opening side. {@code pnl} is before fees, in
   * {@code currency}; what remains is {@code pnl - fees} when {@code fees} are in the same currency.
   */
  record TradeClosed(
      Instant at,
      TradeId tradeId,
      Symbol symbol,
      Side side,
      @Nullable BigDecimal entryPrice,
      BigDecimal exitPrice,
      BigDecimal quantity,
      Currency currency,
      BigDecimal pnl,
      @Nullable BigDecimal pnlPct,
      @Nullable Money fees,
      @Nullable String reason,
      @Nullable Duration duration,
      @Nullable String strategy)
      implements Event {
    public TradeClosed {
      Check.time("at", at);
      Check.optionalPositive("entry_price", entryPrice);
      Check.positive("exit_price", exitPrice);
      Check.positive("quantity", quantity);
      Check.decimal("pnl", pnl);
      Check.optionalDecimal("pnl_pct", pnlPct);
      Check.optionalText("reason", reason, 200);
      Check.optionalText("strategy", strategy, Check.NAME_LENGTH);
      if (duration != null && duration.isNegative()) {
        throw new InvalidValueException("duration", "not-negative", "duration must not be below 0, was " + duration);
      }
    }

    public static TradeClosed of(
        Instant at,
        TradeId tradeId,
        Symbol symbol,
        Side side,
        BigDecimal exitPrice,
        BigDecimal quantity,
        Currency currency,
        BigDecimal pnl) {
      return new TradeClosed(
          at, tradeId, symbol, side, null, exitPrice, quantity, currency, pnl, null, null, null, null, null);
    }

    public TradeClosed withEntryPrice(BigDecimal price) {
      return new TradeClosed(
          at, tradeId, symbol, side, price, exitPrice, quantity, currency, pnl, pnlPct, fees, reason, duration, strategy);
    }

    public TradeClosed withPnlPct(BigDecimal percent) {
      return new TradeClosed(
          at, tradeId, symbol, side, entryPrice, exitPrice, quantity, currency, pnl, percent, fees, reason, duration, strategy);
    }

    public TradeClosed withFees(Money paid) {
      return new TradeClosed(
          at, tradeId, symbol, side, entryPrice, exitPrice, quantity, currency, pnl, pnlPct, paid, reason, duration, strategy);
    }

    public TradeClosed withReason(String why) {
      return new TradeClosed(
          at, tradeId, symbol, side, entryPrice, exitPrice, quantity, currency, pnl, pnlPct, fees, why, duration, strategy);
    }

    public TradeClosed withDuration(Duration held) {
      return new TradeClosed(
          at, tradeId, symbol, side, entryPrice, exitPrice, quantity, currency, pnl, pnlPct, fees, reason, held, strategy);
    }

    public TradeClosed withStrategy(String name) {
      return new TradeClosed(
          at, tradeId, symbol, side, entryPrice, exitPrice, quantity, currency, pnl, pnlPct, fees, reason, duration, name);
    }
  }

  /** An order changed. {@code filled} is the quantity filled so far, {@code averagePrice} the mean price of that. */
  record OrderUpdate(
      Instant at,
      OrderId orderId,
      Symbol symbol,
      Side side,
      OrderKind kind,
      OrderStatus status,
      BigDecimal quantity,
      BigDecimal filled,
      @Nullable BigDecimal price,
      @Nullable BigDecimal averagePrice,
      @Nullable Currency currency,
      @Nullable TradeId tradeId,
      @Nullable String reason)
      implements Event {
    public OrderUpdate {
      Check.time("at", at);
      Check.positive("quantity", quantity);
      Check.notNegative("filled", filled);
      Check.optionalPositive("price", price);
      Check.optionalPositive("average_price", averagePrice);
      Check.optionalText("reason", reason, 200);
    }
  }

  /**
   * A position as it is now. A {@code quantity} of zero says that it is closed. {@code unrealizedPnl} is computed from {@code
   * currentPrice} and later {@link Mark}s when it is left out.
   */
  record PositionUpdate(
      Instant at,
      Symbol symbol,
      Side side,
      BigDecimal quantity,
      BigDecimal entryPrice,
      Currency currency,
      @Nullable BigDecimal currentPrice,
      @Nullable BigDecimal unrealizedPnl,
      @Nullable BigDecimal unrealizedPnlPct,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      @Nullable String strategy)
      implements Event {
    public PositionUpdate {
      Check.time("at", at);
      Check.notNegative("quantity", quantity);
      Check.positive("entry_price", entryPrice);
      Check.optionalPositive("current_price", currentPrice);
      Check.optionalDecimal("unrealized_pnl", unrealizedPnl);
      Check.optionalDecimal("unrealized_pnl_pct", unrealizedPnlPct);
      Check.optionalPositive("stop_loss", stopLoss);
      Check.optionalPositive("take_profit", takeProfit);
      Check.optionalText("strategy", strategy, Check.NAME_LENGTH);
    }
  }

  /**
   * The account's balance without the unrealised profit of open positions: equity is {@code total} plus that. {@code deposit} is
   * what was paid in (or, below zero, taken out) since the balance before, and is no profit.
   */
  record BalanceUpdate(Instant at, BigDecimal total, @Nullable BigDecimal available, Currency currency, BigDecimal deposit)
      implements Event {
    public BalanceUpdate {
      Check.time("at", at);
      Check.decimal("total", total);
      Check.optionalDecimal("available", available);
      Check.decimal("deposit", deposit);
    }
  }

  /** Something went wrong. {@code error} is its kind, such as {@code RiskViolation}. */
  record ErrorRaised(Instant at, String error, String message, Severity severity, @Nullable ComponentName component)
      implements Event {
    public ErrorRaised {
      Check.time("at", at);
      Check.name("error", error, 100, Check::isVisible, "visible characters");
      Check.text("message", message, Check.TEXT_LENGTH);
    }
  }

  /** How a component is. A failed one that is {@code critical} puts the whole bot into error. */
  record ComponentHealth(
      Instant at,
      ComponentName component,
      Health health,
      boolean critical,
      @Nullable Duration responseTime,
      @Nullable String message)
      implements Event {
    public ComponentHealth {
      Check.time("at", at);
      Check.optionalText("message", message, 1_000);
      if (responseTime != null && responseTime.isNegative()) {
        throw new InvalidValueException(
            "response_time_ms", "not-negative", "response_time_ms must not be below 0, was " + responseTime.toMillis());
      }
    }
  }

  /** A summary that the bot made itself, shown and passed on as it is. */
  record Report(Instant at, Kind kind, @Nullable LocalDate date, Map<String, Value> figures) implements Event {
    public Report {
      Check.time("at", at);
      figures = Check.fields("figures", figures);
    }

    /** What a report is about; each is an event type of its own on the wire. */
    public enum Kind {
      DAILY_SUMMARY,
      PORTFOLIO_UPDATE,
      PERFORMANCE_REPORT,
      BACKTEST_RESULT
    }
  }

  /** Anything else worth keeping, under a name of the bot's own. */
  record Custom(Instant at, String name, Map<String, Value> fields) implements Event {
    public Custom {
      Check.time("at", at);
      Check.name("name", name, Check.NAME_LENGTH, Check::isIdentifier, "letters, digits and . _ -");
      fields = Check.fields("fields", fields);
    }
  }

  /**
   * Something became of a configuration that somebody wanted: a record of the bot's configuration history.
   *
   * @param record its number in that history, from 1
   * @param version that it made or speaks of, from 1; null when it made none
   * @param hash of the content, such as {@code sha256:ab…}; null when none could be made of it
   * @param parent the hash of the version that it was made from; null for the first
   * @param who a person or program; null when nobody is known, as for a save of the file
   * @param proved whether {@code who} was authenticated rather than claimed
   * @param changes at most {@value #MOST_CHANGES}; the configuration's own history has them all
   * @param problems why it was refused, at most {@value #MOST_PROBLEMS}
   */
  record ConfigUpdate(
      Instant at,
      long record,
      ConfigOutcome outcome,
      @Nullable Long version,
      @Nullable String hash,
      @Nullable String parent,
      @Nullable String who,
      boolean proved,
      @Nullable String reason,
      ConfigSource source,
      List<ConfigChange> changes,
      List<String> problems)
      implements Event {
    public static final int MOST_CHANGES = 100;
    public static final int MOST_PROBLEMS = 20;
    /** The longest problem and the longest reason, in characters. */
    public static final int TEXT_LENGTH = 1_000;

    private static final int HASH_LENGTH = 100;

    public ConfigUpdate {
      Check.time("at", at);
      positive("record", record);
      if (version != null) {
        positive("version", version);
      }
      hash("hash", hash);
      hash("parent", parent);
      Check.optionalText("who", who, 100);
      Check.optionalText("reason", reason, TEXT_LENGTH);
      if (proved && who == null) {
        throw new InvalidValueException("proved", "required-with-proved", "proved says that who is authenticated: send who too");
      }
      changes = List.copyOf(changes);
      problems = List.copyOf(problems);
      size("changes", changes.size(), MOST_CHANGES);
      size("problems", problems.size(), MOST_PROBLEMS);
      problems.forEach(problem -> Check.text("problems", problem, TEXT_LENGTH));
    }

    private static void positive(String field, long value) {
      if (value < 1) {
        throw new InvalidValueException(field, "positive", field + " must be 1 or more, was " + value);
      }
    }

    private static void hash(String field, @Nullable String value) {
      if (value != null) {
        Check.name(field, value, HASH_LENGTH, Check::isVisible, "visible characters");
      }
    }

    private static void size(String field, int size, int most) {
      if (size > most) {
        throw new InvalidValueException(field, "size", field + " must have at most " + most + " entries, had " + size);
      }
    }
  }

  /** Readings of metrics taken at one time. At most 1,000. */
  record Metrics(Instant at, List<Sample> samples) implements Event {
    public static final int LARGEST = 1_000;

    public Metrics {
      Check.time("at", at);
      samples = List.copyOf(samples);
      if (samples.size() > LARGEST) {
        throw new InvalidValueException(
            "values", "size", "values must have at most " + LARGEST + " entries, had " + samples.size());
      }
    }
  }

  /** The bot is alive, and in this state. */
  record Heartbeat(Instant at, RunState state) implements Event {
    public Heartbeat {
      Check.time("at", at);
    }
  }

  /** The price of an instrument now, by which open positions are valued. */
  record Mark(Instant at, Symbol symbol, BigDecimal price) implements Event {
    public Mark {
      Check.time("at", at);
      Check.positive("price", price);
    }
  }

  /**
   * Calls to one endpoint of one venue since the process started. {@code throttled} are the answers 429 among {@code errors};
   * {@code remaining} of {@code limit} calls are left in the venue's window, null where it does not tell.
   */
  record ApiUsage(
      Instant at,
      String venue,
      String endpoint,
      long calls,
      long errors,
      long throttled,
      @Nullable Long remaining,
      @Nullable Long limit)
      implements Event {
    public ApiUsage {
      Check.time("at", at);
      Check.name("venue", venue, Check.NAME_LENGTH, Check::isVisible, "visible characters");
      Check.name("endpoint", endpoint, 100, Check::isVisible, "visible characters");
      if (calls < 0 || errors < 0 || throttled < 0 || errors > calls || throttled > errors) {
        throw new InvalidValueException(
            "calls",
            "order",
            "calls must be at least errors, and errors at least throttled, was %d, %d, %d".formatted(calls, errors, throttled));
      }
    }
  }

  /** A line of the bot's log, redacted by the bot before it is sent. */
  record LogLine(Instant at, Severity level, String logger, String message) implements Event {
    public LogLine {
      Check.time("at", at);
      Check.text("logger", logger, 200);
      Check.text("message", message, Check.TEXT_LENGTH);
    }
  }
}
