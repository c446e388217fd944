package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two configurations, value by value.
 *
 * <p>Sections are compared entry by entry, and one that comes or goes is told by its values; an empty one is a value itself. A list is compared item by item when it is
 * one of sections or lists and keeps its length; else it is one value, since items that move say nothing about a place. Numbers are
 * compared as numbers: 8 and 8.0 are equal. The order of a section's entries does not matter.
 */
public final class Difference {
  private Difference() {}

  /**
   * In the order of {@code after}, what is gone at its section's end. Taking away what is gone, with the sections that this empties, and
   * then setting the rest, leads from one to the other.
   */
  public static List<Change> between(Node.Section before, Node.Section after) {
    List<Change> changes = new ArrayList<>();
    sections("", before, after, changes);
    return changes;
  }

  /** Whether both say the same. */
  static boolean isSame(@Nullable Node one, @Nullable Node other) {
    if (one instanceof Node.Numeral a && other instanceof Node.Numeral b) {
      return a.number().compareTo(b.number()) == 0;
    }
    if (one instanceof Node.Items a && other instanceof Node.Items b) {
      boolean same = a.items().size() == b.items().size();
      for (int i = 0; same && i < a.items().size(); i++) {
        same = isSame(a.items().get(i), b.items().get(i));
      }
      return same;
    }
    if (one instanceof Node.Section a && other instanceof Node.Section b) {
      return a.entries().keySet().equals(b.entries().keySet())
          && a.entries().entrySet().stream().allMatch(entry -> isSame(entry.getValue(), b.entries().get(entry.getKey())));
    }
    return one == null ? other == null : one.equals(other);
  }

  private static void sections(String pointer, Node.Section before, Node.Section after, List<Change> changes) {
    for (Map.Entry<String, Node> entry : after.entries().entrySet()) {
      values(Pointers.child(pointer, entry.getKey()), before.entries().get(entry.getKey()), entry.getValue(), changes);
    }
    for (Map.Entry<String, Node> entry : before.entries().entrySet()) {
      if (!after.entries().containsKey(entry.getKey())) {
        values(Pointers.child(pointer, entry.getKey()), entry.getValue(), null, changes);
      }
    }
  }

  private static void values(String pointer, @Nullable Node before, @Nullable Node after, List<Change> changes) {
    if (isSame(before, after)) {
      return;
    }
    boolean opens = isFilled(before) && (after == null || after instanceof Node.Section)
        || isFilled(after) && (before == null || before instanceof Node.Section);
    if (opens) {
      if (Node.Section.EMPTY.equals(before)) {
        changes.add(new Change(pointer, before, null));
      }
      sections(pointer, sectionOf(before), sectionOf(after), changes);
      if (Node.Section.EMPTY.equals(after)) {
        changes.add(new Change(pointer, null, after));
      }
    } else if (before instanceof Node.Items one && after instanceof Node.Items other && isOfPlaces(one, other)) {
      for (int i = 0; i < one.items().size(); i++) {
        values(Pointers.child(pointer, i), one.items().get(i), other.items().get(i), changes);
      }
    } else {
      changes.add(new Change(pointer, before, after));
    }
  }

  private static boolean isFilled(@Nullable Node node) {
    return node instanceof Node.Section section && !section.entries().isEmpty();
  }

  private static Node.Section sectionOf(@Nullable Node node) {
    return node instanceof Node.Section section ? section : Node.Section.EMPTY;
  }

  private static boolean isOfPlaces(Node.Items one, Node.Items other) {
    return one.items().size() == other.items().size() && isOfPlaces(one) && isOfPlaces(other);
  }

  private static boolean isOfPlaces(Node.Items list) {
    return list.items().stream().allMatch(item -> item instanceof Node.Section || item instanceof Node.Items);
  }
}
