package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Values as JSON, numbers with every digit and their scale. */
final class NodeJson {
  private NodeJson() {}

  static void write(JsonGenerator out, @Nullable Node node) {
    if (node == null || node instanceof Node.Nothing) {
      out.writeNull();
    } else if (node instanceof Node.Text text) {
      out.writeString(text.text());
    } else if (node instanceof Node.Numeral numeral) {
      out.writeNumber(numeral.number());
    } else if (node instanceof Node.Flag flag) {
      out.writeBoolean(flag.flag());
    } else if (node instanceof Node.Items items) {
      out.writeStartArray();
      items.items().forEach(item -> write(out, item));
      out.writeEndArray();
    } else if (node instanceof Node.Section section) {
      out.writeStartObject();
      section.entries().forEach((name, value) -> {
        out.writeName(name);
        write(out, value);
      });
      out.writeEndObject();
    }
  }

  static Node read(JsonNode json) {
    if (json.isString()) {
      return new Node.Text(json.stringValue());
    }
    if (json.isNumber()) {
      return new Node.Numeral(json.decimalValue());
    }
    if (json.isBoolean()) {
      return new Node.Flag(json.booleanValue());
    }
    if (json.isArray()) {
      List<Node> items = new ArrayList<>();
      json.forEach(item -> items.add(read(item)));
      return new Node.Items(items);
    }
    if (json.isObject()) {
      Map<String, Node> entries = new LinkedHashMap<>();
      json.properties().forEach(entry -> entries.put(entry.getKey(), read(entry.getValue())));
      return new Node.Section(entries);
    }
    return new Node.Nothing();
  }
}
