package dev.binnacle.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts entries into brackets and takes them out, as a person would: the commas, lines and comments of the others stay. Thread-safe. */
final class BracketEdits {
  private final Tongue tongue;
  private final Bracketed writer;

  BracketEdits(Tongue tongue) {
    this.tongue = tongue;
    writer = new Bracketed(tongue);
  }

  /** One step where all values stand in brackets. */
  String make(Sited sited, Step step) {
    if (step instanceof Step.Put put) {
      return put(sited.source(), sited.site(put.pointer()), put.value());
    } else if (step instanceof Step.Add add) {
      Site.Group group = sited.group(add.pointer());
      return insert(sited.source(), group, group.entries().size(), add.key(), add.value());
    } else if (step instanceof Step.Insert insert) {
      return insert(sited.source(), sited.group(insert.pointer()), insert.index(), null, insert.value());
    }
    Site.Group group = sited.group(Pointers.parent(step.pointer()));
    return remove(sited.source(), group, Sited.index(group, Pointers.lastName(step.pointer())));
  }

  /** A value becomes another one. */
  String put(SourceText source, Site old, Node value) {
    String text = source.text();
    String before = text.substring(old.start(), old.end());
    boolean isTall = !before.isEmpty() && !(old instanceof Site.Leaf) && before.indexOf('\n') >= 0;
    boolean isLeaf = !(value instanceof Node.Section) && !(value instanceof Node.Items);
    String written = isLeaf || !isTall && writer.inline(value, null).length() <= 80
        ? writer.inline(value, old instanceof Site.Leaf ? before : null)
        : writer.tall(value, Lines.indent(text, old.start()), step(source), source.lineEnd());
    return splice(text, old.start(), old.end(), written);
  }

  /** A group gets an entry before the one that is now at the index, or at its end; the key is null in a list. */
  String insert(SourceText source, Site.Group group, int index, @Nullable String key, Node value) {
    if (group.entries().isEmpty()) {
      return insertFirst(source, group, key, value);
    }
    return index < group.entries().size()
        ? insertBefore(source, group, index, key, value)
        : insertLast(source, group, key, value);
  }

  private String insertFirst(SourceText source, Site.Group group, @Nullable String key, Node value) {
    String text = source.text();
    String interior = text.substring(group.start() + 1, group.end() - 1);
    boolean isIdle = interior.isBlank();
    if (interior.indexOf('\n') >= 0) {
      String indent = Lines.indent(text, group.start());
      String inner = indent + step(source);
      String entry = source.lineEnd() + inner + entry(source, group, key, value, inner);
      return splice(text, group.start() + 1, isIdle ? group.end() - 1 : group.start() + 1,
          isIdle ? entry + source.lineEnd() + indent : entry);
    }
    String entry = entry(source, group, key, value, Lines.indent(text, group.start()));
    return splice(text, group.start() + 1, group.end() - 1, entry);
  }

  private String insertBefore(SourceText source, Site.Group group, int index, @Nullable String key, Node value) {
    String text = source.text();
    int at = group.entries().get(index).start();
    String indent = Lines.indent(text, at);
    String gap = Lines.isFirst(text, at) ? source.lineEnd() + indent : " ";
    return splice(text, at, at, entry(source, group, key, value, indent) + "," + gap);
  }

  private String insertLast(SourceText source, Site.Group group, @Nullable String key, Node value) {
    String text = source.text();
    Site.Entry last = group.entries().get(group.entries().size() - 1);
    int end = last.value().end();
    int comma = comma(text, end);
    String indent = Lines.indent(text, last.start());
    String entry = entry(source, group, key, value, indent);
    int from = comma < 0 ? end : comma + 1;
    boolean isTall = Lines.isFirst(text, last.start()) && Lines.isRestIdle(text, from) && Lines.end(text, from) < group.end();
    if (isTall) {
      int lineEnd = trimmedEnd(text, from);
      String added = source.lineEnd() + indent + entry + (comma < 0 ? "" : ",");
      return text.substring(0, end) + (comma < 0 ? "," : "") + text.substring(end, lineEnd) + added + text.substring(lineEnd);
    }
    return comma < 0 ? splice(text, end, end, comma(text, group) + entry) : splice(text, comma + 1, comma + 1, " " + entry + ",");
  }

