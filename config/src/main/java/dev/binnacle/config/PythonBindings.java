package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which names a line may give a value to, without understanding it; rather one too many than one too few. */
final class PythonBindings {
  private static final Set<String> COMPOUND =
      Set.of("if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class", "async");
  private static final Set<String> AUGMENTED =
      Set.of("+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**=");
  private static final Set<String> NAMERS = Set.of("import", "as", "del", "for", "global", "case");
  private static final Set<String> KEYWORDS =
      Set.of(
          "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
          "else", "except",
          "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
          "return", "try",
          "while", "with", "yield");

  private PythonBindings() {}

  /** A decorator belongs to the function or class behind it. */
  static boolean isCompound(List<PythonToken> code) {
    PythonToken first = code.get(0);
    return first.kind() == PythonToken.Kind.NAME && COMPOUND.contains(first.text()) || code.get(code.size() - 1).is(":")
        || first.is("@");
  }

  static boolean isName(String text) {
    return text.matches("[\\p{L}_][\\p{L}\\p{Nd}_]*") && !KEYWORDS.contains(text) && !text.startsWith("__");
  }

  /** The statements of a line that semicolons part. */
  static List<List<PythonToken>> statements(List<PythonToken> code) {
    List<List<PythonToken>> statements = new ArrayList<>();
    int start = 0;
    for (int i = 0, depth = 0; i <= code.size(); i++) {
      if (i == code.size() || depth == 0 && code.get(i).is(";")) {
        if (i > start) {
          statements.add(code.subList(start, i));
        }
        start = i + 1;
      } else {
        depth += depth(code.get(i));
      }
    }
    return statements;
  }

  /** Where the equals sign stands in {@code NAME = value} and {@code NAME: type = value}; -1 for everything else. */
  static int assignment(List<PythonToken> code) {
    PythonToken first = code.get(0);
    if (code.size() < 2 || first.kind() != PythonToken.Kind.NAME || KEYWORDS.contains(first.text())) {
      return -1;
    }
    List<Integer> signs = new ArrayList<>();
    for (int i = 0, depth = 0; i < code.size(); i++) {
      depth += depth(code.get(i));
      if (depth == 0 && code.get(i).is("=")) {
        signs.add(i);
      }
    }
    boolean isPlain = signs.size() == 1 && (signs.get(0) == 1 || code.get(1).is(":"));
    return isPlain ? signs.get(0) : -1;
  }

  static Set<String> of(List<PythonToken> code) {
    Set<String> names = new LinkedHashSet<>();
    int lastSign = 0;
    boolean isNaming = false;
    for (int i = 0, depth = 0; i < code.size(); i++) {
      PythonToken token = code.get(i);
      depth += depth(token);
      if (depth == 0 && isSign(token)) {
        lastSign = i;
      } else if (i > 0 && (token.is(":=") || code.get(i - 1).isName("def") || code.get(i - 1).isName("class"))) {
        add(names, code, token.is(":=") ? i - 1 : i);
      } else if (token.kind() == PythonToken.Kind.NAME && NAMERS.contains(token.text())) {
        isNaming = true;
      } else if (token.isName("in") || token.is(":")) {
        isNaming = false;
      } else if (isNaming) {
        add(names, code, i);
      }
    }
    for (int i = 0; i < lastSign; i++) {
      add(names, code, i);
    }
    return names;
  }

  private static boolean isSign(PythonToken token) {
    return token.is("=") || token.kind() == PythonToken.Kind.OPERATOR && AUGMENTED.contains(token.text());
  }

  private static void add(Set<String> names, List<PythonToken> code, int index) {
    PythonToken token = code.get(index);
    boolean isPart = index > 0 && code.get(index - 1).is(".");
    if (token.kind() == PythonToken.Kind.NAME && !isPart && !KEYWORDS.contains(token.text())) {
      names.add(token.text());
    }
  }

  private static int depth(PythonToken token) {
    if (token.is("(") || token.is("[") || token.is("{")) {
      return 1;
    }
    return token.is(")") || token.is("]") || token.is("}") ? -1 : 0;
  }
}
