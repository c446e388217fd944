package dev.binnacle.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A first JSON Schema (2020-12), guessed from values: their types, all keys required and no others allowed. Ranges, units and when a
 * change may apply stay open, since no value tells them.
 */
final class SchemaDraft {
  private static final Pattern SECRET = Pattern.compile("(?i).*(secret|password|passphrase|token|api_?-?key|private_?-?key).*");

  private SchemaDraft() {}

  /**
   * @param title of the whole
   * @param descriptions of the keys at the top, several lines each
   */
  static Node.Section of(String title, Node.Section root, Map<String, List<String>> descriptions) {
    Map<String, Node> schema = new LinkedHashMap<>();
    schema.put("$schema", new Node.Text("https://json-schema.org/draft/2020-12/schema"));
    schema.put("title", new Node.Text(title));
    schema.putAll(section(root, descriptions));
    return new Node.Section(schema);
  }

  private static Map<String, Node> section(Node.Section section, Map<String, List<String>> descriptions) {
    Map<String, Node> properties = new LinkedHashMap<>();
    section.entries().forEach((name, value) -> {
      Map<String, Node> property = new LinkedHashMap<>();
      property.put("title", new Node.Text(title(name)));
      List<String> description = descriptions.getOrDefault(name, List.of());
      if (!description.isEmpty()) {
        property.put("description", new Node.Text(String.join("\n", description)));
      }
      property.putAll(type(value));
      if (value instanceof Node.Text && SECRET.matcher(name).matches()) {
        property.put("x-secret", new Node.Flag(true));
      }
      properties.put(name, new Node.Section(property));
    });
    Map<String, Node> schema = new LinkedHashMap<>();
    schema.put("type", new Node.Text("object"));
    schema.put("properties", new Node.Section(properties));
    schema.put("required", new Node.Items(section.entries().keySet().stream().<Node>map(Node.Text::new).toList()));
    schema.put("additionalProperties", new Node.Flag(false));
    return schema;
  }

  /** Nothing is known of the type behind a null. */
  private static Map<String, Node> type(Node value) {
    if (value instanceof Node.Section section) {
      return section(section, Map.of());
    } else if (value instanceof Node.Items items) {
      return list(items);
    } else if (value instanceof Node.Text) {
      return Map.of("type", new Node.Text("string"));
    } else if (value instanceof Node.Flag) {
      return Map.of("type", new Node.Text("boolean"));
    } else if (value instanceof Node.Numeral numeral) {
      return Map.of("type", new Node.Text(numeral.number().scale() <= 0 ? "integer" : "number"));
    }
    return Map.of();
  }

  private static Map<String, Node> list(Node.Items items) {
    Map<String, Node> schema = new LinkedHashMap<>();
    schema.put("type", new Node.Text("array"));
    List<Map<String, Node>> types = items.items().stream().map(SchemaDraft::type).distinct().toList();
    boolean isNumbers = !types.isEmpty() && items.items().stream().allMatch(Node.Numeral.class::isInstance);
    if (types.size() == 1 && !types.get(0).isEmpty()) {
      schema.put("items", new Node.Section(types.get(0)));
    } else if (isNumbers) {
      schema.put("items", new Node.Section(Map.of("type", new Node.Text("number"))));
    }
    return schema;
  }

  /** {@code VIX_DELTA_LOW} and {@code vix-delta-low} are both "Vix delta low". */
  static String title(String name) {
    String words = name.replaceAll("[_-]+", " ").strip();
    String lower = words.equals(words.toUpperCase(Locale.ROOT)) ? words.toLowerCase(Locale.ROOT) : words;
    return lower.isEmpty() ? name : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
  }
}
