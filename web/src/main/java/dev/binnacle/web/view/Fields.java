package dev.binnacle.web.view;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object in the order in which they are written. Every field is always there; one whose name here ends in
 * {@code OrNull} may be null.
 *
 * <p><b>Threads:</b> one thread at a time, until {@link #shape()}.
 */
public final class Fields<T> {
  private static final String DECIMAL = "^-?[0-9]+(\\.[0-9]+)?$";

  private final String name;
  private final String summary;
  private final List<Field<T>> fields = new ArrayList<>();

  Fields(String name, String summary) {
    this.name = name;
    this.summary = summary;
  }

  private record Field<T>(
      String name,
      SerializedString encoded,
      BiConsumer<JsonGenerator, ? super T> value,
      Function<Definitions, ObjectNode> schema,
      @Nullable String note) {}

  public Fields<T> text(String field, Function<? super T, String> get) {
    return field(field, (json, value) -> json.writeString(get.apply(value)), definitions -> Shape.typed("string"));
  }

  public Fields<T> textOrNull(String field, Function<? super T, @Nullable String> get) {
    return orNull(field, get, JsonGenerator::writeString, definitions -> Shape.typed("string"));
  }

  /** One word of an enumeration, in lower case. */
  public <E extends Enum<E>> Fields<T> word(String field, Class<E> words, Function<? super T, E> get) {
    return field(field, (json, value) -> json.writeString(wordOf(get.apply(value))), definitions -> enumeration(words));
  }

  public <E extends Enum<E>> Fields<T> wordOrNull(String field, Class<E> words, Function<? super T, @Nullable E> get) {
    return orNull(field, get, (json, word) -> json.writeString(wordOf(word)), definitions -> enumeration(words));
  }

  /** A text that is always the same, such as a message's type. */
  public Fields<T> constant(String field, String text) {
    return field(field, (json, value) -> json.writeString(text), definitions -> Shape.typed("string").put("const", text));
  }

  /** ISO-8601 in UTC. */
  public Fields<T> time(String field, Function<? super T, Instant> get) {
    return field(field, (json, value) -> json.writeString(get.apply(value).toString()), definitions -> dateTime());
  }

  public Fields<T> timeOrNull(String field, Function<? super T, @Nullable Instant> get) {
    return orNull(field, get, (json, time) -> json.writeString(time.toString()), definitions -> dateTime());
  }

  /** Seconds since 1970, with milliseconds behind the point, as the plain endpoints and the socket's messages have it. */
  public Fields<T> epochSeconds(String field, Function<? super T, Instant> get) {
    return field(
        field,
        (json, value) -> json.writeNumber(BigDecimal.valueOf(get.apply(value).toEpochMilli(), 3)),
        definitions -> Shape.typed("number"));
  }

  public Fields<T> epochSecondsOrNull(String field, Function<? super T, @Nullable Instant> get) {
    return orNull(
        field, get, (json, time) -> json.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3)),
        definitions -> Shape.typed("number"));
  }

  /** An exact decimal, as a text in plain notation. */
  public Fields<T> decimal(String field, Function<? super T, BigDecimal> get) {
    return field(field, (json, value) -> json.writeString(get.apply(value).toPlainString()), definitions -> decimalText());
  }

  public Fields<T> decimalOrNull(String field, Function<? super T, @Nullable BigDecimal> get) {
    return orNull(field, get, (json, number) -> json.writeString(number.toPlainString()), definitions -> decimalText());
  }

  /** An exact decimal as a JSON number, for the plain endpoints only: elsewhere money is a text. */
  public Fields<T> plainNumberOrNull(String field, Function<? super T, @Nullable BigDecimal> get) {
    return orNull(field, get, (json, number) -> json.writeNumber(number), definitions -> Shape.typed("number"));
  }

  /** A double, which must be finite. */
  public Fields<T> number(String field, ToDoubleFunction<? super T> get) {
    return field(field, (json, value) -> json.writeNumber(get.applyAsDouble(value)), definitions -> Shape.typed("number"));
  }

  public Fields<T> numberOrNull(String field, Function<? super T, @Nullable Double> get) {
    return orNull(field, get, (json, number) -> json.writeNumber(number.doubleValue()), definitions -> Shape.typed("number"));
  }

  public Fields<T> count(String field, ToLongFunction<? super T> get) {
    return field(field, (json, value) -> json.writeNumber(get.applyAsLong(value)), definitions -> Shape.typed("integer"));
  }

  public Fields<T> countOrNull(String field, Function<? super T, @Nullable Long> get) {
    return orNull(field, get, (json, number) -> json.writeNumber(number.longValue()), definitions -> Shape.typed("integer"));
  }

  public Fields<T> size(String field, ToIntFunction<? super T> get) {
    return count(field, get::applyAsInt);
  }

  public Fields<T> flag(String field, Predicate<? super T> get) {
    return field(field, (json, value) -> json.writeBoolean(get.test(value)), definitions -> Shape.typed("boolean"));
  }

  public <C> Fields<T> child(String field, Shape<C> shape, Function<? super T, ? extends C> get) {
    return field(field, (json, value) -> shape.write(json, get.apply(value)), shape::schema);
  }

  public <C> Fields<T> childOrNull(String field, Shape<C> shape, Function<? super T, ? extends @Nullable C> get) {
    return orNull(field, get, shape::write, shape::schema);
  }

  public <C> Fields<T> list(String field, Shape<C> element, Function<? super T, ? extends Collection<? extends C>> get) {
    return child(field, Shape.listOf(element), get);
  }

  public <C> Fields<T> map(String field, Shape<C> element, Function<? super T, ? extends Map<String, ? extends C>> get) {
    return child(field, Shape.mapOf(element), get);
  }

  /** Adds all fields of another object, taken from a part of this one. */
  public <C> Fields<T> with(Fields<C> other, Function<? super T, ? extends C> get) {
    for (Field<C> field : other.fields) {
      fields.add(
          new Field<>(field.name, field.encoded, (json, value) -> field.value.accept(json, get.apply(value)), field.schema,
              field.note));
    }
    return this;
  }

  /** Explains the field before. */
  public Fields<T> note(String text) {
    Field<T> last = fields.removeLast();
    fields.add(new Field<>(last.name, last.encoded, last.value, last.schema, text));
    return this;
  }

  public Shape<T> shape() {
    List<Field<T>> all = List.copyOf(fields);
    return new Shape<>((json, value) -> write(all, json, value),
        definitions -> definitions.refer(name, () -> schema(all, definitions)));
  }

  private static <T> void write(List<Field<T>> fields, JsonGenerator json, T value) {
    json.writeStartObject();
    for (Field<T> field : fields) {
      json.writeName(field.encoded);
      field.value.accept(json, value);
    }
    json.writeEndObject();
  }

  private ObjectNode schema(List<Field<T>> all, Definitions definitions) {
    ObjectNode schema = Shape.typed("object").put("description", summary);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Field<T> field : all) {
      ObjectNode property = field.schema.apply(definitions).deepCopy();
      if (field.note != null) {
        property.put("description", field.note);
      }
      properties.set(field.name, property);
      required.add(field.name);
    }
    return schema;
  }

  private Fields<T> field(String field, BiConsumer<JsonGenerator, ? super T> value, Function<Definitions, ObjectNode> schema) {
    fields.add(new Field<>(field, Shape.name(field), value, schema, null));
    return this;
  }

  private <V> Fields<T> orNull(
      String field,
      Function<? super T, ? extends @Nullable V> get,
      BiConsumer<JsonGenerator, V> write,
      Function<Definitions, ObjectNode> schema) {
    return field(
        field,
        (json, value) -> {
          V present = get.apply(value);
          if (present == null) {
            json.writeNull();
          } else {
            write.accept(json, present);
          }
        },
        definitions -> Shape.nullable(schema.apply(definitions)));
  }

  static String wordOf(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> ObjectNode enumeration(Class<E> words) {
    ObjectNode schema = Shape.typed("string");
    ArrayNode allowed = schema.putArray("enum");
    for (E word : words.getEnumConstants()) {
      allowed.add(wordOf(word));
    }
    return schema;
  }

  private static ObjectNode dateTime() {
    return Shape.typed("string").put("format", "date-time");
  }

  private static ObjectNode decimalText() {
    return JsonNodeFactory.instance.objectNode().put("type", "string").put("pattern", DECIMAL);
  }
}
