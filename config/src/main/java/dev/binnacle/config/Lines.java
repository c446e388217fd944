package dev.binnacle.config;

/** Where the lines of a text begin and end. A comment runs from {@code #} to the end of its line. */
final class Lines {
  private Lines() {}

  static int start(String text, int offset) {
    int at = offset;
    while (at > 0 && !isBreak(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Before the line end. */
  static int end(String text, int offset) {
    int at = offset;
    while (at < text.length() && !isBreak(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Behind the line end. */
  static int next(String text, int offset) {
    int at = end(text, offset);
    if (text.startsWith("\r\n", at)) {
      return at + 2;
    }
    return Math.min(text.length(), at + 1);
  }

  static boolean isFirst(String text, int offset) {
    return text.substring(start(text, offset), offset).isBlank();
  }

  /** The blanks with which the line of this place begins. */
  static String indent(String text, int offset) {
    int from = start(text, offset);
    int to = from;
    while (to < text.length() && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
      to++;
    }
    return text.substring(from, to);
  }

  /** Whether the rest of the line has nothing but a comment. */
  static boolean isRestIdle(String text, int offset) {
    String rest = text.substring(offset, end(text, offset)).strip();
    return rest.isEmpty() || rest.startsWith("#");
  }

  /** The first place from here that is neither blank nor in a comment; the text's length when there is none. */
  static int skipIdle(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        at = end(text, at);
      } else if (c == ' ' || c == '\t' || c == '\f' || isBreak(c) || c == '\\' && isBreakAt(text, at + 1)) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isBreakAt(String text, int at) {
    return at < text.length() && isBreak(text.charAt(at));
  }
}
