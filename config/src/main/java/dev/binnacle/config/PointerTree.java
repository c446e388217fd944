package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901) into a tree of values. */
final class PointerTree {
  private PointerTree() {}

  /**
   * The tree with one value put in, with the sections around it if need be, or taken out when it is null.
   *
   * @throws IllegalArgumentException if it lies below a value that is no section or list
   * @throws IndexOutOfBoundsException if it lies in a list that is shorter
   */
  static Node.Section with(Node.Section root, String pointer, @Nullable Node value) {
    Node changed = with(root, Pointers.tokens(pointer), 0, value);
    if (changed instanceof Node.Section section) {
      return section;
    }
    throw new IllegalArgumentException("the root must stay a section");
  }

  private static @Nullable Node with(Node at, List<String> steps, int depth, @Nullable Node value) {
    if (depth == steps.size()) {
      return value;
    }
    String step = steps.get(depth);
    if (at instanceof Node.Section section) {
      Map<String, Node> entries = new LinkedHashMap<>(section.entries());
      Node child = entries.getOrDefault(step, Node.Section.EMPTY);
      Node changed = with(child, steps, depth + 1, value);
      if (changed == null) {
        entries.remove(step);
      } else {
        entries.put(step, changed);
      }
      return new Node.Section(entries);
    }
    if (at instanceof Node.Items items) {
      int index = Integer.parseInt(step);
      List<Node> list = new ArrayList<>(items.items());
      Node changed = with(list.get(index), steps, depth + 1, value);
      if (changed == null) {
        list.remove(index);
      } else {
        list.set(index, changed);
      }
      return new Node.Items(list);
    }
    throw new IllegalArgumentException("there is nothing below " + step);
  }
}
