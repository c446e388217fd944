package dev.binnacle.config;

import java.util.List;
import java.util.Map;

/** Writes values as YAML blocks, short lists in brackets. Thread-safe. */
final class YamlBlocks {
  private static final int WIDTH = 60;

  private final Tongue tongue = new YamlTongue();
  private final Bracketed brackets = new Bracketed(tongue);

  /** Lines without the last line end, each with the indent. */
  String lines(Node node, String indent, String step, String lineEnd) {
    if (node instanceof Node.Section section && !section.entries().isEmpty()) {
      List<String> entries =
          section.entries().entrySet().stream().map(entry -> indent + entry(entry, indent, step, lineEnd)).toList();
      return String.join(lineEnd, entries);
    }
    if (node instanceof Node.Items items && !items.items().isEmpty()) {
      return String.join(lineEnd, items.items().stream().map(item -> indent + item(item, indent, lineEnd, step)).toList());
    }
    return indent + brackets.inline(node, null);
  }

  /** A key with its value, without the indent of its first line. */
  String entry(Map.Entry<String, Node> entry, String indent, String step, String lineEnd) {
    String key = tongue.key(entry.getKey()) + ":";
    Node value = entry.getValue();
    return isBlock(value) ? key + lineEnd + lines(value, indent + step, step, lineEnd) : key + " " + brackets.inline(value, null);
  }

  /** A dash with its value, without the indent of its first line. */
  String item(Node item, String indent, String lineEnd, String step) {
    String inner = indent + "  ";
    return "- " + (isBlock(item) ? lines(item, inner, step, lineEnd).substring(inner.length()) : brackets.inline(item, null));
  }

  String inline(Node node) {
    return brackets.inline(node, null);
  }

  private boolean isBlock(Node node) {
    if (node instanceof Node.Section section) {
      return !section.entries().isEmpty();
    }
    return node instanceof Node.Items items && !items.items().isEmpty()
        && (items.items().stream().anyMatch(item -> item instanceof Node.Section || item instanceof Node.Items)
            || brackets.inline(node, null).length() > WIDTH);
  }
}
