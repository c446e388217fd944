package dev.binnacle.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One merging of layers, by one thread. */
final class Layering {
  private final @Nullable Schema schema;
  private final Map<String, String> origins = new LinkedHashMap<>();
  private final Map<String, Position> positions = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Node.Section root = Node.Section.EMPTY;

  Layering(Layer base, @Nullable Schema schema) {
    this.schema = schema;
    root = base.values();
    take("", base, base.pointer(), root);
  }

  List<Problem> problems() {
    return problems;
  }

  void lay(Layer layer) {
    root = merge(root, layer.values(), "", layer, layer.pointer());
  }

  Merged merged(String file, List<Problem> notices) {
    return new Merged(new Document(file, root, positions, notices), origins);
  }

  private Node.Section merge(Node.Section under, Node.Section over, String pointer, Layer layer, String from) {
    Map<String, Node> result = new LinkedHashMap<>(under.entries());
    Set<String> given = new HashSet<>();
    over.entries().forEach((key, node) -> {
      String target = target(under, key);
      String to = Pointers.child(pointer, target);
      String source = Pointers.child(from, key);
      Node old = under.entries().get(target);
      if (Keys.isExtension(key)) {
        return;
      }
      if (!given.add(target)) {
        add(layer, source, "duplicate-key", "is given twice, spelt differently", "keep one of them");
      } else if (old == null && (schema == null || !schema.knows(to))) {
        String near = Keys.nearest(key, under.entries().keySet()).map(found -> "did you mean " + found + "?").orElse("");
        add(layer, source, "unknown-override", "overrides " + to + ", which does not exist", near);
      } else if (old instanceof Node.Section below && node instanceof Node.Section above) {
        result.put(target, merge(below, above, to, layer, source));
      } else if (old != null && !isOfOneForm(old, node)) {
        add(layer, source, "kind", "overrides " + SchemaFindings.show(old) + " with " + SchemaFindings.show(node),
            "an override keeps the form of its target");
      } else {
        result.put(target, node);
        take(to, layer, source, node);
      }
    });
    return new Node.Section(result);
  }

  /** The key under its own name, or else under another spelling of it. */
  private static String target(Node.Section under, String key) {
    if (under.entries().containsKey(key)) {
      return key;
    }
    String folded = Keys.fold(key);
    List<String> same = under.entries().keySet().stream().filter(name -> Keys.fold(name).equals(folded)).toList();
    return same.size() == 1 ? same.get(0) : key;
  }

  /** A section stays one and a list stays one, so that it does not matter how layers are grouped. */
  private static boolean isOfOneForm(Node old, Node node) {
    return old instanceof Node.Section == node instanceof Node.Section
        && (old instanceof Node.Items == node instanceof Node.Items || old instanceof Node.Nothing
            || node instanceof Node.Nothing);
  }

  private void take(String to, Layer layer, String from, Node node) {
    Position position = layer.document().positionOf(from);
    origins.keySet().removeIf(pointer -> pointer.equals(to) || pointer.startsWith(to + "/"));
    positions.keySet().removeIf(pointer -> pointer.equals(to) || pointer.startsWith(to + "/"));
    if (position != null) {
      positions.put(to, position);
    }
    if (node instanceof Node.Section section && (!section.entries().isEmpty() || to.isEmpty())) {
      section.entries().forEach((key, entry) -> take(Pointers.child(to, key), layer, Pointers.child(from, key), entry));
      return;
    }
    origins.put(to, layer.name());
    if (node instanceof Node.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        Position item = layer.document().positionOf(Pointers.child(from, i));
        if (item != null) {
          positions.put(Pointers.child(to, i), item);
        }
      }
    }
  }

  private void add(Layer layer, String pointer, String rule, String message, String remedy) {
    problems.add(new Problem(layer.document().file(), layer.document().positionOf(pointer), pointer, rule, message, remedy));
  }
}
