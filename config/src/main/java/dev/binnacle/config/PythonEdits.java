package dev.binnacle.config;

import static dev.binnacle.config.BracketEdits.splice;

import java.util.ArrayList;
import java.util.List;

/** One step in a Python text: at the top level by logical lines, in brackets by commas. Thread-safe. */
final class PythonEdits {
  private final Tongue tongue = new PythonTongue();
  private final BracketEdits brackets = new BracketEdits(tongue);
  private final Bracketed writer = new Bracketed(tongue);

  String make(Sited sited, Step step) {
    if (step instanceof Step.Add add && add.pointer().isEmpty()) {
      return addName(sited, add);
    }
    boolean isTopRemoved = step instanceof Step.Remove && Pointers.parent(step.pointer()).isEmpty();
    if (isTopRemoved) {
      return removeName(sited, step.pointer());
    }
    String around = step instanceof Step.Insert ? step.pointer() : Pointers.parent(step.pointer());
    boolean isInTuple = sited.find(around) instanceof Site.Group group && group.shape() == Site.Shape.TUPLE;
    return isInTuple && !(step instanceof Step.Put) ? tuple(sited, around, step) : brackets.make(sited, step);
  }

  private String addName(Sited sited, Step.Add add) {
    SourceText source = sited.source();
    String text = source.text();
    if (!PythonBindings.isName(add.key())) {
      throw refusal(sited, 0, "/" + Pointers.escape(add.key()), "the key is no name that Python could assign to");
    }
    String line = assignment(add.key(), add.value(), source.lineEnd());
    List<Site.Entry> entries = sited.root().entries();
    int behind =
        entries.isEmpty() ? text.length() : lineOf(source, entries.stream().mapToInt(Site.Entry::start).max().orElse(0)).get(1);
    int at = Lines.end(text, behind);
    boolean isOnNewLine = at == text.length() && (at == 0 || Lines.isBreak(text.charAt(at - 1)));
    return isOnNewLine ? splice(text, at, at, line + source.lineEnd()) : splice(text, at, at, source.lineEnd() + line);
  }

  private String removeName(Sited sited, String pointer) {
    SourceText source = sited.source();
    String text = source.text();
    Site.Entry gone = sited.root().entries().get(Sited.index(sited.root(), Pointers.lastName(pointer)));
    List<Integer> line = lineOf(source, gone.start());
    if (line.get(2) > 1) {
      throw refusal(sited, gone.start(), pointer, "another statement stands on the same line");
    }
    int from = Lines.start(text, line.get(0));
    int to = Lines.next(text, line.get(1));
    boolean isLastLine = to == text.length() && !Lines.isBreak(text.charAt(to - 1));
    if (isLastLine && from > 0) {
      from -= text.startsWith("\r\n", from - 2) ? 2 : 1;
    }
    String rest = splice(text, from, to, "");
    return rest.isBlank() ? PythonFormat.NO_VALUES + source.lineEnd() : rest;
  }

  /** Where the logical line around this place begins and ends, and how many statements it has. */
  private static List<Integer> lineOf(SourceText source, int offset) {
    for (PythonLine line : PythonLexer.lines(source)) {
      List<PythonToken> tokens = line.tokens();
      int end = tokens.get(tokens.size() - 1).end();
      if (offset < end) {
        return List.of(tokens.get(0).start(), end, line.code().isEmpty() ? 0 : PythonBindings.statements(line.code()).size());
      }
    }
    throw new IllegalArgumentException("there is no line at " + offset);
  }

  /** A tuple is written anew, since a single item needs its comma. */
  private String tuple(Sited sited, String pointer, Step step) {
    Site.Group tuple = sited.group(pointer);
    String text = sited.source().text();
    if (text.substring(tuple.start(), tuple.end()).contains("#")) {
      throw refusal(sited, tuple.start(), pointer, "a comment in the tuple could get lost");
    }
    List<String> items = new ArrayList<>();
    tuple.entries().forEach(entry -> items.add(text.substring(entry.value().start(), entry.value().end())));
    if (step instanceof Step.Insert insert) {
      items.add(insert.index(), writer.inline(insert.value(), null));
    } else {
      items.remove(Sited.index(tuple, Pointers.lastName(step.pointer())));
    }
    return splice(text, tuple.start(), tuple.end(), "(" + String.join(", ", items) + (items.size() == 1 ? ",)" : ")"));
  }

  String assignment(String name, Node value, String lineEnd) {
    return name + " = " + writer.tall(value, "", "    ", lineEnd);
  }

  private static RefusedConfigException refusal(Sited sited, int offset, String pointer, String message) {
    return sited.source().refusal(offset, pointer, "edit", message, "edit the file by hand");
  }
}