  /** Takes an entry out, with its comma, its lines and the comment behind it. */
  String remove(SourceText source, Site.Group group, int index) {
    String text = source.text();
    List<Site.Entry> entries = group.entries();
    Site.Entry gone = entries.get(index);
    int end = gone.value().end();
    int comma = comma(text, end);
    int behind = comma < 0 ? end : comma + 1;
    boolean isLast = index == entries.size() - 1;
    if (entries.size() == 1 && isBlank(text, group.start() + 1, gone.start()) && isBlank(text, behind, group.end() - 1)) {
      return splice(text, group.start() + 1, group.end() - 1, "");
    }
    int orphan = isLast && comma < 0 && index > 0 ? comma(text, entries.get(index - 1).value().end()) : -1;
    String head = text.substring(0, gone.start());
    if (Lines.isFirst(text, gone.start()) && Lines.isRestIdle(text, behind)) {
      head = text.substring(0, Lines.start(text, gone.start()));
      behind = Lines.next(text, behind);
    } else if (isLast) {
      int before = index == 0 ? group.start() + 1 : entries.get(index - 1).value().end();
      boolean isCommented = text.substring(before, gone.start()).contains("#");
      head = isCommented ? head : head.substring(0, Math.max(trimmedLength(head), orphan + 1));
    } else {
      while (behind < text.length() && text.charAt(behind) == ' ') {
        behind++;
      }
    }
    if (orphan >= 0) {
      head = splice(head, orphan, orphan + 1, "");
    }
    return head + text.substring(behind);
  }

  private String entry(SourceText source, Site.Group group, @Nullable String key, Node value, String indent) {
    boolean isTall = source.text().substring(group.start(), group.end()).indexOf('\n') >= 0;
    String written = isTall ? writer.tall(value, indent, step(source), source.lineEnd()) : writer.inline(value, null);
    return key == null ? written : tongue.key(key) + colon(source.text(), group) + written;
  }

  /** As the group's other entries have it. */
  private static String colon(String text, Site.Group group) {
    if (group.entries().isEmpty()) {
      return ": ";
    }
    Site.Entry first = group.entries().get(0);
    String between = text.substring(first.nameEnd(), first.value().start());
    return between.matches(" ?: ?") ? between : ": ";
  }

  private static String comma(String text, Site.Group group) {
    if (group.entries().size() < 2) {
      return ", ";
    }
    String between = text.substring(group.entries().get(0).value().end(), group.entries().get(1).start());
    return between.matches(" ?, ?") ? between : ", ";
  }

  /** What the file indents by: as its first indented line does. */
  static String step(SourceText source) {
    for (String line : source.text().split("[\r\n]+")) {
      String indent = Lines.indent(line, 0);
      if (!indent.isEmpty() && indent.length() <= 8 && !Lines.isRestIdle(line, indent.length())) {
        return indent;
      }
    }
    return "  ";
  }

  private static int comma(String text, int from) {
    int at = Lines.skipIdle(text, from);
    return at < text.length() && text.charAt(at) == ',' ? at : -1;
  }

  private static boolean isBlank(String text, int from, int to) {
    return from >= to || text.substring(from, to).isBlank();
  }

  private static int trimmedEnd(String text, int from) {
    return trimmedLength(text.substring(0, Lines.end(text, from)));
  }

  private static int trimmedLength(String text) {
    return text.stripTrailing().length();
  }

  static String splice(String text, int from, int to, String by) {
    return text.substring(0, from) + by + text.substring(to);
  }
}
