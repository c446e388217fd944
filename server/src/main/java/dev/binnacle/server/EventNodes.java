package dev.binnacle.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** An event that is written in YAML, as the JSON that a bot would send. Decimals keep every digit. */
final class EventNodes {
  private static final JsonMapper JSON = new JsonMapper();

  private EventNodes() {}

  /** All that stands there but these. Keys are as they travel, with underscores. */
  static Map<String, Object> fields(SettingsSection event, Collection<String> without) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String key : event.keys()) {
      Node node = without.contains(key) ? null : event.node(key);
      Object value = node == null ? null : value(node);
      if (value != null) {
        fields.put(key.replace('-', '_'), value);
      }
    }
    return fields;
  }

  static byte[] json(Map<String, Object> fields) {
    return JSON.writeValueAsBytes(fields);
  }

  private static @Nullable Object value(Node node) {
    if (node instanceof MappingNode mapping) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      mapping.getValue().forEach(tuple -> {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          fields.put(key.getValue(), value(tuple.getValueNode()));
        }
      });
      return fields;
    }
    if (node instanceof SequenceNode sequence) {
      List<@Nullable Object> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(value(item)));
      return items;
    }
    return node instanceof ScalarNode scalar ? single(scalar) : null;
  }

  private static @Nullable Object single(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      try {
        return JsonNodeFactory.instance.numberNode(new java.math.BigDecimal(text));
      } catch (NumberFormatException _) {
        return text;
      }
    }
    return text;
  }
}
