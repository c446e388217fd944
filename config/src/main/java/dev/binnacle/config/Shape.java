package dev.binnacle.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What a schema says of one place, over all its parts: what it refers to and what it is composed of ({@code allOf}, {@code anyOf},
 * {@code oneOf}, {@code if}). The validator decides what is valid; this knows which key is meant, and our own words ({@code x-apply}…).
 *
 * <p><b>Threads:</b> immutable once {@link #of} has returned.
 */
final class Shape {
  private static final List<String> COMPOSED = List.of("allOf", "anyOf", "oneOf");

  /** Every object of the schema that speaks of this place. */
  final List<JsonNode> parts;

  private final Map<String, Shape> properties = new LinkedHashMap<>();
  /** Of each property's folded name; an empty text when two properties share it. */
  private final Map<String, String> folded = new HashMap<>();
  private final Map<Pattern, Shape> patterns = new LinkedHashMap<>();
  private final List<Shape> prefix = new ArrayList<>();
  private @Nullable Shape others;
  private @Nullable Shape items;

  /** Whether an unknown key is refused although the schema does not say so: it names its keys and says nothing of others. */
  final boolean isClosed;
  final boolean isDuration;
  final boolean isAnyCase;

  private Shape(List<JsonNode> parts, boolean isOpaque) {
    this.parts = parts;
    isDuration = text("x-type").equals("duration");
    isAnyCase = has("x-any-case");
    isClosed = has("properties") && !isOpaque && !has("additionalProperties") && !has("unevaluatedProperties")
        && !has("patternProperties");
  }

  static Shape of(JsonNode root) {
    return of(List.of(root), root, new HashMap<>());
  }

  private static Shape of(List<JsonNode> from, JsonNode root, Map<List<JsonNode>, Shape> made) {
    Shape known = made.get(from);
    if (known != null) {
      return known;
    }
    List<JsonNode> parts = new ArrayList<>();
    boolean opaque = false;
    for (JsonNode part : from) {
      opaque |= gather(part, root, parts);
    }
    Shape shape = new Shape(List.copyOf(parts), opaque);
    made.put(from, shape);
    shape.properties(root, made);
    shape.patternsAndItems(root, made);
    return shape;
  }

  /** Adds the part and all that it is composed of; true when it refers to what cannot be followed here. */
  private static boolean gather(JsonNode part, JsonNode root, List<JsonNode> into) {
    if (!part.isObject() || into.stream().anyMatch(seen -> seen == part)) {
      return false;
    }
    into.add(part);
    boolean opaque = part.has("$dynamicRef");
    String reference = part.path("$ref").asString("");
    if (!reference.isEmpty()) {
      JsonNode target = reference.equals("#")
          ? root
          : reference.startsWith("#/") ? root.at(JsonPointer.compile(reference.substring(1))) : root.path("");
      opaque |= target.isMissingNode() || gather(target, root, into);
    }
    for (String keyword : COMPOSED) {
      for (JsonNode branch : part.path(keyword)) {
        opaque |= gather(branch, root, into);
      }
    }
    for (String keyword : List.of("if", "then", "else")) {
      opaque |= gather(part.path(keyword), root, into);
    }
    return opaque;
  }

  private void properties(JsonNode root, Map<List<JsonNode>, Shape> made) {
    Map<String, List<JsonNode>> found = new LinkedHashMap<>();
    for (JsonNode part : parts) {
      part.path("properties").forEachEntry((name, property) -> found.computeIfAbsent(name, n -> new ArrayList<>()).add(property));
    }
    found.forEach((name, property) -> {
      properties.put(name, of(property, root, made));
      folded.merge(Keys.fold(name), name, (one, other) -> "");
    });
  }

  private void patternsAndItems(JsonNode root, Map<List<JsonNode>, Shape> made) {
    for (JsonNode part : parts) {
      part.path("patternProperties").forEachEntry((pattern, schema) -> patterns.put(Pattern.compile(pattern),
          of(List.of(schema), root, made)));
      for (JsonNode item : part.path("prefixItems")) {
        prefix.add(of(List.of(item), root, made));
      }
    }
    others = among("additionalProperties", root, made);
    others = others == null ? among("unevaluatedProperties", root, made) : others;
    items = among("items", root, made);
  }

  private @Nullable Shape among(String keyword, JsonNode root, Map<List<JsonNode>, Shape> made) {
    List<JsonNode> found = parts.stream().map(part -> part.path(keyword)).filter(JsonNode::isObject).toList();
    return found.isEmpty() ? null : of(found, root, made);
  }

  /** The key as the schema spells it; the key itself when the schema does not know it in any spelling. */
  String spelt(String key) {
    if (properties.containsKey(key)) {
      return key;
    }
    String name = folded.get(Keys.fold(key));
    return name == null || name.isEmpty() ? key : name;
  }

  boolean names(String key) {
    return properties.containsKey(key);
  }

  /** Whether the schema lets sections have keys that it does not name. */
  boolean takesAnyKey() {
    return others != null || !patterns.isEmpty();
  }

  Iterable<String> names() {
    return properties.keySet();
  }

  /** Of an entry, whose key is spelt as the schema spells it; null when the schema says nothing of it. */
  @Nullable Shape entry(String key) {
    Shape property = properties.get(key);
    if (property != null) {
      return property;
    }
    for (Map.Entry<Pattern, Shape> pattern : patterns.entrySet()) {
      if (pattern.getKey().matcher(key).find()) {
        return pattern.getValue();
      }
    }
    return others;
  }

  @Nullable Shape item(int index) {
    return index >= 0 && index < prefix.size() ? prefix.get(index) : items;
  }

  /** What the first part that has the keyword says; empty when none says a text. */
  String text(String keyword) {
    for (JsonNode part : parts) {
      String text = part.path(keyword).asString("");
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  @Nullable JsonNode value(String keyword) {
    for (JsonNode part : parts) {
      if (part.has(keyword)) {
        return part.path(keyword);
      }
    }
    return null;
  }

  boolean has(String keyword) {
    return value(keyword) != null;
  }
}
