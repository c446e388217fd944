package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901). */
final class Pointers {
  private Pointers() {}

  static String child(String pointer, String key) {
    return pointer + "/" + (key.indexOf('~') < 0 && key.indexOf('/') < 0 ? key : key.replace("~", "~0").replace("/", "~1"));
  }

  static String child(String pointer, int index) {
    return pointer + "/" + index;
  }

  static List<String> tokens(String pointer) {
    List<String> tokens = new ArrayList<>();
    for (int from = 1; from <= pointer.length();) {
      int next = pointer.indexOf('/', from);
      int end = next < 0 ? pointer.length() : next;
      tokens.add(pointer.substring(from, end).replace("~1", "/").replace("~0", "~"));
      from = end + 1;
    }
    return tokens;
  }

  /** A token as an index into a list of this size; -1 when it is none. */
  static int index(String token, int size) {
    if (token.isEmpty() || token.length() > 9 || !token.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int index = Integer.parseInt(token);
    return index < size ? index : -1;
  }

  /** What lies there; null when nothing does. */
  static @Nullable Node at(Node root, String pointer) {
    Node node = root;
    for (String token : tokens(pointer)) {
      Node next = null;
      if (node instanceof Node.Section section) {
        next = section.entries().get(token);
      } else if (node instanceof Node.Items list) {
        int index = index(token, list.items().size());
        next = index < 0 ? null : list.items().get(index);
      }
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** The names from the root on; none for the root itself. */
  static List<String> names(String pointer) {
    return tokens(pointer);
  }

  static boolean isPointer(String text) {
    return text.isEmpty() || text.startsWith("/");
  }

  static String parent(String pointer) {
    return pointer.substring(0, pointer.lastIndexOf('/'));
  }

  static String lastName(String pointer) {
    List<String> names = names(pointer);
    return names.get(names.size() - 1);
  }
}
