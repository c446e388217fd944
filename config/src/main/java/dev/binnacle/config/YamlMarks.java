package dev.binnacle.config;

/** The parser counts code points; the text counts chars. Immutable. */
final class YamlMarks {
  /** Of each code point; empty where both counts are the same. */
  private final int[] offsets;

  YamlMarks(String text) {
    int count = text.codePointCount(0, text.length());
    offsets = new int[count == text.length() ? 0 : count + 1];
    for (int i = 0, at = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
  }

  int offset(int codePoint) {
    return offsets.length == 0 ? codePoint : offsets[Math.min(codePoint, offsets.length - 1)];
  }
}
