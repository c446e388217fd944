package dev.binnacle.client;

import org.jspecify.annotations.Nullable;

/** Makes of whatever a bot has at hand a text that the model takes: telling of an error must not fail over how it is told. */
final class Texts {
  static final int LONGEST = 4_000;
  private static final String CUT = "…";

  private Texts() {}

  /** {@code text} without control characters, cut to {@code longest}; a dash for nothing. */
  static String text(@Nullable String text, int longest) {
    if (text == null) {
      return "-";
    }
    String cut = text.length() <= longest ? text : cut(text, longest);
    int bad = firstControl(cut);
    if (bad < 0) {
      return cut;
    }
    StringBuilder clean = new StringBuilder(cut);
    for (int i = bad; i < clean.length(); i++) {
      if (isControl(clean.charAt(i))) {
        clean.setCharAt(i, ' ');
      }
    }
    return clean.toString();
  }

  /** A word of visible characters, at most {@code longest}. */
  static String word(@Nullable String text, int longest) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    StringBuilder clean = new StringBuilder(text.length() <= longest ? text : text.substring(0, longest));
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      if (c <= ' ' || c == 0x7f || Character.isISOControl(c) || Character.isWhitespace(c)) {
        clean.setCharAt(i, '_');
      }
    }
    return clean.toString();
  }

  private static String cut(String text, int longest) {
    int end = longest - CUT.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  private static int firstControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isControl(char c) {
    return c < ' ' && c != '\n' && c != '\t';
  }
}
