package dev.binnacle.web.view;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How values of one type look in JSON: how they are written, and the schema of what is written. Both come from one description,
 * so neither can be true without the other.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class Shape<T> {
  private static final JsonFactory JSON = JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int TYPICAL_BYTES = 1_024;

  private final BiConsumer<JsonGenerator, ? super T> writer;
  private final Function<Definitions, ObjectNode> schema;

  Shape(BiConsumer<JsonGenerator, ? super T> writer, Function<Definitions, ObjectNode> schema) {
    this.writer = writer;
    this.schema = schema;
  }

  /** Begins the description of a JSON object that the schema knows by {@code name}. */
  public static <T> Fields<T> object(String name, String summary) {
    return new Fields<>(name, summary);
  }

  /** A value that is written as a text. */
  public static <T> Shape<T> text(Function<? super T, String> get) {
    return new Shape<>((json, value) -> json.writeString(get.apply(value)), definitions -> typed("string"));
  }

  /** A whole number. */
  public static <T extends Number> Shape<T> number() {
    return new Shape<>((json, value) -> json.writeNumber(value.longValue()), definitions -> typed("integer"));
  }

  /** An exact decimal as a JSON number, for the plain endpoints only: elsewhere money is a text. */
  public static <T> Shape<T> decimalNumber(Function<? super T, BigDecimal> get) {
    return new Shape<>((json, value) -> json.writeNumber(get.apply(value)), definitions -> typed("number"));
  }

  /** JSON that was made elsewhere, as its text. */
  public static Shape<String> document(String note) {
    return new Shape<>((json, text) -> json.writeRawValue(text), definitions -> typed("object").put("description", note));
  }

  /** An array of {@code element}s. */
  public static <E> Shape<Collection<? extends E>> listOf(Shape<E> element) {
    return new Shape<>(
        (json, values) -> {
          json.writeStartArray();
          values.forEach(value -> element.write(json, value));
          json.writeEndArray();
        },
        definitions -> typed("array").set("items", element.schema(definitions)));
  }

  /** An object with keys that are not known beforehand, in the map's order. */
  public static <E> Shape<Map<String, ? extends E>> mapOf(Shape<E> element) {
    return new Shape<>(
        (json, values) -> {
          json.writeStartObject();
          values.forEach(
              (key, value) -> {
                json.writeName(key);
                element.write(json, value);
              });
          json.writeEndObject();
        },
        definitions -> typed("object").set("additionalProperties", element.schema(definitions)));
  }

  /** The same JSON for another type. */
  public <U> Shape<U> on(Function<? super U, ? extends T> get) {
    return new Shape<>((json, value) -> writer.accept(json, get.apply(value)), schema);
  }

  public void write(JsonGenerator json, T value) {
    writer.accept(json, value);
  }

  /** The value as UTF-8. */
  public byte[] bytes(T value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
    write(out, value);
    return out.toByteArray();
  }

  public void write(OutputStream out, T value) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      writer.accept(json, value);
    }
  }

  /** The JSON Schema of what is written; named parts are entered into {@code definitions} and referred to. */
  public ObjectNode schema(Definitions definitions) {
    return schema.apply(definitions);
  }

  static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  /** The same schema with null allowed. */
  static ObjectNode nullable(ObjectNode schema) {
    if (schema.path("type").isString()) {
      ObjectNode copy = schema.deepCopy();
      copy.putArray("type").add(schema.get("type").asString()).add("null");
      if (copy.has("enum")) {
        copy.withArray("enum").addNull();
      }
      return copy;
    }
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(schema).add(typed("null"));
    return either;
  }

  /** A field's name, encoded once. */
  static SerializedString name(String name) {
    return new SerializedString(name);
  }
}
