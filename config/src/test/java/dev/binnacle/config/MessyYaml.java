package dev.binnacle.config;

import java.util.Map;
import java.util.Random;

/** Writes values as YAML blocks and brackets in turn, with comments, blank lines, and several ways to quote and to indent. */
final class MessyYaml {
  private final Random random;
  private final Tongue tongue = new YamlTongue();
  private final String lineEnd;
  private int comments;

  MessyYaml(Random random, String lineEnd) {
    this.random = random;
    this.lineEnd = lineEnd;
  }

  String write(Node.Section root) {
    StringBuilder out = new StringBuilder(random.nextBoolean() ? "# head" + lineEnd + "---" + lineEnd : "");
    block(root, "", out);
    return random.nextInt(4) == 0 ? out.substring(0, out.length() - lineEnd.length()) : out.toString();
  }

  private void block(Node node, String indent, StringBuilder out) {
    if (node instanceof Node.Section section) {
      for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
        idle(out, indent);
        out.append(indent).append(tongue.key(entry.getKey())).append(random.nextInt(4) == 0 ? " :" : ":");
        value(entry.getValue(), indent,
            entry.getValue() instanceof Node.Items && random.nextBoolean() ? indent : indent + " ".repeat(1 + random.nextInt(4)),
            out);
      }
    } else if (node instanceof Node.Items items) {
      for (Node item : items.items()) {
        idle(out, indent);
        out.append(indent).append('-');
        if (isBlock(item) && random.nextBoolean()) {
          StringBuilder inner = new StringBuilder();
          block(item, indent + "  ", inner);
          String compact = inner.toString().stripLeading();
          if (!compact.startsWith("#")) {
            out.append(' ').append(compact);
            continue;
          }
        }
        value(item, indent, indent + "  ", out);
      }
    }
  }

  private void value(Node value, String indent, String inner, StringBuilder out) {
    if (isBlock(value)) {
      behind(out);
      block(value, inner, out);
    } else if (value instanceof Node.Nothing && random.nextBoolean()) {
      behind(out);
    } else if (value instanceof Node.Text text && text.text().matches("line\nline\n") && random.nextBoolean()) {
      out.append(" |").append(random.nextBoolean() ? "+" : "").append(lineEnd).append(indent).append("   line").append(lineEnd)
          .append(indent).append("   line").append(lineEnd);
    } else {
      out.append(' ').append(inline(value));
      behind(out);
    }
  }

  private String inline(Node value) {
    if (value instanceof Node.Section || value instanceof Node.Items) {
      return new MessyBrackets(random, tongue, false, " ").write(value);
    }
    return tongue.scalar(value, random.nextBoolean() ? "'" : null);
  }

  private boolean isBlock(Node node) {
    boolean isFilled = node instanceof Node.Section section && !section.entries().isEmpty()
        || node instanceof Node.Items items && !items.items().isEmpty();
    return isFilled && random.nextInt(4) > 0;
  }

  private void behind(StringBuilder out) {
    out.append(random.nextInt(3) == 0 ? "  # {comment} " + comments++ : "").append(lineEnd);
  }

  private void idle(StringBuilder out, String indent) {
    if (random.nextInt(5) == 0) {
      out.append(indent).append("# - comment: ").append(comments++).append(lineEnd);
    } else if (random.nextInt(8) == 0) {
      out.append(lineEnd);
    }
  }
}
