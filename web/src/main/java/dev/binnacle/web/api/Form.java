package dev.binnacle.web.api;

import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small JSON object in a request's body: how it is read, strictly, and its schema. All broken rules are told at once.
 *
 * <p><b>Threads:</b> immutable once built.
 */
final class Form {
  private static final JsonMapper STRICT =
      JsonMapper.builder(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(4).maxStringLength(4_000).maxNumberLength(100).build())
              .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final String name;
  private final Map<String, Item<?>> items = new LinkedHashMap<>();

  private Form(String name) {
    this.name = name;
  }

  private record Item<T>(boolean required, String note, ObjectNode schema, Function<JsonNode, T> read) {}

  static Form named(String name) {
    return new Form(name);
  }

  String name() {
    return name;
  }

  Form text(String field, boolean required, String note) {
    return text(field, required, note, Function.identity());
  }

  /** A text of which {@code read} makes a value; it throws {@link InvalidValueException} for what it does not take. */
  <T> Form text(String field, boolean required, String note, Function<String, T> read) {
    items.put(field, new Item<>(required, note, type("string"), node -> read.apply(textOf(field, node))));
    return this;
  }

  /** A decimal, as a text or as a number. */
  Form decimal(String field, boolean required, String note) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("type").add("string").add("number");
    items.put(field, new Item<>(required, note, schema, node -> decimalOf(field, node)));
    return this;
  }

  /** An object of texts, by names that are not known beforehand. */
  Form texts(String field, boolean required, String note) {
    ObjectNode schema = type("object");
    schema.putObject("additionalProperties").put("type", "string");
    items.put(field, new Item<>(required, note, schema, node -> textsOf(field, node)));
    return this;
  }

  /** An array of at most so many texts, of each of which {@code read} makes a value. Read as a {@link List}. */
  Form list(String field, boolean required, String note, int most, Function<String, ?> read) {
    ObjectNode schema = type("array").put("maxItems", most);
    schema.putObject("items").put("type", "string");
    items.put(field, new Item<>(required, note, schema, node -> listOf(field, node, most, read)));
    return this;
  }

  Form flag(String field, boolean required, String note) {
    items.put(field, new Item<>(required, note, type("boolean"), node -> flagOf(field, node)));
    return this;
  }

  Form count(String field, boolean required, String note, int least, int most) {
    ObjectNode schema = type("integer").put("minimum", least).put("maximum", most);
    items.put(field, new Item<>(required, note, schema, node -> countOf(field, node, least, most)));
    return this;
  }

  /** What was read; a field that was left out or null is not in it. */
  static final class Values {
    private final Map<String, Object> read = new LinkedHashMap<>();

    <T> @Nullable T get(String field, Class<T> type) {
      return type.cast(read.get(field));
    }

    <T> T require(String field, Class<T> type) {
      T value = get(field, type);
      if (value == null) {
        throw new IllegalStateException(field + " is not a required field of its form");
      }
      return value;
    }
  }

  /**
   * @throws RefusedException with every broken rule
   */
  Values read(byte[] body) {
    return read(body, 400);
  }

  /**
   * @param broken the status of the answer when the body is JSON and breaks a rule
   * @throws RefusedException with every broken rule
   */
  Values read(byte[] body, int broken) {
    JsonNode tree = parse(body);
    if (!(tree instanceof ObjectNode object)) {
      throw refused("", "object", "the body must be a JSON object, such as " + example());
    }
    List<Problem> problems = new ArrayList<>();
    object.propertyNames().stream()
        .filter(field -> !items.containsKey(field))
        .forEach(field -> problems
            .add(problem(field, "unknown-field", field + " is not a field of this; known are " + items.keySet())));
    Values values = new Values();
    items.forEach((field, item) -> read(field, item, object.get(field), values, problems));
    if (!problems.isEmpty()) {
      throw ProblemDocument.invalid(problems).as(broken).refused();
    }
    return values;
  }

  private static void read(String field, Item<?> item, @Nullable JsonNode node, Values values, List<Problem> problems) {
    if (node == null || node.isNull()) {
      if (item.required) {
        problems.add(problem(field, "required", field + " is missing: " + item.note));
      }
      return;
    }
    try {
      Object value = item.read.apply(node);
      if (value != null) {
        values.read.put(field, value);
      }
    } catch (InvalidValueException e) {
      problems.add(problem(field, e.rule(), e.getMessage() == null ? e.rule() : e.getMessage()));
    }
  }

  private static JsonNode parse(byte[] body) {
    if (body.length == 0) {
      throw refused("", "empty", "the body is empty; a JSON object is expected");
    }
    try {
      return STRICT.readTree(body);
    } catch (NumberFormatException e) { // Jackson's own, for an exponent that no decimal can have.
      throw refused("", "number", "a number in the body is beyond all measure");
    } catch (JacksonException e) {
      String where = e.getLocation() == null
          ? ""
          : " at line %d, column %d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw refused("", "syntax", "the body is not JSON as it should be: " + e.getOriginalMessage() + where);
    }
  }

  private static String textOf(String field, JsonNode node) {
    if (!node.isString()) {
      throw new InvalidValueException(field, "text",
          field + " must be a text, was " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }
    return node.asString();
  }

  private static Map<String, String> textsOf(String field, JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidValueException(field, "object", field + " must be an object of texts, such as {\"bot\": \"btc-*\"}");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    node.forEachEntry((name, value) -> texts.put(name, textOf(field + "/" + name, value)));
    return texts;
  }

  private static List<?> listOf(String field, JsonNode node, int most, Function<String, ?> read) {
    if (!node.isArray() || node.size() > most) {
      throw new InvalidValueException(field, "list", field + " must be an array of at most " + most + " texts");
    }
    List<Object> texts = new ArrayList<>();
    for (JsonNode each : node) {
      texts.add(read.apply(textOf(field, each)));
    }
    return List.copyOf(texts);
  }

  private static BigDecimal decimalOf(String field, JsonNode node) {
    try {
      if (node.isNumber()) {
        return node.decimalValue();
      }
      return new BigDecimal(textOf(field, node));
    } catch (NumberFormatException e) {
      throw new InvalidValueException(field, "decimal",
          field + " must be a decimal such as \"12500.50\", was " + Parameter.abridged(node.asString()));
    }
  }

  private static boolean flagOf(String field, JsonNode node) {
    if (!node.isBoolean()) {
      throw new InvalidValueException(
          field, "flag", field + " must be true or false, was " + Parameter.abridged(node.toString()));
    }
    return node.booleanValue();
  }

  private static int countOf(String field, JsonNode node, int least, int most) {
    if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least && node.intValue() <= most) {
      return node.intValue();
    }
    throw new InvalidValueException(
        field, "range",
        "%s must be a whole number from %d to %d, was %s".formatted(field, least, most, Parameter.abridged(node.toString())));
  }

  ObjectNode schema() {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    items.forEach(
        (field, item) -> {
          properties.set(field, item.schema.deepCopy().put("description", item.note));
          if (item.required) {
            required.add(field);
          }
        });
    return schema.put("additionalProperties", false);
  }

  private String example() {
    StringBuilder example = new StringBuilder("{");
    items.forEach((field, item) -> example.append(item.required ? "\"" + field + "\": …, " : ""));
    return (example.length() > 1 ? example.substring(0, example.length() - 2) : "{") + "}";
  }

  private static RefusedException refused(String pointer, String rule, String message) {
    return ProblemDocument.invalid(List.of(new Problem(pointer, rule, message))).refused();
  }

  private static Problem problem(String field, String rule, String message) {
    return new Problem("/" + field.replace("~", "~0").replace("/", "~1"), rule, message);
  }

  private static ObjectNode type(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
