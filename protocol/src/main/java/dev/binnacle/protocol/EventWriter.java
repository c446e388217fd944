package dev.binnacle.protocol;

import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Money;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON in UTF-8. The encoding is canonical: one event has one form, whatever form it was read from. Fields stand
 * in a fixed order and are left out when they are null; decimals are strings of plain digits without trailing zeros; times are
 * ISO-8601 in UTC; there is no white space.
 *
 * <p>Figures of a report and fields of a custom event keep the order in which the bot named them, except in {@link
 * #contentHash}, which knows no order.
 *
 * <p><b>Threads:</b> one thread at a time; keep one for each thread that writes.
 */
public final class EventWriter {
  private static final byte[] BEGIN = {'{', '"', 't', 'y', 'p', 'e', '"', ':', '"'};

  private final OutputBuffer out;
  private boolean sorted;

  /** Writes to a buffer of its own. */
  public EventWriter() {
    this(new OutputBuffer());
  }

  /** Appends to {@code out}. */
  public EventWriter(OutputBuffer out) {
    this.out = out;
  }

  /** The bytes of one event. */
  public static byte[] toBytes(Envelope envelope) {
    EventWriter writer = new EventWriter(new OutputBuffer(512));
    writer.write(envelope);
    return writer.out.toByteArray();
  }

  /** The hash of an event's content: the same for every spelling of the same event, whoever sent it under whatever number. */
  public static long contentHash(Event event) {
    EventWriter writer = new EventWriter(new OutputBuffer(512));
    return writer.hash(event);
  }

  /** Where this writer writes. */
  public OutputBuffer buffer() {
    return out;
  }

  /** Appends one event, with nothing before or after it. */
  public void write(Envelope envelope) {
    Event event = envelope.event();
    EventType type = EventType.of(event);
    begin(type);
    if (envelope.instance() != null) {
      text(Field.INSTANCE, envelope.instance().value());
    }
    if (envelope.isSequenced()) {
      whole(Field.SEQ, envelope.seq());
    }
    optional(Field.ID, envelope.id());
    content(type, event);
    out.write('}');
  }

  /** The content hash, computed in this writer's buffer, which holds the same bytes before and after. */
  long hash(Event event) {
    int from = out.length();
    EventType type = EventType.of(event);
    sorted = true;
    begin(type);
    content(type, event);
    out.write('}');
    sorted = false;
    long hash = XxHash64.hash(out.array(), from, out.length() - from);
    out.truncate(from);
    return hash;
  }

  private void begin(EventType type) {
    out.write(BEGIN);
    out.writeAscii(type.wireName());
    out.write('"');
  }

  private void content(EventType type, Event event) {
    time(Field.AT, event.at());
    switch (type) {
      case STARTED -> started((Event.Started) event);
      case STOPPED -> stopped((Event.Stopped) event);
      case TRADE_OPENED -> tradeOpened((Event.TradeOpened) event);
      case TRADE_CLOSED -> tradeClosed((Event.TradeClosed) event);
      case ORDER -> order((Event.OrderUpdate) event);
      case POSITION -> position((Event.PositionUpdate) event);
      case BALANCE -> balance((Event.BalanceUpdate) event);
      case ERROR -> error((Event.ErrorRaised) event);
      case HEALTH -> health((Event.ComponentHealth) event);
      case DAILY_SUMMARY, PORTFOLIO_UPDATE, PERFORMANCE_REPORT, BACKTEST_RESULT -> report((Event.Report) event);
      case CUSTOM -> custom((Event.Custom) event);
      case CONFIG -> config((Event.ConfigUpdate) event);
      case METRICS -> metrics((Event.Metrics) event);
      case HEARTBEAT -> word(Field.STATE, ((Event.Heartbeat) event).state());
      case MARK -> mark((Event.Mark) event);
      case API_USAGE -> apiUsage((Event.ApiUsage) event);
      case LOG -> log((Event.LogLine) event);
    }
  }

  private void started(Event.Started event) {
    word(Field.MODE, event.mode());
    word(Field.INSTANCES, event.instances());
    optional(Field.VENUE, event.venue());
    optional(Field.STRATEGY, event.strategy());
    optional(Field.VERSION, event.version());
    optional(Field.HOST, event.host());
    if (event.pid() != null) {
      whole(Field.PID, event.pid());
    }
  }

  private void stopped(Event.Stopped event) {
    if (event.exitCode() != null) {
      whole(Field.EXIT_CODE, event.exitCode());
    }
    optional(Field.REASON, event.reason());
  }

  private void tradeOpened(Event.TradeOpened event) {
    text(Field.TRADE_ID, event.tradeId().value());
    text(Field.SYMBOL, event.symbol().value());
    word(Field.SIDE, event.side());
    decimal(Field.ENTRY_PRICE, event.entryPrice());
    decimal(Field.QUANTITY, event.quantity());
    text(Field.CURRENCY, event.currency().code());
    optional(Field.STRATEGY, event.strategy());
    optional(Field.STOP_LOSS, event.stopLoss());
    optional(Field.TAKE_PROFIT, event.takeProfit());
  }

  private void tradeClosed(Event.TradeClosed event) {
    text(Field.TRADE_ID, event.tradeId().value());
    text(Field.SYMBOL, event.symbol().value());
    word(Field.SIDE, event.side());
    optional(Field.ENTRY_PRICE, event.entryPrice());
    decimal(Field.EXIT_PRICE, event.exitPrice());
    decimal(Field.QUANTITY, event.quantity());
    text(Field.CURRENCY, event.currency().code());
    decimal(Field.PNL, event.pnl());
    optional(Field.PNL_PCT, event.pnlPct());
    Money fees = event.fees();
    if (fees != null) {
      decimal(Field.FEES, fees.amount());
      text(Field.FEES_CURRENCY, fees.currency().code());
    }
    optional(Field.REASON, event.reason());
    if (event.duration() != null) {
      number(Field.DURATION_SECONDS, Times.amount(event.duration(), 0));
    }
    optional(Field.STRATEGY, event.strategy());
  }

  private void order(Event.OrderUpdate event) {
    text(Field.ORDER_ID, event.orderId().value());
    text(Field.SYMBOL, event.symbol().value());
    word(Field.SIDE, event.side());
    word(Field.KIND, event.kind());
    word(Field.STATUS, event.status());
    decimal(Field.QUANTITY, event.quantity());
    decimal(Field.FILLED, event.filled());
    optional(Field.PRICE, event.price());
    optional(Field.AVERAGE_PRICE, event.averagePrice());
    if (event.currency() != null) {
      text(Field.CURRENCY, event.currency().code());
    }
    if (event.tradeId() != null) {
      text(Field.TRADE_ID, event.tradeId().value());
    }
    optional(Field.REASON, event.reason());
  }

  private void position(Event.PositionUpdate event) {
    text(Field.SYMBOL, event.symbol().value());
    word(Field.SIDE, event.side());
    decimal(Field.QUANTITY, event.quantity());
    decimal(Field.ENTRY_PRICE, event.entryPrice());
    text(Field.CURRENCY, event.currency().code());
    optional(Field.CURRENT_PRICE, event.currentPrice());
    optional(Field.UNREALIZED_PNL, event.unrealizedPnl());
    optional(Field.UNREALIZED_PNL_PCT, event.unrealizedPnlPct());
    optional(Field.STOP_LOSS, event.stopLoss());
    optional(Field.TAKE_PROFIT, event.takeProfit());
    optional(Field.STRATEGY, event.strategy());
  }

  private void balance(Event.BalanceUpdate event) {
    decimal(Field.TOTAL, event.total());
    optional(Field.AVAILABLE, event.available());
    text(Field.CURRENCY, event.currency().code());
    decimal(Field.DEPOSIT, event.deposit());
  }

  private void error(Event.ErrorRaised event) {
    text(Field.ERROR, event.error());
    text(Field.MESSAGE, event.message());
    word(Field.SEVERITY, event.severity());
    if (event.component() != null) {
      text(Field.COMPONENT, event.component().value());
    }
  }

  private void health(Event.ComponentHealth event) {
    text(Field.COMPONENT, event.component().value());
    word(Field.HEALTH, event.health());
    flag(Field.CRITICAL, event.critical());
    if (event.responseTime() != null) {
      number(Field.RESPONSE_TIME_MS, Times.amount(event.responseTime(), 3));
    }
    optional(Field.MESSAGE, event.message());
  }

  private void report(Event.Report event) {
    if (event.date() != null) {
      text(Field.DATE, event.date().toString());
    }
    map(Field.FIGURES, event.figures());
  }

  private void custom(Event.Custom event) {
    text(Field.NAME, event.name());
    map(Field.FIELDS, event.fields());
  }

  private void config(Event.ConfigUpdate event) {
    whole(Field.RECORD, event.record());
    word(Field.OUTCOME, event.outcome());
    if (event.version() != null) {
      whole(Field.VERSION, event.version());
    }
    optional(Field.HASH, event.hash());
    optional(Field.PARENT, event.parent());
    optional(Field.WHO, event.who());
    flag(Field.PROVED, event.proved());
    optional(Field.REASON, event.reason());
    word(Field.SOURCE, event.source());
    changes(event.changes());
    problems(event.problems());
  }

  private void changes(List<ConfigChange> changes) {
    out.write(Field.CHANGES.key());
    out.write('[');
    for (int i = 0; i < changes.size(); i++) {
      ConfigChange change = changes.get(i);
      out.writeAscii(i == 0 ? "{\"pointer\":" : ",{\"pointer\":");
      out.writeString(change.pointer());
      if (change.before() != null) {
        out.writeAscii(",\"before\":");
        value(change.before());
      }
      if (change.after() != null) {
        out.writeAscii(",\"after\":");
        value(change.after());
      }
      out.write('}');
    }
    out.write(']');
  }

  private void problems(List<String> problems) {
    out.write(Field.PROBLEMS.key());
    out.write('[');
    for (int i = 0; i < problems.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeString(problems.get(i));
    }
    out.write(']');
  }

  private void mark(Event.Mark event) {
    text(Field.SYMBOL, event.symbol().value());
    decimal(Field.PRICE, event.price());
  }

  private void apiUsage(Event.ApiUsage event) {
    text(Field.VENUE, event.venue());
    text(Field.ENDPOINT, event.endpoint());
    whole(Field.CALLS, event.calls());
    whole(Field.ERRORS, event.errors());
    whole(Field.THROTTLED, event.throttled());
    if (event.remaining() != null) {
      whole(Field.REMAINING, event.remaining());
    }
    if (event.limit() != null) {
      whole(Field.LIMIT, event.limit());
    }
  }

  private void log(Event.LogLine event) {
    word(Field.LEVEL, event.level());
    text(Field.LOGGER, event.logger());
    text(Field.MESSAGE, event.message());
  }

  private void metrics(Event.Metrics event) {
    out.write(Field.VALUES.key());
    out.write('{');
    List<Sample> samples = event.samples();
    for (int i = 0; i < samples.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      Sample sample = samples.get(i);
      out.writeString(sample.metric().value());
      out.write(':');
      reading(sample.reading());
    }
    out.write('}');
  }

  private void reading(Sample.Reading reading) {
    if (reading instanceof Sample.Reading.Number number) {
      double value = number.value();
      long whole = (long) value;
      // A whole number is written without a point, except -0.0, which has no whole form, and those that a double cannot count.
      if (whole == value && Math.abs(value) < 1L << 53 && (whole != 0 || Double.doubleToRawLongBits(value) == 0)) {
        out.writeLong(whole);
      } else {
        out.writeAscii(Double.toString(value));
      }
    } else if (reading instanceof Sample.Reading.State state) {
      out.writeString(state.word());
    } else {
      throw new IllegalStateException("no form on the wire for " + reading.getClass());
    }
  }

  private void map(Field field, Map<String, Value> values) {
    out.write(field.key());
    out.write('{');
    boolean first = true;
    for (Map.Entry<String, Value> entry : (sorted ? new TreeMap<>(values) : values).entrySet()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.writeString(entry.getKey());
      out.write(':');
      value(entry.getValue());
    }
    out.write('}');
  }

  private void value(Value value) {
    if (value instanceof Value.Decimal decimal) {
      Decimals.write(out, decimal.number());
    } else if (value instanceof Value.Text text) {
      out.writeString(text.text());
    } else if (value instanceof Value.Flag flag) {
      out.writeAscii(flag.flag() ? "true" : "false");
    } else {
      throw new IllegalStateException("no form on the wire for " + value.getClass());
    }
  }

  private void text(Field field, String value) {
    out.write(field.key());
    out.writeString(value);
  }

  private void optional(Field field, @Nullable String value) {
    if (value != null) {
      text(field, value);
    }
  }

  private void word(Field field, Enum<?> value) {
    out.write(field.key());
    out.write('"');
    out.writeAscii(Words.of(value));
    out.write('"');
  }

  private void decimal(Field field, BigDecimal value) {
    out.write(field.key());
    out.write('"');
    Decimals.write(out, value);
    out.write('"');
  }

  private void optional(Field field, @Nullable BigDecimal value) {
    if (value != null) {
      decimal(field, value);
    }
  }

  private void number(Field field, BigDecimal value) {
    out.write(field.key());
    Decimals.write(out, value);
  }

  private void whole(Field field, long value) {
    out.write(field.key());
    out.writeLong(value);
  }

  private void flag(Field field, boolean value) {
    out.write(field.key());
    out.writeAscii(value ? "true" : "false");
  }

  private void time(Field field, Instant value) {
    out.write(field.key());
    out.write('"');
    Times.write(out, value);
    out.write('"');
  }
}
