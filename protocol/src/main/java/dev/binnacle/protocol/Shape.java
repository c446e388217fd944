package dev.binnacle.protocol;

import static dev.binnacle.protocol.Field.*;

import dev.binnacle.model.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which fields an event of one type has, as sets. */
record Shape(EventType type, FieldSet required, FieldSet optional) {
  private static final FieldSet IDENTITY = FieldSet.of(TYPE, INSTANCE, SEQ, ID, AT, TIMESTAMP);
  private static final Map<EventType, Shape> SHAPES = new EnumMap<>(EventType.class);

  static {
    for (EventType type : EventType.values()) {
      SHAPES.put(type, shape(type));
    }
  }

  private static Shape shape(EventType type) {
    return switch (type) {
      case STARTED -> new Shape(type, FieldSet.NONE, FieldSet.of(MODE, INSTANCES, VENUE, STRATEGY, VERSION, HOST, PID));
      case STOPPED -> new Shape(type, FieldSet.NONE, FieldSet.of(EXIT_CODE, REASON));
      case TRADE_OPENED ->
          new Shape(
              type, FieldSet.of(TRADE_ID, SYMBOL, SIDE, ENTRY_PRICE, QUANTITY, CURRENCY),
              FieldSet.of(STRATEGY, STOP_LOSS, TAKE_PROFIT));
      case TRADE_CLOSED ->
          new Shape(
              type,
              FieldSet.of(TRADE_ID, SYMBOL, SIDE, EXIT_PRICE, QUANTITY, CURRENCY, PNL),
              FieldSet.of(ENTRY_PRICE, PNL_PCT, FEES, FEES_CURRENCY, REASON, DURATION_SECONDS, STRATEGY));
      case ORDER ->
          new Shape(
              type,
              FieldSet.of(ORDER_ID, SYMBOL, SIDE, KIND, STATUS, QUANTITY),
              FieldSet.of(FILLED, PRICE, AVERAGE_PRICE, CURRENCY, TRADE_ID, REASON));
      case POSITION ->
          new Shape(
              type,
              FieldSet.of(SYMBOL, SIDE, QUANTITY, ENTRY_PRICE, CURRENCY),
              FieldSet.of(CURRENT_PRICE, UNREALIZED_PNL, UNREALIZED_PNL_PCT, STOP_LOSS, TAKE_PROFIT, STRATEGY));
      case BALANCE -> new Shape(type, FieldSet.of(TOTAL, CURRENCY), FieldSet.of(AVAILABLE, DEPOSIT));
      case ERROR -> new Shape(type, FieldSet.of(ERROR, MESSAGE), FieldSet.of(SEVERITY, COMPONENT));
      case HEALTH -> new Shape(type, FieldSet.of(COMPONENT, HEALTH), FieldSet.of(CRITICAL, RESPONSE_TIME_MS, MESSAGE));
      case DAILY_SUMMARY, PORTFOLIO_UPDATE, PERFORMANCE_REPORT, BACKTEST_RESULT ->
          new Shape(type, FieldSet.of(FIGURES), FieldSet.of(DATE));
      case CUSTOM -> new Shape(type, FieldSet.of(NAME), FieldSet.of(FIELDS));
      case CONFIG ->
          new Shape(
              type,
              FieldSet.of(RECORD, OUTCOME, SOURCE),
              FieldSet.of(VERSION, HASH, PARENT, WHO, PROVED, REASON, CHANGES, PROBLEMS));
      case METRICS -> new Shape(type, FieldSet.of(VALUES), FieldSet.NONE);
      case HEARTBEAT -> new Shape(type, FieldSet.NONE, FieldSet.of(STATE));
      case MARK -> new Shape(type, FieldSet.of(SYMBOL, PRICE), FieldSet.NONE);
      case API_USAGE -> new Shape(type, FieldSet.of(VENUE, ENDPOINT, CALLS), FieldSet.of(ERRORS, THROTTLED, REMAINING, LIMIT));
      case LOG -> new Shape(type, FieldSet.of(MESSAGE), FieldSet.of(LEVEL, LOGGER));
    };
  }

  static Shape of(EventType type) {
    return Objects.requireNonNull(SHAPES.get(type), type.wireName());
  }

  /** The fields among {@code present} that do not belong to this type. */
  FieldSet strangersIn(FieldSet present) {
    return present.without(known());
  }

  /** The fields of this type that must be there and are not among {@code present}. */
  FieldSet missingFrom(FieldSet present) {
    return required.without(present);
  }

  List<String> fieldNames() {
    return Field.namesIn(known());
  }

  private FieldSet known() {
    return required.and(optional).and(IDENTITY);
  }
}
