package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes edits in a text one step after the other, and then proves them: the result is read again and must say what was asked. What
 * the edits mean is computed on the values alone, apart from the text.
 *
 * <p><b>Threads:</b> confined to one edit.
 */
final class Editing {
  /** Each step reads the file again; a form never sends as many. */
  static final int MAX_STEPS = 500;

  /** What a format knows: how it is read, and how one step is made in its text. */
  interface Hand {
    Sited read(SourceText source);

    /** @throws RefusedConfigException if the step cannot be made in place */
    String make(Sited sited, Step step);
  }

  private final Hand hand;
  private int steps;

  private Editing(Hand hand) {
    this.hand = hand;
  }

  static byte[] apply(String file, byte[] content, List<Edit> edits, Hand hand) {
    return new Editing(hand).apply(hand.read(SourceText.decode(file, content)), edits);
  }

  private byte[] apply(Sited before, List<Edit> edits) {
    Sited sited = before;
    Node.Section asked = before.root().section();
    for (Edit edit : edits) {
      Node old = asked;
      asked = edited(sited, asked, edit);
      for (Step step : Plan.between("", old, asked)) {
        sited = make(sited, step);
      }
    }
    if (!sited.root().section().equals(asked)) {
      throw before.source().refusal("edit", "the edits would change more than was asked", "edit the file by hand");
    }
    return sited.source().encode();
  }

  private Sited make(Sited sited, Step step) {
    if (++steps > MAX_STEPS) {
      throw sited.source().refusal("edit", "more than " + MAX_STEPS + " values would change at once", "send the whole file");
    }
    refuseShared(sited, step.pointer());
    SourceText changed = sited.source().with(hand.make(sited, step));
    try {
      return hand.read(SourceText.decode(changed.file(), changed.encode()));
    } catch (RefusedConfigException e) {
      throw refusal(sited, step.pointer(), "the value cannot be written in place: " + e.problems().get(0).message());
    }
  }

  private static void refuseShared(Sited sited, String pointer) {
    for (String at = pointer;; at = Pointers.parent(at)) {
      Site site = sited.find(at);
      if (site != null && (at.equals(pointer) ? isShared(site) : site.isShared())) {
        throw sited.source().refusal(
            site.start(), pointer, "anchor", "the value is part of an anchor (&) or alias (*), and other places share it",
            "write it out, or edit the file by hand");
      }
      if (at.isEmpty()) {
        return;
      }
    }
  }

  private static boolean isShared(Site site) {
    return site.isShared()
        || site instanceof Site.Group group && group.entries().stream().anyMatch(entry -> isShared(entry.value()));
  }

  private static Node.Section edited(Sited sited, Node.Section root, Edit edit) {
    if (!Pointers.isPointer(edit.pointer())) {
      throw refusal(sited, edit.pointer(), "this is not a JSON pointer; it must begin with a slash");
    }
    if (edit.pointer().isEmpty()) {
      if (edit.value() instanceof Node.Section section) {
        return section;
      }
      throw refusal(sited, "", "the file as a whole must stay a section");
    }
    return (Node.Section) within(sited, root, Pointers.names(edit.pointer()), edit);
  }

  private static Node within(Sited sited, Node node, List<String> names, Edit edit) {
    String name = names.get(0);
    List<String> rest = names.subList(1, names.size());
    if (node instanceof Node.Section section) {
      Map<String, Node> entries = new LinkedHashMap<>(section.entries());
      Node old = entries.get(name);
      Node value = rest.isEmpty() ? edit.value() : within(sited, present(sited, old, edit), rest, edit);
      if (value == null) {
        present(sited, old, edit);
        entries.remove(name);
      } else {
        entries.put(name, value);
      }
      return new Node.Section(entries);
    }
    if (node instanceof Node.Items items) {
      return new Node.Items(withinList(sited, items.items(), names, edit));
    }
    throw refusal(sited, edit.pointer(), "the value around it is neither a section nor a list");
  }

  /** The index, or {@code -} for one more at the end. */
  private static List<Node> withinList(Sited sited, List<Node> items, List<String> names, Edit edit) {
    List<Node> changed = new ArrayList<>(items);
    List<String> rest = names.subList(1, names.size());
    if (names.get(0).equals("-") && rest.isEmpty() && edit.value() != null) {
      changed.add(edit.value());
      return changed;
    }
    int index = names.get(0).matches("0|[1-9][0-9]{0,5}") ? Integer.parseInt(names.get(0)) : items.size();
    Node old = present(sited, index < items.size() ? items.get(index) : null, edit);
    Node value = rest.isEmpty() ? edit.value() : within(sited, old, rest, edit);
    if (value == null) {
      changed.remove(index);
    } else {
      changed.set(index, value);
    }
    return changed;
  }

  private static Node present(Sited sited, @Nullable Node node, Edit edit) {
    if (node == null) {
      throw refusal(sited, edit.pointer(),
          edit.value() == null ? "there is nothing to remove" : "the section around it is not in the file");
    }
    return node;
  }

  private static RefusedConfigException refusal(Sited sited, String pointer, String message) {
    Position position = Pointers.isPointer(pointer) ? sited.document().positionOf(pointer) : null;
    return new RefusedConfigException(
        List.of(new Problem(sited.source().file(), position, pointer, "edit", message, "edit the file by hand")));
  }
}
