package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Edits that can be made, each with the tree that must come out: built here from the tree alone. */
final class RandomEdits {
  private final Random random;
  private final RandomTrees trees;

  RandomEdits(Random random, RandomTrees trees) {
    this.random = random;
    this.trees = trees;
  }

  record Asked(Edit edit, Node.Section result) {}

  Asked next(Node.Section root) {
    StringBuilder pointer = new StringBuilder();
    Change change = change(root, pointer, true);
    return new Asked(new Edit(pointer.toString(), change.value), (Node.Section) change.result);
  }

  /** Every scalar by its pointer. */
  static void scalars(Node node, String pointer, Map<String, Node> into) {
    if (node instanceof Node.Section section) {
      section.entries().forEach((key, value) -> scalars(value, pointer + "/" + Pointers.escape(key), into));
    } else if (node instanceof Node.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        scalars(items.items().get(i), pointer + "/" + i, into);
      }
    } else {
      into.put(pointer, node);
    }
  }

  private record Change(@Nullable Node value, Node result) {}

  private Change change(Node node, StringBuilder pointer, boolean isTop) {
    if (node instanceof Node.Section section) {
      List<String> names = new ArrayList<>(section.entries().keySet());
      Map<String, Node> entries = new LinkedHashMap<>(section.entries());
      if (names.isEmpty() || random.nextInt(4) == 0) {
        String name = isTop ? trees.topName() : trees.name();
        Node value = trees.node(2);
        pointer.append('/').append(Pointers.escape(name));
        entries.put(name, value);
        return new Change(value, new Node.Section(entries));
      }
      String name = names.get(random.nextInt(names.size()));
      Node old = Objects.requireNonNull(entries.get(name));
      pointer.append('/').append(Pointers.escape(name));
      if (isContainer(old) && random.nextInt(3) > 0) {
        Change inner = change(old, pointer, false);
        entries.put(name, inner.result);
        return new Change(inner.value, new Node.Section(entries));
      }
      if (random.nextInt(3) == 0) {
        entries.remove(name);
        return new Change(null, new Node.Section(entries));
      }
      Node value = trees.node(2);
      entries.put(name, value);
      return new Change(value, new Node.Section(entries));
    }
    return changeItem(((Node.Items) node).items(), pointer);
  }

  private Change changeItem(List<Node> old, StringBuilder pointer) {
    List<Node> items = new ArrayList<>(old);
    if (items.isEmpty() || random.nextInt(4) == 0) {
      Node value = trees.node(2);
      pointer.append("/-");
      items.add(value);
      return new Change(value, new Node.Items(items));
    }
    int index = random.nextInt(items.size());
    pointer.append('/').append(index);
    if (isContainer(items.get(index)) && random.nextInt(3) > 0) {
      Change inner = change(items.get(index), pointer, false);
      items.set(index, inner.result);
      return new Change(inner.value, new Node.Items(items));
    }
    if (random.nextInt(3) == 0) {
      items.remove(index);
      return new Change(null, new Node.Items(items));
    }
    Node value = trees.node(2);
    items.set(index, value);
    return new Change(value, new Node.Items(items));
  }

  private static boolean isContainer(Node node) {
    return node instanceof Node.Section || node instanceof Node.Items;
  }
}
