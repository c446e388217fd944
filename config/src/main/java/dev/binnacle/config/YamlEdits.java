package dev.binnacle.config;

import static dev.binnacle.config.BracketEdits.splice;

import java.util.List;
import java.util.Map;

/** One step in a YAML text: in blocks by lines, in brackets by commas. Thread-safe. */
final class YamlEdits {
  private final Tongue tongue = new YamlTongue();
  private final BracketEdits brackets = new BracketEdits(tongue);
  private final Bracketed flow = new Bracketed(tongue);
  private final YamlBlocks blocks = new YamlBlocks();

  String make(Sited sited, Step step) {
    String around = step instanceof Step.Add || step instanceof Step.Insert ? step.pointer() : Pointers.parent(step.pointer());
    Site.Group group = sited.group(around);
    if (!isBlock(group)) {
      return brackets.make(sited, step);
    }
    if (step instanceof Step.Put put) {
      return put(sited, group, put);
    } else if (step instanceof Step.Add add) {
      String indent = indent(sited.source().text(), group);
      return append(sited.source(), group,
          blocks.entry(Map.entry(add.key(), add.value()), indent, unit(sited), sited.source().lineEnd()));
    } else if (step instanceof Step.Insert insert) {
      return insert(sited, group, insert);
    }
    return remove(sited, around, group, Sited.index(group, Pointers.lastName(step.pointer())));
  }

  private String put(Sited sited, Site.Group group, Step.Put put) {
    Site.Entry entry = group.entries().get(Sited.index(group, Pointers.lastName(put.pointer())));
    Site old = entry.value();
    String text = sited.source().text();
    if (old instanceof Site.Group inner && isBlock(inner)) {
      return collapse(sited.source(), group, entry, inner, blocks.inline(put.value()));
    }
    String before = text.substring(old.start(), old.end());
    String written = flow.inline(put.value(), before);
    if (before.isEmpty()) {
      return splice(text, old.start(), old.end(), " " + written);
    }
    boolean isWholeLines = Lines.isBreak(before.charAt(before.length() - 1));
    return splice(text, old.start(), old.end(), isWholeLines ? written + sited.source().lineEnd() : written);
  }

  private String insert(Sited sited, Site.Group list, Step.Insert insert) {
    String text = sited.source().text();
    String indent = indent(text, list);
    String lineEnd = sited.source().lineEnd();
    String item = blocks.item(insert.value(), indent, lineEnd, unit(sited));
    if (insert.index() >= list.entries().size()) {
      return append(sited.source(), list, item);
    }
    int at = list.entries().get(insert.index()).start();
    return splice(text, at, at, item + lineEnd + indent);
  }

  /** Behind the last entry and the comment on its line. */
  private static String append(SourceText source, Site.Group group, String written) {
    String text = source.text();
    int end = group.end();
    String indent = indent(text, group);
    if (Lines.isBreak(text.charAt(end - 1))) {
      return splice(text, end, end, indent + written + source.lineEnd());
    }
    int at = Lines.end(text, end);
    return splice(text, at, at, source.lineEnd() + indent + written);
  }

  private String remove(Sited sited, String pointer, Site.Group group, int index) {
    String text = sited.source().text();
    List<Site.Entry> entries = group.entries();
    if (entries.size() == 1) {
      return empty(sited, pointer, group);
    }
    Site.Entry gone = entries.get(index);
    if (Lines.isFirst(text, gone.start())) {
      return withoutLines(text, gone.start(), gone.value().end());
    }
    int next = entries.get(index == 0 ? 1 : index).start();
    if (text.substring(gone.value().end(), Math.max(next, gone.value().end())).contains("#")) {
      throw sited.source().refusal(gone.start(), pointer, "edit", "a comment would get lost", "edit the file by hand");
    }
    return splice(text, gone.start(), next, "");
  }

  /** A block cannot be empty; brackets can. */
  private static String empty(Sited sited, String pointer, Site.Group group) {
    String nothing = group.isSection() ? "{}" : "[]";
    if (pointer.isEmpty()) {
      return splice(sited.source().text(), group.start(), group.end(), nothing);
    }
    Site.Group outer = sited.group(Pointers.parent(pointer));
    Site.Entry owner = outer.entries().get(Sited.index(outer, Pointers.lastName(pointer)));
    return collapse(sited.source(), outer, owner, group, nothing);
  }

  /** What was a block stands behind its key or dash. */
  private static String collapse(SourceText source, Site.Group outer, Site.Entry owner, Site.Group block, String written) {
    String text = source.text();
    int mark = outer.isSection() ? Lines.skipIdle(text, owner.nameEnd()) : owner.start();
    if (mark >= text.length() || text.charAt(mark) != (outer.isSection() ? ':' : '-')) {
      throw source.refusal(owner.start(), "", "edit", "the key is written with a question mark", "edit the file by hand");
    }
    if (Lines.start(text, mark) == Lines.start(text, block.start())) {
      boolean isWholeLines = Lines.isBreak(text.charAt(block.end() - 1));
      return splice(text, block.start(), block.end(), isWholeLines ? written + source.lineEnd() : written);
    }
    return splice(withoutLines(text, block.start(), block.end()), mark + 1, mark + 1, " " + written);
  }

  /** Without the lines of a block; a text that had no line end at its end gets none. */
  private static String withoutLines(String text, int from, int to) {
    int first = Lines.start(text, from);
    int end = Lines.isBreak(text.charAt(to - 1)) ? to : Lines.next(text, to);
    boolean isLastLine = end == text.length() && !Lines.isBreak(text.charAt(end - 1));
    if (isLastLine && first > 0) {
      first -= text.startsWith("\r\n", first - 2) ? 2 : 1;
    }
    return splice(text, first, end, "");
  }

  private static boolean isBlock(Site.Group group) {
    return switch (group.shape()) {
      case BLOCK_SECTION, BLOCK_LIST -> true;
      case BRACKET_SECTION, BRACKET_LIST, TUPLE -> false;
    };
  }

  private static String indent(String text, Site.Group group) {
    return " ".repeat(group.start() - Lines.start(text, group.start()));
  }

  private static String unit(Sited sited) {
    String unit = BracketEdits.step(sited.source());
    return unit.isBlank() && unit.indexOf('\t') < 0 ? unit : "  ";
  }
}
