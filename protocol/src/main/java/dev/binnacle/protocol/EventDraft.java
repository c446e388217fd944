package dev.binnacle.protocol;

import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event as they come in, and the event that they make. Used again for the next event after {@link #clear}.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class EventDraft {
  private static final List<String> TYPE_NAMES = Arrays.stream(EventType.values()).map(EventType::wireName).toList();
  private static final long MILLIS = 1_000_000;
  private static final long SECONDS = 1_000_000_000;

  private final @Nullable Object[] values = new Object[Field.count()];
  private long named;
  private long namedHigh;
  private long present;
  private long presentHigh;
  private @Nullable String stranger;

  void clear() {
    named = 0;
    namedHigh = 0;
    present = 0;
    presentHigh = 0;
    stranger = null;
  }

  /** Notes that a field is named, and refuses a second time. */
  void name(Field field) {
    if (((field.isHigh() ? namedHigh : named) & field.bit()) != 0) {
      throw new Refusal(field.pointer(), "duplicate-key", field.wireName() + " stands twice in the event: send each field once");
    }
    if (field.isHigh()) {
      namedHigh |= field.bit();
    } else {
      named |= field.bit();
    }
  }

  void put(Field field, Object value) {
    values[field.index()] = value;
    if (field.isHigh()) {
      presentHigh |= field.bit();
    } else {
      present |= field.bit();
    }
  }

  /** Notes a name that is no field of any event. */
  void stranger(String name) {
    if (stranger == null) {
      stranger = name;
    }
  }

  /** The event, identified.
   *
   * @throws Refusal if it breaks a rule
   */
  Envelope envelope(@Nullable InstanceId defaultInstance) {
    try {
      EventType type = type();
      check(type);
      InstanceId instance = has(Field.INSTANCE) ? new InstanceId(text(Field.INSTANCE)) : defaultInstance;
      long seq = Envelope.UNSEQUENCED;
      if (has(Field.SEQ)) {
        seq = whole(Field.SEQ);
        if (seq < 1) {
          throw new Refusal(Field.SEQ.pointer(), "positive", "seq must be 1 or more, was " + seq);
        }
      }
      return new Envelope(event(type), instance, seq, optionalText(Field.ID));
    } catch (InvalidValueException e) {
      throw Refusal.of(e);
    }
  }

  private EventType type() {
    if (!has(Field.TYPE)) {
      throw missing(Field.TYPE, "an event");
    }
    String name = text(Field.TYPE);
    return EventType.named(name)
        .orElseThrow(
            () -> new Refusal(
                Field.TYPE.pointer(),
                "unknown-type",
                "there is no event type " + Refusal.shown(name) + Suggestion.among(TYPE_NAMES, name)));
  }

  private void check(EventType type) {
    Shape shape = Shape.of(type);
    String unknown = stranger;
    if (unknown != null) {
      throw new Refusal(
          Refusal.step(unknown),
          "unknown-field",
          type.wireName() + " has no field " + Refusal.shown(unknown) + Suggestion.among(shape.fieldNames(), unknown)
              + (unknown.startsWith("x-") ? ", did you mean x_ for a field of your own?" : ""));
    }
    FieldSet here = new FieldSet(present, presentHigh);
    FieldSet strangers = shape.strangersIn(here);
    if (!strangers.isEmpty()) {
      Field field = strangers.first();
      throw new Refusal(
          field.pointer(),
          "unknown-field",
          type.wireName() + " has no field " + field.wireName() + Suggestion.among(shape.fieldNames(), field.wireName()));
    }
    FieldSet missing = shape.missingFrom(here);
    if (!missing.isEmpty()) {
      throw missing(missing.first(), type.wireName());
    }
    if (has(Field.AT) == has(Field.TIMESTAMP)) {
      throw has(Field.AT)
          ? new Refusal(Field.TIMESTAMP.pointer(), "duplicate-key", "timestamp is another word for at: send one of them")
          : missing(Field.AT, type.wireName());
    }
  }

  private static Refusal missing(Field field, String owner) {
    return new Refusal(
        field.pointer(), "required", owner + " needs " + field.wireName() + ": " + field.kind().description());
  }

  private Event event(EventType type) {
    Instant at = has(Field.AT) ? (Instant) value(Field.AT) : (Instant) value(Field.TIMESTAMP);
    return switch (type) {
      case STARTED -> started(at);
      case STOPPED -> stopped(at);
      case TRADE_OPENED -> tradeOpened(at);
      case TRADE_CLOSED -> tradeClosed(at);
      case ORDER -> order(at);
      case POSITION -> position(at);
      case BALANCE -> balance(at);
      case ERROR -> error(at);
      case HEALTH -> health(at);
      case DAILY_SUMMARY -> report(at, Event.Report.Kind.DAILY_SUMMARY);
      case PORTFOLIO_UPDATE -> report(at, Event.Report.Kind.PORTFOLIO_UPDATE);
      case PERFORMANCE_REPORT -> report(at, Event.Report.Kind.PERFORMANCE_REPORT);
      case BACKTEST_RESULT -> report(at, Event.Report.Kind.BACKTEST_RESULT);
      case CUSTOM -> new Event.Custom(at, text(Field.NAME), has(Field.FIELDS) ? map(Field.FIELDS) : Map.of());
      case CONFIG -> config(at);
      case METRICS -> new Event.Metrics(at, readings());
      case HEARTBEAT -> new Event.Heartbeat(at, word(Field.STATE, Words.RUN_STATE, RunState.RUNNING));
      case MARK -> new Event.Mark(at, symbol(), decimal(Field.PRICE));
      case API_USAGE -> apiUsage(at);
      case LOG ->
          new Event.LogLine(
              at,
              word(Field.LEVEL, Words.SEVERITY, Severity.INFO),
              has(Field.LOGGER) ? text(Field.LOGGER) : "",
              text(Field.MESSAGE));
    };
  }

  private Event started(Instant at) {
    return new Event.Started(
        at,
        word(Field.MODE, Words.TRADING_MODE, TradingMode.LIVE),
        word(Field.INSTANCES, Words.INSTANCE_POLICY, InstancePolicy.SINGLE),
        optionalText(Field.VENUE),
        optionalText(Field.STRATEGY),
        ownVersion(),
        optionalText(Field.HOST),
        optionalWhole(Field.PID));
  }

  private @Nullable String ownVersion() {
    if (has(Field.VERSION) && !(value(Field.VERSION) instanceof String)) {
      throw new Refusal(Field.VERSION.pointer(), "type", "version of a bot must be a string, was a whole number: quote it");
    }
    return optionalText(Field.VERSION);
  }

  private Event stopped(Instant at) {
    Long exitCode = optionalWhole(Field.EXIT_CODE);
    if (exitCode != null && exitCode != exitCode.intValue()) {
      throw new Refusal(Field.EXIT_CODE.pointer(), "range", "exit_code must fit 32 bits, was " + exitCode);
    }
    return new Event.Stopped(at, exitCode == null ? null : exitCode.intValue(), optionalText(Field.REASON));
  }

  private Event tradeOpened(Instant at) {
    return new Event.TradeOpened(
        at,
        made(Field.TRADE_ID, TradeId::new),
        symbol(),
        side(),
        decimal(Field.ENTRY_PRICE),
        decimal(Field.QUANTITY),
        currency(Field.CURRENCY),
        optionalText(Field.STRATEGY),
        optionalDecimal(Field.STOP_LOSS),
        optionalDecimal(Field.TAKE_PROFIT));
  }

  private Event tradeClosed(Instant at) {
    Currency currency = currency(Field.CURRENCY);
    return new Event.TradeClosed(
        at,
        made(Field.TRADE_ID, TradeId::new),
        symbol(),
        side(),
        optionalDecimal(Field.ENTRY_PRICE),
        decimal(Field.EXIT_PRICE),
        decimal(Field.QUANTITY),
        currency,
        decimal(Field.PNL),
        optionalDecimal(Field.PNL_PCT),
        fees(currency),
        optionalText(Field.REASON),
        optionalDuration(Field.DURATION_SECONDS, SECONDS),
        optionalText(Field.STRATEGY));
  }

  private @Nullable Money fees(Currency currency) {
    if (has(Field.FEES)) {
      return new Money(decimal(Field.FEES), has(Field.FEES_CURRENCY) ? currency(Field.FEES_CURRENCY) : currency);
    }
    if (has(Field.FEES_CURRENCY)) {
      throw new Refusal(Field.FEES.pointer(), "required-with-fees-currency",
          "fees_currency says what fees are paid in: send fees too");
    }
    return null;
  }

  private Event order(Instant at) {
    return new Event.OrderUpdate(
        at,
        made(Field.ORDER_ID, OrderId::new),
        symbol(),
        side(),
        word(Field.KIND, Words.ORDER_KIND),
        word(Field.STATUS, Words.ORDER_STATUS),
        decimal(Field.QUANTITY),
        has(Field.FILLED) ? decimal(Field.FILLED) : BigDecimal.ZERO,
        optionalDecimal(Field.PRICE),
        optionalDecimal(Field.AVERAGE_PRICE),
        has(Field.CURRENCY) ? currency(Field.CURRENCY) : null,
        has(Field.TRADE_ID) ? made(Field.TRADE_ID, TradeId::new) : null,
        optionalText(Field.REASON));
  }

  private Event position(Instant at) {
    return new Event.PositionUpdate(
        at,
        symbol(),
        side(),
        decimal(Field.QUANTITY),
        decimal(Field.ENTRY_PRICE),
        currency(Field.CURRENCY),
        optionalDecimal(Field.CURRENT_PRICE),
        optionalDecimal(Field.UNREALIZED_PNL),
        optionalDecimal(Field.UNREALIZED_PNL_PCT),
        optionalDecimal(Field.STOP_LOSS),
        optionalDecimal(Field.TAKE_PROFIT),
        optionalText(Field.STRATEGY));
  }

  private Event balance(Instant at) {
    return new Event.BalanceUpdate(
        at,
        decimal(Field.TOTAL),
        optionalDecimal(Field.AVAILABLE),
        currency(Field.CURRENCY),
        has(Field.DEPOSIT) ? decimal(Field.DEPOSIT) : BigDecimal.ZERO);
  }

  private Event error(Instant at) {
    return new Event.ErrorRaised(
        at,
        text(Field.ERROR),
        text(Field.MESSAGE),
        word(Field.SEVERITY, Words.SEVERITY, Severity.ERROR),
        has(Field.COMPONENT) ? made(Field.COMPONENT, ComponentName::new) : null);
  }

  private Event health(Instant at) {
    return new Event.ComponentHealth(
        at,
        made(Field.COMPONENT, ComponentName::new),
        word(Field.HEALTH, Words.HEALTH),
        has(Field.CRITICAL) && (Boolean) value(Field.CRITICAL),
        optionalDuration(Field.RESPONSE_TIME_MS, MILLIS),
        optionalText(Field.MESSAGE));
  }

  private Event report(Instant at, Event.Report.Kind kind) {
    LocalDate date = null;
    if (has(Field.DATE)) {
      date = Times.parseDate(text(Field.DATE));
      if (date == null) {
        throw new Refusal(
            Field.DATE.pointer(), "date-format", "date must be such as 2026-01-05, was " + Refusal.shown(text(Field.DATE)));
      }
    }
    return new Event.Report(at, kind, date, map(Field.FIGURES));
  }

  private Event config(Instant at) {
    if (has(Field.VERSION) && !(value(Field.VERSION) instanceof Long)) {
      throw new Refusal(
          Field.VERSION.pointer(), "type",
          "version of a configuration must be a whole number, was a string: take its quotes away");
    }
    return new Event.ConfigUpdate(
        at,
        whole(Field.RECORD),
        word(Field.OUTCOME, Words.CONFIG_OUTCOME),
        optionalWhole(Field.VERSION),
        optionalText(Field.HASH),
        optionalText(Field.PARENT),
        optionalText(Field.WHO),
        has(Field.PROVED) && (Boolean) value(Field.PROVED),
        optionalText(Field.REASON),
        word(Field.SOURCE, Words.CONFIG_SOURCE),
        has(Field.CHANGES) ? changes() : List.of(),
        has(Field.PROBLEMS) ? texts(Field.PROBLEMS) : List.of());
  }

  private Event apiUsage(Instant at) {
    return new Event.ApiUsage(
        at,
        text(Field.VENUE),
        text(Field.ENDPOINT),
        whole(Field.CALLS),
        has(Field.ERRORS) ? whole(Field.ERRORS) : 0,
        has(Field.THROTTLED) ? whole(Field.THROTTLED) : 0,
        optionalWhole(Field.REMAINING),
        optionalWhole(Field.LIMIT));
  }

  private boolean has(Field field) {
    return ((field.isHigh() ? presentHigh : present) & field.bit()) != 0;
  }

  private Object value(Field field) {
    Object value = values[field.index()];
    if (value == null || !has(field)) {
      throw new IllegalStateException(field + " was not checked before it was used");
    }
    return value;
  }

  private String text(Field field) {
    return (String) value(field);
  }

  private @Nullable String optionalText(Field field) {
    return has(field) ? text(field) : null;
  }

  private BigDecimal decimal(Field field) {
    return (BigDecimal) value(field);
  }

  private @Nullable BigDecimal optionalDecimal(Field field) {
    return has(field) ? decimal(field) : null;
  }

  private long whole(Field field) {
    return (Long) value(field);
  }

  private @Nullable Long optionalWhole(Field field) {
    return has(field) ? (Long) value(field) : null;
  }

  private Symbol symbol() {
    return made(Field.SYMBOL, Symbol::new);
  }

  private Side side() {
    return word(Field.SIDE, Words.SIDE);
  }

  private Currency currency(Field field) {
    return made(field, Currency::new);
  }

  private @Nullable Duration optionalDuration(Field field, long unitNanos) {
    if (!has(field)) {
      return null;
    }
    Duration duration = Times.duration(decimal(field), unitNanos);
    if (duration == null || duration.isNegative()) {
      throw new Refusal(
          field.pointer(),
          duration == null ? "range" : "not-negative",
          field.wireName() + " must lie between 0 and 10^12 s, was " + decimal(field).toPlainString());
    }
    return duration;
  }

  /** A value of the model from a text, blamed on this field if it is not valid. */
  private <T> T made(Field field, Function<String, T> maker) {
    try {
      return maker.apply(text(field));
    } catch (InvalidValueException e) {
      throw new Refusal(field.pointer(), e.rule(), Refusal.message(e));
    }
  }

  private <E extends Enum<E>> E word(Field field, Words<E> words) {
    String text = text(field);
    E constant = words.parse(text);
    if (constant == null) {
      throw new Refusal(
          field.pointer(),
          "unknown-word",
          field.wireName() + " must be one of " + String.join(", ", words.all()) + ", was " + Refusal.shown(text));
    }
    return constant;
  }

  private <E extends Enum<E>> E word(Field field, Words<E> words, E otherwise) {
    return has(field) ? word(field, words) : otherwise;
  }

  @SuppressWarnings("unchecked") // put only by the decoder, by the field's kind
  private Map<String, Value> map(Field field) {
    return (Map<String, Value>) value(field);
  }

  @SuppressWarnings("unchecked") // put only by the decoder, by the field's kind
  private List<Sample> readings() {
    return (List<Sample>) value(Field.VALUES);
  }

  @SuppressWarnings("unchecked") // put only by the decoder, by the field's kind
  private List<ConfigChange> changes() {
    return (List<ConfigChange>) value(Field.CHANGES);
  }

  @SuppressWarnings("unchecked") // put only by the decoder, by the field's kind
  private List<String> texts(Field field) {
    return (List<String>) value(field);
  }
}
