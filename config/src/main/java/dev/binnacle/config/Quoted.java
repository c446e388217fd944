package dev.binnacle.config;

/** A text in quotes with backslash escapes that mean the same in JSON, YAML and Python. */
final class Quoted {
  private Quoted() {}

  static String with(char quote, String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints().forEach(c -> append(out, c, quote));
    return out.append(quote).toString();
  }

  private static void append(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (isPlain(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format("\\u%04x", c));
        }
      }
    }
  }

  /** What an editor shows and no reader takes for a line end or a byte order mark; beyond the basic plane there is nothing else. */
  private static boolean isPlain(int c) {
    return c > 0xffff || c >= 0x20 && c < 0x7f
        || c >= 0xa0 && (c < 0xd800 || c > 0xdfff) && c != 0x2028 && c != 0x2029 && c != 0xfeff && c < 0xfffe;
  }
}
