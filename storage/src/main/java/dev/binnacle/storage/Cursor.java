package dev.binnacle.storage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place after one row of one list.
 *
 * @param list which list, so that no other takes it
 * @param at the row's time in ns; then its number
 */
record Cursor(String list, long at, long id) {
  private static final Pattern FORM = Pattern.compile("([a-z]+)/(-?\\d{1,19})/(\\d{1,19})");

  String text() {
    String plain = list + "/" + at + "/" + id;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Null for the first page. */
  static @Nullable Cursor parse(@Nullable String text, String list) {
    if (text == null) {
      return null;
    }
    try {
      Matcher plain = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
      if (plain.matches() && plain.group(1).equals(list)) {
        return new Cursor(list, Long.parseLong(plain.group(2)), Long.parseLong(plain.group(3)));
      }
    } catch (IllegalArgumentException e) {
      // Not ours, or a number that is too large.
    }
    throw new InvalidCursorException(text);
  }
}
