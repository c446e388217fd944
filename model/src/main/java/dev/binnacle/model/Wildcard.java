package dev.binnacle.model;

import java.util.List;

/**
 * Patterns in which {@code *} stands for any characters, none included. Everything else stands for itself, upper case and lower case apart, and
 * a pattern holds for the whole text.
 *
 * <p><b>Threads:</b> has no state.
 */
public final class Wildcard {
  private Wildcard() {}

  /** Whether one of the patterns matches; none does when there are none. */
  public static boolean any(List<String> patterns, String text) {
    for (String pattern : patterns) {
      if (matches(pattern, text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the whole text is as the pattern says. Takes at most {@code pattern.length() * text.length()} steps. */
  public static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
