package dev.binnacle.protocol;

import static dev.binnacle.protocol.Field.*;

import dev.binnacle.model.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which fields an event of one type has, as sets of {@link Field#bit}s. */
record Shape(EventType type, long required, long optional) {
  private static final long IDENTITY = setOf(TYPE, INSTANCE, SEQ, ID, AT, TIMESTAMP);
  private static final Map<EventType, Shape> SHAPES = new EnumMap<>(EventType.class);

  static {
    for (EventType type : EventType.values()) {
      SHAPES.put(type, shape(type));
    }
  }

  private static Shape shape(EventType type) {
    return switch (type) {
      case STARTED -> new Shape(type, 0, setOf(MODE, INSTANCES, VENUE, STRATEGY, VERSION, HOST, PID));
      case STOPPED -> new Shape(type, 0, setOf(EXIT_CODE, REASON));
      case TRADE_OPENED ->
          new Shape(
              type, setOf(TRADE_ID, SYMBOL, SIDE, ENTRY_PRICE, QUANTITY, CURRENCY), setOf(STRATEGY, STOP_LOSS, TAKE_PROFIT));
      case TRADE_CLOSED ->
          new Shape(
              type,
              setOf(TRADE_ID, SYMBOL, SIDE, EXIT_PRICE, QUANTITY, CURRENCY, PNL),
              setOf(ENTRY_PRICE, PNL_PCT, FEES, FEES_CURRENCY, REASON, DURATION_SECONDS, STRATEGY));
      case ORDER ->
          new Shape(
              type,
              setOf(ORDER_ID, SYMBOL, SIDE, KIND, STATUS, QUANTITY),
              setOf(FILLED, PRICE, AVERAGE_PRICE, CURRENCY, TRADE_ID, REASON));
      case POSITION ->
          new Shape(
              type,
              setOf(SYMBOL, SIDE, QUANTITY, ENTRY_PRICE, CURRENCY),
              setOf(CURRENT_PRICE, UNREALIZED_PNL, UNREALIZED_PNL_PCT, STOP_LOSS, TAKE_PROFIT, STRATEGY));
      case BALANCE -> new Shape(type, setOf(TOTAL, CURRENCY), setOf(AVAILABLE, DEPOSIT));
      case ERROR -> new Shape(type, setOf(ERROR, MESSAGE), setOf(SEVERITY, COMPONENT));
      case HEALTH -> new Shape(type, setOf(COMPONENT, HEALTH), setOf(CRITICAL, RESPONSE_TIME_MS, MESSAGE));
      case DAILY_SUMMARY, PORTFOLIO_UPDATE, PERFORMANCE_REPORT, BACKTEST_RESULT ->
          new Shape(type, setOf(FIGURES), setOf(DATE));
      case CUSTOM -> new Shape(type, setOf(NAME), setOf(FIELDS));
      case METRICS -> new Shape(type, setOf(VALUES), 0);
      case HEARTBEAT -> new Shape(type, 0, setOf(STATE));
      case MARK -> new Shape(type, setOf(SYMBOL, PRICE), 0);
      case API_USAGE -> new Shape(type, setOf(VENUE, ENDPOINT, CALLS), setOf(ERRORS, THROTTLED, REMAINING, LIMIT));
      case LOG -> new Shape(type, setOf(MESSAGE), setOf(LEVEL, LOGGER));
    };
  }

  static Shape of(EventType type) {
    return Objects.requireNonNull(SHAPES.get(type), type.wireName());
  }

  /** The fields among {@code present} that do not belong to this type. */
  long strangersIn(long present) {
    return present & ~(required | optional | IDENTITY);
  }

  /** The fields of this type that must be there and are not among {@code present}. */
  long missingFrom(long present) {
    return required & ~present;
  }

  List<String> fieldNames() {
    return Field.namesIn(required | optional | IDENTITY);
  }
}
