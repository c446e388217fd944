package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes values in brackets as nobody would: blanks, lines, comments and trailing commas wherever the format takes them. */
final class MessyBrackets {
  private final Random random;
  private final Tongue tongue;
  private final boolean hasComments;
  private final String lineEnd;
  private int comments;

  MessyBrackets(Random random, Tongue tongue, boolean hasComments, String lineEnd) {
    this.random = random;
    this.tongue = tongue;
    this.hasComments = hasComments;
    this.lineEnd = lineEnd;
  }

  String write(Node node) {
    if (node instanceof Node.Items items) {
      return group("[", items.items().stream().map(this::write).toList(), "]");
    }
    if (node instanceof Node.Section section) {
      List<String> entries = new ArrayList<>();
      section.entries()
          .forEach((key, value) -> entries.add(tongue.key(key) + (random.nextBoolean() ? ":" : " :") + " " + write(value)));
      return group("{", entries, "}");
    }
    return tongue.scalar(node, null);
  }

  private String group(String open, List<String> entries, String close) {
    StringBuilder out = new StringBuilder(open).append(gap());
    for (int i = 0; i < entries.size(); i++) {
      out.append(entries.get(i)).append(gap());
      if (i + 1 < entries.size() || hasComments && random.nextInt(3) == 0) {
        out.append(',').append(gap());
      }
    }
    return out.append(close).toString();
  }

  private String gap() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "";
      case 2 -> " ";
      case 3 -> lineEnd + "    ";
      case 4 -> lineEnd + lineEnd + "      ";
      default -> hasComments ? "  # comment, {" + comments++ + "}" + lineEnd + "  " : "  ";
    };
  }
}
