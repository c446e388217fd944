package dev.binnacle.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document in the form that the validator takes, with the schema's spelling of each key. Collects the problems of keys that the
 * validator would not see. One use each, by one thread.
 */
final class SchemaReading {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Document document;
  private final List<Problem> problems = new ArrayList<>();

  SchemaReading(Document document) {
    this.document = document;
  }

  List<Problem> problems() {
    return problems;
  }

  /** The way back to the root; a pointer is only made of it when something is wrong. */
  private record Trail(@Nullable Trail up, String key) {
    String pointer() {
      return Pointers.child(up == null ? "" : up.pointer(), key);
    }
  }

  ObjectNode section(Node.Section section, Shape shape) {
    return section(section, shape, null);
  }

  private ObjectNode section(Node.Section section, @Nullable Shape shape, @Nullable Trail trail) {
    ObjectNode read = JSON.objectNode();
    Map<String, String> respelt = new HashMap<>();
    for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
      String written = entry.getKey();
      String key = shape == null ? written : shape.spelt(written);
      Trail here = new Trail(trail, written);
      boolean isNamed = shape != null && shape.names(key);
      if (shape != null && !isNamed && !shape.takesAnyKey() && Keys.isExtension(written)) {
        continue;
      }
      String twin = isNamed ? respelt.putIfAbsent(key, written) : null;
      if (twin != null) {
        add(here, "duplicate-key", "is the same key as " + twin + ", and both are given", "keep one of them");
      } else if (shape != null && shape.isClosed && !isNamed) {
        problems.add(SchemaFindings.unknownKey(document, here.pointer(), written, shape));
      } else {
        read.set(key, value(entry.getValue(), shape == null ? null : shape.entry(key), here));
      }
    }
    return read;
  }

  private JsonNode value(Node node, @Nullable Shape shape, Trail trail) {
    if (node instanceof Node.Section section) {
      return section(section, shape, trail);
    }
    if (node instanceof Node.Items list) {
      ArrayNode read = JSON.arrayNode(list.items().size());
      for (Node item : list.items()) {
        int index = read.size();
        read.add(value(item, shape == null ? null : shape.item(index), new Trail(trail, Integer.toString(index))));
      }
      return read;
    }
    if (node instanceof Node.Text text) {
      return text(text.text(), shape);
    }
    if (node instanceof Node.Numeral numeral) {
      return JSON.numberNode(numeral.number());
    }
    return node instanceof Node.Flag flag ? JSON.booleanNode(flag.flag()) : JSON.nullNode();
  }

  private static JsonNode text(String text, @Nullable Shape shape) {
    if (shape != null && shape.isDuration) {
      var duration = DurationText.parse(text);
      if (duration != null) {
        return JSON.numberNode(DurationText.seconds(duration));
      }
    }
    if (shape != null && shape.isAnyCase && shape.value("enum") instanceof ArrayNode choices) {
      String folded = Keys.fold(text);
      for (JsonNode choice : choices) {
        if (choice.isString() && Keys.fold(choice.asString()).equals(folded)) {
          return choice;
        }
      }
    }
    return JSON.stringNode(text);
  }

  private void add(Trail at, String rule, String message, String remedy) {
    String pointer = at.pointer();
    problems.add(new Problem(document.file(), document.positionOf(pointer), pointer, rule, message, remedy));
  }
}
