package dev.binnacle.config;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One reading of a {@code config.py}: the assignments {@code NAME = literal} that stand alone at the top level. Nothing is run. What
 * else is in the file is passed over and told. A name that is given two literals refuses the file; a name that other code changes too
 * is no value, since only running the code would tell which one. Confined to one thread.
 */
final class PythonReading {
  private static final int MAX_NOTICES = 100;

  private final SourceText source;
  private final Tally tally;
  private final Places places;
  private final Map<String, Site.Entry> values = new LinkedHashMap<>();
  private final Map<String, List<String>> comments = new LinkedHashMap<>();
  private final Map<String, Integer> changed = new LinkedHashMap<>();
  private final List<Problem> notices = new ArrayList<>();
  private List<PythonLine> lines = List.of();

  private PythonReading(SourceText source) {
    this.source = source;
    tally = new Tally(source);
    places = new Places(source);
  }

  /** What was read, with the comments directly above or behind each assignment, without their signs. */
  record Commented(Sited sited, Map<String, List<String>> comments) {}

  static Commented read(SourceText source) {
    return new PythonReading(source).run();
  }

  private Commented run() {
    lines = PythonLexer.lines(source);
    PythonScopes scopes = new PythonScopes(source);
    for (int i = 0; i < lines.size(); i++) {
      List<PythonToken> code = lines.get(i).code();
      if (code.isEmpty()) {
        continue;
      }
      PythonScopes.Place place = scopes.place(lines.get(i).indent(), code);
      if (place == PythonScopes.Place.TOP) {
        top(i, code);
      } else if (place == PythonScopes.Place.BLOCK) {
        remember(PythonBindings.of(code), code.get(0).start());
      }
    }
    scopes.end();
    return new Commented(new Sited(source, root(), notices), comments);
  }

  private void top(int line, List<PythonToken> code) {
    if (PythonBindings.isCompound(code)) {
      remember(PythonBindings.of(code), code.get(0).start());
      notice(code, "only NAME = value at the top level is read, and nothing is run");
      return;
    }
    List<List<PythonToken>> statements = PythonBindings.statements(code);
    statements.forEach(this::statement);
    if (statements.size() == 1) {
      comments(line, code);
    }
  }

  private void statement(List<PythonToken> code) {
    PythonToken first = code.get(0);
    if (code.stream().allMatch(token -> token.kind() == PythonToken.Kind.STRING)) {
      return;
    }
    int assign = PythonBindings.assignment(code);
    if (assign < 0) {
      remember(PythonBindings.of(code), first.start());
      notice(code, "only NAME = value at the top level is read, and nothing is run");
      return;
    }
    if (assign == code.size() - 1) {
      throw source.refusal(code.get(assign).start(), "", "syntax", "there is no value behind the equals sign", "write one");
    }
    assigned(code, first, code.subList(assign + 1, code.size()));
  }

  private void assigned(List<PythonToken> code, PythonToken name, List<PythonToken> value) {
    String key = Normalizer.normalize(name.text(), Normalizer.Form.NFKC);
    if (key.startsWith("__")) {
      notice(code, "names with two underscores are Python's own");
      return;
    }
    tally.restart();
    tally.enter(key, name.start());
    Site site;
    try {
      site = PythonLiterals.read(tally, value);
    } catch (NotLiteralException e) {
      remember(Set.of(key), name.start());
      notice(code, e.reason());
      return;
    }
    Site.Entry before = values.putIfAbsent(key, new Site.Entry(key, name.start(), name.end(), site));
    if (before != null) {
      throw source.refusal(
          name.start(), "/" + Pointers.escape(key), "duplicate-key",
          "the name is given a value twice, first in line " + line(before.start()), "delete one of the two");
    }
    tally.leave();
  }

  private Site.Group root() {
    changed.forEach((name, offset) -> {
      Site.Entry entry = values.remove(name);
      comments.remove(name);
      if (entry != null) {
        add(source.problem(
            entry.start(), "/" + Pointers.escape(name), "not-read",
            "the name is also changed in line " + line(offset) + ", so its value cannot be told",
            "give it one value, in one place"));
      }
    });
    return new Site.Group(0, source.text().length(), Site.Shape.BLOCK_SECTION, List.copyOf(values.values()), false);
  }

  private void remember(Set<String> names, int offset) {
    names.forEach(name -> changed.putIfAbsent(name, offset));
  }

  private void comments(int line, List<PythonToken> code) {
    Site.Entry entry = values.get(Normalizer.normalize(code.get(0).text(), Normalizer.Form.NFKC));
    if (entry == null || entry.start() != code.get(0).start()) {
      return;
    }
    List<String> said = new ArrayList<>();
    int expected = line(entry.start()) - 1;
    for (int above = line - 1; above >= 0 && isComment(lines.get(above), expected); above--, expected--) {
      said.add(0, words(lines.get(above).tokens().get(0)));
    }
    List<PythonToken> tokens = lines.get(line).tokens();
    PythonToken last = tokens.get(tokens.size() - 1);
    if (last.kind() == PythonToken.Kind.COMMENT) {
      said.add(words(last));
    }
    comments.put(entry.name(), said.stream().filter(words -> !words.isEmpty()).toList());
  }

  private boolean isComment(PythonLine line, int expected) {
    PythonToken first = line.tokens().get(0);
    return line.indent() == 0 && first.kind() == PythonToken.Kind.COMMENT && line(first.start()) == expected
        && !first.text().startsWith("#!") && !first.text().contains("coding:");
  }

  private static String words(PythonToken comment) {
    return comment.text().replaceFirst("^[# \t]+", "").stripTrailing();
  }

  private int line(int offset) {
    return places.at(offset).line();
  }

  private void notice(List<PythonToken> code, String reason) {
    add(new Problem(source.file(), places.at(code.get(0).start()), "", "not-read", "this is left as it is: " + reason,
        "write NAME = a plain value to have it read"));
  }

  private void add(Problem notice) {
    if (notices.size() < MAX_NOTICES) {
      notices.add(notice);
    }
  }
}
