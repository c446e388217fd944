package dev.binnacle.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A schema as its author wrote it: strict JSON, and what a general validator does not know of it. */
record SchemaSource(String text, JsonNode root) {
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();
  private static final Set<String> MODES = Set.of("hot", "next_trade", "when_flat", "market_closed", "restart");
  /** Words whose value is data or maps names to schemas, so that what looks like a word in it is none. */
  private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");
  private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  /** A word that is not among these is a slip, and its rule would never be checked. */
  private static final Set<String> WORDS = Set.of("$schema", "$id", "id", "$ref", "$defs", "definitions", "$anchor",
      "$dynamicAnchor", "$dynamicRef",
      "$comment", "$vocabulary", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "type",
      "enum", "const",
      "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format",
      "contentEncoding", "contentMediaType", "contentSchema", "items", "prefixItems", "additionalItems", "unevaluatedItems",
      "contains",
      "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "properties", "patternProperties",
      "additionalProperties",
      "unevaluatedProperties", "propertyNames", "minProperties", "maxProperties", "required", "dependentRequired",
      "dependentSchemas",
      "dependencies", "allOf", "anyOf", "oneOf", "not", "if", "then", "else");

  static SchemaSource read(String name, byte[] json) {
    String text;
    JsonNode root;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      root = JSON.readTree(text);
    } catch (CharacterCodingException notUtf8) {
      throw refused(name, "", "schema", "the schema is not UTF-8", "save it as UTF-8");
    } catch (JacksonException notJson) {
      var at = notJson.getLocation();
      Position position = at == null || at.getLineNr() < 1 ? null : new Position(at.getLineNr(), Math.max(1, at.getColumnNr()));
      throw new ConfigException(
          List.of(new Problem(name, position, "", "schema", "the schema is not JSON: " + notJson.getOriginalMessage(), "")));
    }
    if (!root.isObject()) {
      throw refused(name, "", "schema", "a schema is an object in braces", "");
    }
    List<Problem> problems = new ArrayList<>();
    walk(name, root, "", problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new SchemaSource(text, root);
  }

  private static ConfigException refused(String name, String pointer, String rule, String message, String remedy) {
    return new ConfigException(List.of(new Problem(name, null, pointer, rule, message, remedy)));
  }

  private static void walk(String name, JsonNode schema, String pointer, List<Problem> problems) {
    if (schema.isArray()) {
      for (int i = 0; i < schema.size(); i++) {
        walk(name, schema.get(i), Pointers.child(pointer, i), problems);
      }
    }
    schema.forEachEntry((word, value) -> {
      String here = Pointers.child(pointer, word);
      String wrong = wrong(word, value);
      if (!wrong.isEmpty()) {
        problems.add(new Problem(name, null, here, "schema", wrong, ""));
      }
      if (NAMED.contains(word)) {
        value.forEachEntry((key, named) -> walk(name, named, Pointers.child(here, key), problems));
      } else if (!DATA.contains(word)) {
        walk(name, value, here, problems);
      }
    });
  }

  /** What is wrong with a word's value; empty when nothing is, or when the validator will say it. */
  private static String wrong(String word, JsonNode value) {
    String text = value.asString("");
    return switch (word) {
      case "$ref", "$dynamicRef" ->
          text.startsWith("#") ? "" : "a schema refers to itself only, as in #/$defs/price; was " + value;
      case "x-apply" -> MODES.contains(text) ? "" : "must be hot, next_trade, when_flat, market_closed or restart, was " + value;
      case "x-tighter" -> text.equals("lower") || text.equals("higher") ? "" : "must be lower or higher, was " + value;
      case "x-unit" -> value.isString() ? "" : "must be a text, was " + value;
      case "x-secret" -> value.isBoolean() ? "" : "must be true or false, was " + value;
      case "x-type" -> text.equals("duration") ? "" : "must be duration, was " + value;
      case "x-max-change" -> ChangeLimits.limit(value) == null
          ? "must be a percentage such as \"25%\" or a number, and not negative, was " + value
          : "";
      case "pattern" -> pattern(text);
      case "patternProperties" ->
          value.propertyNames().stream().map(SchemaSource::pattern).filter(said -> !said.isEmpty()).findFirst().orElse("");
      default -> WORDS.contains(word) || Keys.isExtension(word)
          ? ""
          : "is no word of JSON Schema" + Keys.nearest(word, WORDS).map(near -> "; did you mean " + near + "?").orElse("");
    };
  }

  private static String pattern(String pattern) {
    try {
      Pattern.compile(pattern);
      return "";
    } catch (PatternSyntaxException bad) {
      return "is no regular expression: " + bad.getDescription() + " near index " + bad.getIndex() + " of " + pattern;
    }
  }
}
