package dev.binnacle.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's HTML as the Bot API reads it: https://core.telegram.org/bots/api#html-style. The words of the complaints are those of
 * tdlib's MessageEntity.cpp (parse_html).
 */
final class TelegramMarkup {
  private static final Pattern PIECE =
      Pattern.compile("<(/?)([a-zA-Z-]*)([^>]*)(>?)|&(#[0-9]+|[a-z]+);|[^<&]+|&", Pattern.DOTALL);
  private static final Set<String> TAGS = Set.of(
      "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote", "tg-spoiler", "span");
  private static final Map<String, String> NAMED = Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"");

  private TelegramMarkup() {}

  /** What is left of markup when its entities are taken out, or why they cannot be. */
  record Parsed(String text, @Nullable String complaint) {}

  static Parsed parse(String html) {
    StringBuilder text = new StringBuilder();
    Deque<String> open = new ArrayDeque<>();
    Matcher piece = PIECE.matcher(html);
    while (piece.find()) {
      if (piece.group(2) == null) {
        text.append(piece.group(5) == null ? piece.group() : character(piece.group(5), piece.group()));
        continue;
      }
      String complaint = tag(piece, open);
      if (complaint != null) {
        return new Parsed("", complaint + " at byte offset " + piece.start());
      }
    }
    return open.isEmpty()
        ? new Parsed(text.toString(), null)
        : new Parsed("", "Can't find end tag corresponding to start tag \"" + open.peek() + "\"");
  }

  private static @Nullable String tag(Matcher piece, Deque<String> open) {
    String name = piece.group(2).toLowerCase(java.util.Locale.ROOT);
    if (piece.group(4).isEmpty()) {
      return "Unclosed start tag";
    }
    if (piece.group(1).isEmpty()) {
      open.push(name);
      return TAGS.contains(name) ? null : "Unsupported start tag \"" + name + "\"";
    }
    if (open.isEmpty()) {
      return "Unexpected end tag";
    }
    String expected = open.pop();
    return expected.equals(name) ? null : "Unmatched end tag, expected \"</" + expected + ">\", found \"</" + name + ">\"";
  }

  private static String character(String entity, String whole) {
    return entity.startsWith("#") ? Character.toString(Integer.parseInt(entity.substring(1))) : NAMED.getOrDefault(entity, whole);
  }
}
