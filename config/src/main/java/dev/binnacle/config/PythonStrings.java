package dev.binnacle.config;

import java.util.Locale;

/** What a Python string literal says. */
final class PythonStrings {
  private final String literal;
  private final StringBuilder out = new StringBuilder();

  private PythonStrings(String literal) {
    this.literal = literal;
  }

  /** @throws NotLiteralException if it is bytes, has expressions in it, or is no text that UTF-8 can hold */
  static String value(String literal) {
    return new PythonStrings(literal).decode();
  }

  private String decode() {
    int open = 0;
    while (literal.charAt(open) != '"' && literal.charAt(open) != '\'') {
      open++;
    }
    String prefix = literal.substring(0, open).toLowerCase(Locale.ROOT);
    if (prefix.contains("b")) {
      throw new NotLiteralException("bytes are not a text");
    } else if (prefix.contains("f")) {
      throw new NotLiteralException("an f-string must be run");
    }
    int quotes = literal.length() >= open + 6 && literal.startsWith(literal.substring(open, open + 1).repeat(3), open) ? 3 : 1;
    String body = literal.substring(open + quotes, literal.length() - quotes).replace("\r\n", "\n").replace('\r', '\n');
    if (prefix.contains("r") || body.indexOf('\\') < 0) {
      return body;
    }
    for (int at = 0; at < body.length();) {
      at = body.charAt(at) == '\\' ? escape(body, at + 1) : plain(body, at);
    }
    return out.toString();
  }

  private int plain(String body, int at) {
    out.append(body.charAt(at));
    return at + 1;
  }

  /** The place behind the escape; what is no escape stays as it is, with its backslash. */
  private int escape(String body, int at) {
    char c = body.charAt(at);
    int simple = "\\'\"abfnrtv".indexOf(c);
    if (simple >= 0) {
      out.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(simple));
      return at + 1;
    }
    return switch (c) {
      case '\n' -> at + 1;
      case 'x' -> code(body, at + 1, 2);
      case 'u' -> code(body, at + 1, 4);
      case 'U' -> code(body, at + 1, 8);
      case 'N' -> named(body, at + 1);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(body, at);
      default -> {
        out.append('\\').append(c);
        yield at + 1;
      }
    };
  }

  private int code(String body, int from, int digits) {
    if (from + digits > body.length() || !body.substring(from, from + digits).matches("[0-9a-fA-F]+")) {
      throw new NotLiteralException("an escape in the text is broken");
    }
    append(Long.parseLong(body.substring(from, from + digits), 16));
    return from + digits;
  }

  private int octal(String body, int from) {
    int end = from;
    while (end < body.length() && end < from + 3 && body.charAt(end) >= '0' && body.charAt(end) <= '7') {
      end++;
    }
    append(Integer.parseInt(body.substring(from, end), 8));
    return end;
  }

  private int named(String body, int from) {
    int close = body.indexOf('}', from);
    if (close < 0 || body.charAt(from) != '{') {
      throw new NotLiteralException("an escape in the text is broken");
    }
    try {
      append(Character.codePointOf(body.substring(from + 1, close)));
    } catch (IllegalArgumentException e) {
      throw new NotLiteralException("the name of a character in the text is not known");
    }
    return close + 1;
  }

  private void append(long codePoint) {
    if (codePoint > Character.MAX_CODE_POINT || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw new NotLiteralException("an escape in the text is no character");
    }
    out.appendCodePoint((int) codePoint);
  }
}
