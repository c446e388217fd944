package dev.binnacle.protocol;

import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.NumberInput;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads one event from a stream of tokens. Texts and numbers are judged by their length before anything is made of them.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class EventDecoder {
  /** Fields of a sender's own begin so, and are passed over. */
  private static final String PRIVATE_PREFIX = "x_";

  private static final int LARGEST_MAP = 100;

  private final Limits limits;
  private final PropertyNameMatcher names;
  private final EventDraft draft = new EventDraft();

  EventDecoder(Limits limits, PropertyNameMatcher names) {
    this.limits = limits;
    this.names = names;
  }

  /**
   * Reads from the token that begins an object to the one that ends it.
   *
   * @throws Refusal if the event breaks a rule; the parser then stands anywhere within it
   */
  Envelope decode(JsonParser parser, @Nullable InstanceId defaultInstance) {
    draft.clear();
    int match = parser.nextNameMatch(names);
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      if (match >= 0) {
        Field field = Field.at(match);
        draft.name(field);
        read(parser, field);
      } else {
        String name = parser.currentName();
        parser.nextToken();
        if (name.startsWith(PRIVATE_PREFIX)) {
          skip(parser, name);
        } else {
          draft.stranger(name);
          parser.skipChildren();
        }
      }
      match = parser.nextNameMatch(names);
    }
    return draft.envelope(defaultInstance);
  }

  private void read(JsonParser parser, Field field) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    draft.put(
        field,
        switch (field.kind()) {
          case TEXT -> text(parser, token, field);
          case DECIMAL -> decimal(parser, token, field);
          case WHOLE -> whole(parser, token, field);
          case FLAG -> flag(token, field);
          case TIME -> time(parser, token, field);
          case MAP -> map(parser, token, field);
          case READINGS -> readings(parser, token, field);
          case TEXT_OR_WHOLE -> token == JsonToken.VALUE_STRING ? text(parser, token, field) : whole(parser, token, field);
          case TEXTS -> texts(parser, token, field);
          case CHANGES -> new ChangesDecoder(this).read(parser, token, field);
        });
  }

  private void skip(JsonParser parser, String name) {
    if (!parser.currentToken().isStructStart()) {
      return;
    }
    // The event is 1 deep and the value that begins here 2.
    int depth = 2;
    while (depth > 1) {
      if (depth > limits.depth()) {
        throw new Refusal(
            Refusal.step(name), "depth",
            "an event may be nested " + limits.depth() + " deep, this one is deeper: send less of it");
      }
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
    }
  }

  private String text(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.VALUE_STRING) {
      throw wrongKind(field, token);
    }
    return text(parser, field.pointer(), field.wireName());
  }

  /** The bound is for memory alone: the model sets a lower one. */
  private List<String> texts(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.START_ARRAY) {
      throw wrongKind(field, token);
    }
    List<String> texts = new ArrayList<>();
    for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
      String pointer = field.pointer() + "/" + texts.size();
      if (next != JsonToken.VALUE_STRING) {
        throw new Refusal(pointer, "type",
            field.wireName() + " must be " + field.kind().description() + ", had " + describe(next));
      }
      if (texts.size() == LARGEST_MAP) {
        throw new Refusal(
            field.pointer(), "size",
            field.wireName() + " must have at most " + LARGEST_MAP + " entries, has more: leave some out");
      }
      texts.add(text(parser, pointer, field.wireName()));
    }
    return texts;
  }

  String text(JsonParser parser, String pointer, String name) {
    int length = parser.getStringLength();
    if (length > limits.textLength()) {
      throw new Refusal(
          pointer, "length", Refusal.shown(name) + " must have at most " + limits.textLength() + " characters, had " + length);
    }
    String text = parser.getString();
    int lone = loneSurrogate(text);
    if (lone >= 0) {
      throw new Refusal(
          pointer,
          "characters",
          Refusal.shown(name) + " must be valid Unicode, found half a surrogate pair (\\u%04x) at %d"
              .formatted((int) text.charAt(lone), lone));
    }
    return text;
  }

  private static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return i;
        }
      }
    }
    return -1;
  }

  private BigDecimal decimal(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw wrongKind(field, token);
    }
    return decimal(parser, field.pointer(), field.wireName());
  }

  private BigDecimal decimal(JsonParser parser, String pointer, String name) {
    int length = checkedLength(parser, pointer, name);
    char[] text = parser.getStringCharacters();
    int offset = parser.getStringOffset();
    try {
      return Decimals.parse(text, offset, length);
    } catch (Decimals.Unreadable e) {
      String shown = Refusal.shown(new String(text, offset, length));
      if (e.flaw() == Decimals.Flaw.TOO_MANY_DIGITS) {
        throw new Refusal(
            pointer,
            "digits",
            Refusal.shown(name) + " must have at most " + Decimals.DIGITS + " digits on either side of the point, was " + shown);
      }
      if (isNonFinite(shown)) {
        throw notFinite(pointer, name, shown);
      }
      throw new Refusal(pointer, "decimal",
          Refusal.shown(name) + " must be a decimal such as \"45000.5\", was \"" + shown + "\"");
    }
  }

  /** Before a number is computed: a number of a megabyte takes minutes. */
  private int checkedLength(JsonParser parser, String pointer, String name) {
    int length = parser.getStringLength();
    if (length > limits.numberLength()) {
      throw new Refusal(
          pointer,
          "digits",
          Refusal.shown(name) + " must be written in at most " + limits.numberLength() + " characters, had " + length);
    }
    return length;
  }

  private static boolean isNonFinite(String text) {
    String word = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return word.equalsIgnoreCase("nan") || word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity");
  }

  private static Refusal notFinite(String pointer, String name, String found) {
    return new Refusal(
        pointer, "finite", Refusal.shown(name) + " must be a finite number, was " + found + ": leave out what is not known");
  }

  private Long whole(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw wrongKind(field, token);
    }
    int length = checkedLength(parser, field.pointer(), field.wireName());
    Long value = Decimals.parseWhole(parser.getStringCharacters(), parser.getStringOffset(), length);
    if (value == null) {
      throw new Refusal(field.pointer(), "range", field.wireName() + " must fit 64 bits, had " + length + " digits");
    }
    return value;
  }

  private static Boolean flag(JsonToken token, Field field) {
    if (!token.isBoolean()) {
      throw wrongKind(field, token);
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private Instant time(JsonParser parser, JsonToken token, Field field) {
    if (token.isNumeric()) {
      Instant time = Times.ofEpochSeconds(decimal(parser, field.pointer(), field.wireName()));
      if (time == null || time.getEpochSecond() > LATEST_SECOND) {
        throw new Refusal(
            field.pointer(),
            "time-range",
            field.wireName() + " must be in seconds since 1970, was " + Refusal.shown(parser.getString())
                + ": divide milliseconds by 1000");
      }
      return time;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw wrongKind(field, token);
    }
    int length = checkedLength(parser, field.pointer(), field.wireName());
    char[] text = parser.getStringCharacters();
    int offset = parser.getStringOffset();
    Instant time = Times.parse(text, offset, length);
    if (time == null) {
      throw new Refusal(
          field.pointer(),
          "time-format",
          field.wireName() + " must be such as 2026-01-05T10:00:00Z, with an offset or Z, was "
              + Refusal.shown(new String(text, offset, length)));
    }
    return time;
  }

  /** The year 2200, the model's bound: what is later and a number is taken for milliseconds. */
  private static final long LATEST_SECOND = 7_258_118_400L;

  private Map<String, Value> map(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.START_OBJECT) {
      throw wrongKind(field, token);
    }
    Map<String, Value> values = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      String pointer = field.pointer() + Refusal.step(name);
      if (!seen.add(name)) {
        throw duplicate(pointer, name);
      }
      if (seen.size() > LARGEST_MAP) {
        throw new Refusal(
            field.pointer(), "size",
            field.wireName() + " must have at most " + LARGEST_MAP + " entries, has more: split the event");
      }
      JsonToken value = parser.nextToken();
      if (value != JsonToken.VALUE_NULL) {
        values.put(name, value(parser, value, pointer, name));
      }
    }
    return values;
  }

  Value value(JsonParser parser, JsonToken token, String pointer, String name) {
    try {
      if (token == JsonToken.VALUE_STRING) {
        return new Value.Text(text(parser, pointer, name));
      }
      if (token.isNumeric()) {
        return new Value.Decimal(decimal(parser, pointer, name));
      }
      if (token.isBoolean()) {
        return new Value.Flag(token == JsonToken.VALUE_TRUE);
      }
    } catch (InvalidValueException e) {
      throw new Refusal(pointer, e.rule(), Refusal.message(e));
    }
    throw new Refusal(
        pointer, "type", Refusal.shown(name) + " must be a number, a string or a flag, was " + describe(token) + ": flatten it");
  }

  private List<Sample> readings(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.START_OBJECT) {
      throw wrongKind(field, token);
    }
    List<Sample> samples = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (!seen.add(name)) {
        throw duplicate(field.pointer() + Refusal.step(name), name);
      }
      if (seen.size() > Event.Metrics.LARGEST) {
        throw new Refusal(
            field.pointer(), "size", "values must have at most " + Event.Metrics.LARGEST + " entries, has more: send two events");
      }
      JsonToken value = parser.nextToken();
      if (value != JsonToken.VALUE_NULL) {
        samples.add(sample(parser, value, field, name));
      }
    }
    return samples;
  }

  private Sample sample(JsonParser parser, JsonToken token, Field field, String name) {
    try {
      MetricName metric = new MetricName(name);
      if (token == JsonToken.VALUE_STRING) {
        return new Sample(metric, new Sample.Reading.State(text(parser, field.pointer() + Refusal.step(name), name)));
      }
      if (token.isNumeric()) {
        return new Sample(metric, new Sample.Reading.Number(number(parser, field, name)));
      }
    } catch (InvalidValueException e) {
      throw new Refusal(field.pointer() + Refusal.step(name), e.rule(), Refusal.message(e));
    }
    throw new Refusal(
        field.pointer() + Refusal.step(name),
        "type",
        Refusal.shown(name) + " must be a number or a short word, was " + describe(token));
  }

  private double number(JsonParser parser, Field field, String name) {
    String pointer = field.pointer() + Refusal.step(name);
    int length = checkedLength(parser, pointer, name);
    char[] text = parser.getStringCharacters();
    int offset = parser.getStringOffset();
    double value;
    try {
      value = NumberInput.parseDouble(text, offset, length, true);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw notFinite(pointer, name, new String(text, offset, length));
    }
    return value;
  }

  static Refusal duplicate(String pointer, String name) {
    return new Refusal(pointer, "duplicate-key", Refusal.shown(name) + " stands twice: send each name once");
  }

  static Refusal wrongKind(Field field, JsonToken token) {
    return new Refusal(
        field.pointer(), "type", field.wireName() + " must be " + field.kind().description() + ", was " + describe(token));
  }

  static String describe(@Nullable JsonToken token) {
    if (token == null) {
      return "empty";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "a flag";
      case VALUE_NULL -> "null";
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
    };
  }
}
