package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values with brackets: on one line, or sections and long lists on several. Thread-safe. */
final class Bracketed {
  private static final int WIDTH = 100;

  private final Tongue tongue;

  Bracketed(Tongue tongue) {
    this.tongue = tongue;
  }

  /** On one line. */
  String inline(Node node, @Nullable String old) {
    if (node instanceof Node.Items items) {
      return "[" + String.join(", ", items.items().stream().map(item -> inline(item, null)).toList()) + "]";
    }
    if (node instanceof Node.Section section) {
      List<String> entries = new ArrayList<>();
      section.entries().forEach((key, value) -> entries.add(tongue.key(key) + ": " + inline(value, null)));
      return "{" + String.join(", ", entries) + "}";
    }
    return tongue.scalar(node, old);
  }

  /**
   * As a person would write it.
   *
   * @param indent of the line on which the value begins
   * @param step what is added to the indent for what is inside
   */
  String tall(Node node, String indent, String step, String lineEnd) {
    if (!tongue.isTallAllowed() || !isTall(node, indent)) {
      return inline(node, null);
    }
    List<String> entries = new ArrayList<>();
    String inner = indent + step;
    boolean isSection = node instanceof Node.Section;
    if (node instanceof Node.Section section) {
      section.entries().forEach((key, value) -> entries.add(inner + tongue.key(key) + ": " + tall(value, inner, step, lineEnd)));
    } else if (node instanceof Node.Items items) {
      items.items().forEach(item -> entries.add(inner + tall(item, inner, step, lineEnd)));
    }
    String body = String.join("," + lineEnd, entries);
    return (isSection ? "{" : "[") + lineEnd + body + lineEnd + indent + (isSection ? "}" : "]");
  }

  private boolean isTall(Node node, String indent) {
    if (node instanceof Node.Section section) {
      return !section.entries().isEmpty();
    }
    return node instanceof Node.Items items && !items.items().isEmpty()
        && (items.items().stream().anyMatch(item -> item instanceof Node.Section section && !section.entries().isEmpty())
            || indent.length() + inline(node, null).length() > WIDTH);
  }
}
