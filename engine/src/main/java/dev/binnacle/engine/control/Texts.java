package dev.binnacle.engine.control;

/** Sentences that fit where they are kept. */
final class Texts {
  static final int LONGEST_REASON = 900;

  private Texts() {}

  static String cut(String text, int longest) {
    String clean = text.codePoints().allMatch(c -> c >= ' ') ? text : text.replaceAll("[\\x00-\\x1f]+", " ");
    if (clean.length() <= longest) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return clean.substring(0, end) + "…";
  }

  static String reason(String text) {
    return cut(text, LONGEST_REASON);
  }
}
