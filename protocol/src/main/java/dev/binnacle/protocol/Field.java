package dev.binnacle.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every name that an event can have on the wire, with the one kind of value that it takes wherever it stands. That a name has one
 * kind in all events is what lets the reader take the fields in any order, before it knows the event's type.
 */
@SuppressWarnings({
  "EnumOrdinal", // a set of fields is the bits of two longs; nothing keeps the numbers
  "ImmutableEnumChecker" // the key's bytes are never written to
})
enum Field {
  TYPE(Kind.TEXT),
  INSTANCE(Kind.TEXT),
  SEQ(Kind.WHOLE),
  ID(Kind.TEXT),
  AT(Kind.TIME),
  /** The seeds' word for {@link #AT}. */
  TIMESTAMP(Kind.TIME),

  MODE(Kind.TEXT),
  INSTANCES(Kind.TEXT),
  VENUE(Kind.TEXT),
  STRATEGY(Kind.TEXT),
  /** A bot's own version is a text, that of a configuration a number. */
  VERSION(Kind.TEXT_OR_WHOLE),
  HOST(Kind.TEXT),
  PID(Kind.WHOLE),
  EXIT_CODE(Kind.WHOLE),
  REASON(Kind.TEXT),

  TRADE_ID(Kind.TEXT),
  SYMBOL(Kind.TEXT),
  SIDE(Kind.TEXT),
  ENTRY_PRICE(Kind.DECIMAL),
  EXIT_PRICE(Kind.DECIMAL),
  QUANTITY(Kind.DECIMAL),
  CURRENCY(Kind.TEXT),
  STOP_LOSS(Kind.DECIMAL),
  TAKE_PROFIT(Kind.DECIMAL),
  PNL(Kind.DECIMAL),
  PNL_PCT(Kind.DECIMAL),
  FEES(Kind.DECIMAL),
  FEES_CURRENCY(Kind.TEXT),
  DURATION_SECONDS(Kind.DECIMAL),

  ORDER_ID(Kind.TEXT),
  KIND(Kind.TEXT),
  STATUS(Kind.TEXT),
  FILLED(Kind.DECIMAL),
  PRICE(Kind.DECIMAL),
  AVERAGE_PRICE(Kind.DECIMAL),

  CURRENT_PRICE(Kind.DECIMAL),
  UNREALIZED_PNL(Kind.DECIMAL),
  UNREALIZED_PNL_PCT(Kind.DECIMAL),

  TOTAL(Kind.DECIMAL),
  AVAILABLE(Kind.DECIMAL),
  DEPOSIT(Kind.DECIMAL),

  ERROR(Kind.TEXT),
  MESSAGE(Kind.TEXT),
  SEVERITY(Kind.TEXT),
  COMPONENT(Kind.TEXT),
  HEALTH(Kind.TEXT),
  CRITICAL(Kind.FLAG),
  RESPONSE_TIME_MS(Kind.DECIMAL),

  DATE(Kind.TEXT),
  FIGURES(Kind.MAP),
  NAME(Kind.TEXT),
  FIELDS(Kind.MAP),
  VALUES(Kind.READINGS),
  STATE(Kind.TEXT),
  ENDPOINT(Kind.TEXT),
  CALLS(Kind.WHOLE),
  ERRORS(Kind.WHOLE),
  THROTTLED(Kind.WHOLE),
  REMAINING(Kind.WHOLE),
  LIMIT(Kind.WHOLE),
  LEVEL(Kind.TEXT),
  LOGGER(Kind.TEXT),

  RECORD(Kind.WHOLE),
  OUTCOME(Kind.TEXT),
  HASH(Kind.TEXT),
  PARENT(Kind.TEXT),
  WHO(Kind.TEXT),
  PROVED(Kind.FLAG),
  SOURCE(Kind.TEXT),
  CHANGES(Kind.CHANGES),
  PROBLEMS(Kind.TEXTS);

  /** What a field's value is. */
  enum Kind {
    TEXT("a string"),
    DECIMAL("a decimal, as a string or a number"),
    WHOLE("a whole number"),
    FLAG("true or false"),
    TIME("an ISO-8601 time such as 2026-01-05T10:00:00Z, or seconds since 1970"),
    MAP("an object of numbers, strings and flags"),
    READINGS("an object of numbers and words"),
    TEXT_OR_WHOLE("a string, or a whole number, by the event's type"),
    TEXTS("an array of strings"),
    CHANGES("an array of objects with pointer, before and after");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  private static final Field[] ALL = values();
  private static final Map<String, Field> BY_NAME =
      Stream.of(ALL).collect(Collectors.toUnmodifiableMap(Field::wireName, Function.identity()));

  static {
    if (ALL.length > 2 * Long.SIZE) {
      throw new AssertionError("a set of fields is the bits of two longs: " + ALL.length + " do not fit");
    }
  }

  private final Kind kind;
  private final String wireName;
  private final String pointer;
  private final byte[] key;

  Field(Kind kind) {
    this.kind = kind;
    this.wireName = name().toLowerCase(Locale.ROOT);
    this.pointer = "/" + wireName;
    this.key = (",\"" + wireName + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  Kind kind() {
    return kind;
  }

  String wireName() {
    return wireName;
  }

  /** The JSON pointer to it in an event. */
  String pointer() {
    return pointer;
  }

  /** {@code ,"entry_price":} as it is written. */
  byte[] key() {
    return key;
  }

  /** Its place among the fields. */
  int index() {
    return ordinal();
  }

  /** Its place in its half of a {@link FieldSet}: a shift takes the place modulo 64. */
  long bit() {
    return 1L << ordinal();
  }

  /** Whether it is in the second half of a {@link FieldSet}. */
  boolean isHigh() {
    return ordinal() >= Long.SIZE;
  }

  static int count() {
    return ALL.length;
  }

  static @Nullable Field named(String wireName) {
    return BY_NAME.get(wireName);
  }

  static Field at(int index) {
    return ALL[index];
  }

  static List<String> namesIn(FieldSet set) {
    List<String> names = new ArrayList<>();
    for (Field field : ALL) {
      if (set.has(field)) {
        names.add(field.wireName);
      }
    }
    return names;
  }
}
