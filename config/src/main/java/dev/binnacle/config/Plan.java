package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The smallest steps from one value to another, so that what a replaced list or section keeps, keeps its text and comments as well.
 * Within a list whose length changes, only what lies between the common beginning and the common end is taken out and put in: a
 * comment never moves to another item.
 */
final class Plan {
  private final List<Step> steps = new ArrayList<>();

  private Plan() {}

  static List<Step> between(String pointer, Node old, Node asked) {
    Plan plan = new Plan();
    plan.change(pointer, old, asked);
    return plan.steps;
  }

  private void change(String pointer, Node old, Node asked) {
    if (old.equals(asked)) {
      return;
    }
    if (old instanceof Node.Section from && asked instanceof Node.Section to) {
      section(pointer, from, to);
    } else if (old instanceof Node.Items from && asked instanceof Node.Items to) {
      list(pointer, from.items(), to.items());
    } else {
      steps.add(new Step.Put(pointer, asked));
    }
  }

  private void section(String pointer, Node.Section from, Node.Section to) {
    to.entries().forEach((key, value) -> {
      Node before = from.entries().get(key);
      if (before == null) {
        steps.add(new Step.Add(pointer, key, value));
      } else {
        change(child(pointer, key), before, value);
      }
    });
    from.entries().keySet().stream().filter(key -> !to.entries().containsKey(key))
        .forEach(key -> steps.add(new Step.Remove(child(pointer, key))));
  }

  private void list(String pointer, List<Node> from, List<Node> to) {
    int head = 0;
    while (head < from.size() && head < to.size() && Objects.equals(from.get(head), to.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < from.size() - head && tail < to.size() - head
        && Objects.equals(from.get(from.size() - 1 - tail), to.get(to.size() - 1 - tail))) {
      tail++;
    }
    if (from.size() == to.size()) {
      for (int i = head; i < from.size() - tail; i++) {
        change(child(pointer, String.valueOf(i)), from.get(i), to.get(i));
      }
      return;
    }
    for (int i = head; i < to.size() - tail; i++) {
      steps.add(new Step.Insert(pointer, i, to.get(i)));
    }
    int inserted = to.size() - tail - head;
    for (int i = from.size() - tail - 1; i >= head; i--) {
      steps.add(new Step.Remove(child(pointer, String.valueOf(i + inserted))));
    }
  }

  private static String child(String pointer, String name) {
    return pointer + "/" + Pointers.escape(name);
  }
}
