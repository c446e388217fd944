package dev.binnacle.notify.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that Discord shows as it is. Discord counts the backslashes, so lengths are those of the escaped text. */
final class Markdown {
  /** An address, which a backslash would break, or one character. */
  private static final Pattern PIECE = Pattern.compile("https?://[^\\s<>]+|\\X", Pattern.DOTALL);
  private static final String SPECIAL = "\\*_~`|>#[]<-";

  private Markdown() {}

  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    pieces(text).forEach(out::append);
    return out.toString();
  }

  /** The text escaped, with at most {@code most} UTF-16 units and … where something is left out. */
  static String fitted(String text, int most) {
    StringBuilder out = new StringBuilder();
    for (String piece : pieces(text)) {
      if (out.length() + piece.length() > most) {
        return cutBack(text, most - 1) + "…";
      }
      out.append(piece);
    }
    return out.toString();
  }

  /** Lines escaped and gathered into texts of at most {@code first}, then {@code most} units. Nothing is left out. */
  static List<String> pages(List<String> lines, int first, int most) {
    List<String> pages = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    int room = first;
    for (String line : lines) {
      String whole = escape(line);
      int gap = page.isEmpty() ? 0 : 1;
      if (page.length() + gap + whole.length() > room && whole.length() <= most) {
        pages.add(page.toString());
        page.setLength(0);
        room = most;
      }
      if (!page.isEmpty()) {
        page.append('\n');
      }
      for (String piece : pieces(line)) {
        if (page.length() + piece.length() > room) {
          pages.add(page.toString());
          page.setLength(0);
          room = most;
        }
        page.append(piece);
      }
    }
    pages.add(page.toString());
    return pages;
  }

  private static String cutBack(String text, int most) {
    StringBuilder out = new StringBuilder();
    for (String piece : pieces(text)) {
      if (out.length() + piece.length() > most) {
        break;
      }
      out.append(piece);
    }
    return out.toString();
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      String found = piece.group();
      if (found.length() > 64) { // an address or a heap of accents that may not fit: as single characters
        found.codePoints().forEach(c -> pieces.add(Character.toString(c)));
      } else {
        pieces.add(found.length() == 1 && SPECIAL.contains(found) ? "\\" + found : found);
      }
    }
    return pieces;
  }
}
