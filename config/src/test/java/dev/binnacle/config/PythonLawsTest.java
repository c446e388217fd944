package dev.binnacle.config;

import java.util.Map;
import java.util.Random;

final class PythonLawsTest extends FormatLaws {
  private static final String[] OTHERS = {
    "import os", "from x import (a,\n    b)", "def f(a, b=1):\n    NAME = 3\n    return a",
    "class C:\n\n    X = 1\n    def g(self): pass",
    "if True:\n    OTHER = 1\nelse:\n    OTHER = 2", "'''a\ndoc = 1\n'''", "print('x', NAME)", "A = B = 1", "T = [x for x in y]",
    "# comment", "", "Q = f'{1}'", "W += 1"
  };

  @Override
  SourceFormat format() {
    return new PythonFormat();
  }

  @Override
  boolean areTopNamesWords() {
    return true;
  }

  @Override
  String messy(Random random, Node.Section root, String lineEnd) {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Node> entry : root.entries().entrySet()) {
      if (random.nextBoolean()) {
        out.append(OTHERS[random.nextInt(OTHERS.length)].replace("\n", lineEnd)).append(lineEnd);
      }
      out.append(entry.getKey()).append(random.nextInt(4) == 0 ? ": dict[str, int]" : "")
          .append(random.nextBoolean() ? " = " : "= \\" + lineEnd + " ");
      out.append(new MessyBrackets(random, new PythonTongue(), true, lineEnd).write(entry.getValue()));
      out.append(random.nextBoolean() ? "  # behind" : "").append(lineEnd);
    }
    return random.nextInt(4) == 0 ? out.substring(0, out.length() - lineEnd.length()) : out.toString();
  }

  @Override
  String[] pieces() {
    return new String[] {
      "A", "B", " = ", "\n", "\n  ", "(", ")", "[", "]", "{", "}", ",", ":", "'", "\"", "'''", "\\", "\\N{", "\\x", "#", "1",
      "1e999", "0x", ".", "_", "None", "True", "def f():", "if x:",
      ";", "+=", "-", "f'", "\t", "\r", "\u0000", "\ufeff", "🚀", "é", "import A", "\\ud800", "$", "\f", "1j", "012"
    };
  }
}
