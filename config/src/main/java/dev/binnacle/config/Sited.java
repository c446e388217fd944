package dev.binnacle.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file as it was read: its text, its values with their places, and what was passed over. */
record Sited(SourceText source, Site.Group root, List<Problem> notices) {
  Document document() {
    Map<String, Position> positions = new LinkedHashMap<>();
    Places places = new Places(source);
    positions.put("", places.at(root.start()));
    collect(root, "", positions, places);
    return new Document(source.file(), root.section(), positions, notices);
  }

  /** A value stands where it begins, a list or section where its key does. */
  private static void collect(Site.Group group, String pointer, Map<String, Position> positions, Places places) {
    for (Site.Entry entry : group.entries()) {
      String at = pointer + "/" + Pointers.escape(entry.name());
      boolean isGroup = entry.value() instanceof Site.Group;
      positions.put(at, places.at(isGroup ? entry.start() : entry.value().start()));
      if (target(entry.value()) instanceof Site.Group inner) {
        collect(inner, at, positions, places);
      }
    }
  }

  /** What is said by reference stands where it is written. */
  private static Site target(Site site) {
    return site instanceof Site.Alias alias ? target(alias.target()) : site;
  }

  /** The value at a pointer; null when there is none. */
  @Nullable Site find(String pointer) {
    Site at = root;
    for (String name : Pointers.names(pointer)) {
      int index = at instanceof Site.Group group ? index(group, name) : -1;
      if (index < 0) {
        return null;
      }
      at = ((Site.Group) at).entries().get(index).value();
    }
    return at;
  }

  /** The value at a pointer that a step names, and that is therefore there. */
  Site site(String pointer) {
    Site site = find(pointer);
    if (site == null) {
      throw new IllegalArgumentException("there is no value at " + pointer);
    }
    return site;
  }

  Site.Group group(String pointer) {
    return (Site.Group) site(pointer);
  }

  static int index(Site.Group group, String name) {
    for (int i = 0; i < group.entries().size(); i++) {
      if (group.entries().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
