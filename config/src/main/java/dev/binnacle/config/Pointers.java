package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901) as texts. */
final class Pointers {
  private Pointers() {}

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** The names from the root on; none for the root itself. */
  static List<String> names(String pointer) {
    List<String> names = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String part : pointer.substring(1).split("/", -1)) {
        names.add(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return names;
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
