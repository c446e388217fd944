package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value and where it stands: from {@code start} to before {@code end}, in chars.
 *
 * <p><b>Threads:</b> immutable.
 */
sealed interface Site {
  int start();

  int end();

  /** Whether the text is also said elsewhere, so that a change here would change something there. */
  boolean isShared();

  Node node();

  /** A value without parts. */
  record Leaf(int start, int end, Node node, boolean isShared) implements Site {}

  /** A place that says what is written elsewhere, as YAML's aliases do. */
  record Alias(int start, int end, Site target) implements Site {
    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public Node node() {
      return target.node();
    }
  }

  /** A list or section, with its brackets where it has any. */
  record Group(int start, int end, Shape shape, List<Entry> entries, boolean isShared) implements Site {
    public Group {
      entries = List.copyOf(entries);
    }

    boolean isSection() {
      return switch (shape) {
        case BRACKET_SECTION, BLOCK_SECTION -> true;
        case BRACKET_LIST, BLOCK_LIST, TUPLE -> false;
      };
    }

    @Override
    public Node node() {
      return isSection() ? section() : items();
    }

    Node.Section section() {
      Map<String, Node> values = new LinkedHashMap<>();
      entries.forEach(entry -> values.put(entry.name(), entry.value().node()));
      return new Node.Section(values);
    }

    private Node.Items items() {
      List<Node> values = new ArrayList<>(entries.size());
      entries.forEach(entry -> values.add(entry.value().node()));
      return new Node.Items(values);
    }
  }

  /** A tuple is a list that tells one item by a comma; a block has no brackets but lines. */
  enum Shape {
    BRACKET_SECTION,
    BRACKET_LIST,
    TUPLE,
    BLOCK_SECTION,
    BLOCK_LIST
  }

  /**
   * A part of a group.
   *
   * @param name the key, or the index
   * @param start of the key or item, in a block list of its dash
   * @param nameEnd the end of the key as it is written; of an item its start
   */
  record Entry(String name, int start, int nameEnd, Site value) {}
}
