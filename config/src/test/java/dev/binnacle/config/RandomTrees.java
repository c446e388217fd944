package dev.binnacle.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values of every kind, the awkward ones more often than chance would have them. */
final class RandomTrees {
  private static final String[] TEXTS = {
    "", " ", "plain", "two words", "no", "yes", "Null", "null", "~", "true", "True", "012", "1:30", "1_000", "1.5", "-3", ".inf",
    "0x1F", "2026-11-27",
    "a: b", "a #b", "#c", "- d", "'", "\"", "it's", "\\", "\\n", "line\nline\n", "\r\n", "tab\t", "é", "漢字", "🚀", "\u0001",
    "\u0085", "\u2028", "\ufeff",
    "{", "[x", "*a", "&a", "!t", "%", "@", "`", "|", ">", "?", ":", "-", "---", "...", "<<", "=", "a,b", "None", "f'x'", "'''",
    "\"\"\"", "x=1", " lead", "trail "
  };
  private static final String[] NUMBERS =
      {"0", "8", "10", "-3", "8.0", "0.125", "-0.50", "1E+3", "1e-7", "12345678901234567890.123456789", "99999999999999999999"};

  private final Random random;
  private final boolean areTopNamesWords;

  RandomTrees(Random random, boolean areTopNamesWords) {
    this.random = random;
    this.areTopNamesWords = areTopNamesWords;
  }

  Node.Section root() {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      entries.put(topName(), node(3));
    }
    return new Node.Section(entries);
  }

  String topName() {
    return areTopNamesWords ? "NAME_" + random.nextInt(20) : name();
  }

  String name() {
    return random.nextInt(4) == 0 ? TEXTS[random.nextInt(TEXTS.length)] : "key-" + random.nextInt(20);
  }

  Node scalar() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Node.Text(TEXTS[random.nextInt(TEXTS.length)]);
      case 2 -> new Node.Numeral(new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]));
      case 3 -> new Node.Flag(random.nextBoolean());
      default -> new Node.Nothing();
    };
  }

  Node node(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(5);
    if (kind == 3) {
      List<Node> items = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        items.add(node(depth - 1));
      }
      return new Node.Items(items);
    }
    if (kind == 4) {
      Map<String, Node> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put(name(), node(depth - 1));
      }
      return new Node.Section(entries);
    }
    return scalar();
  }
}
