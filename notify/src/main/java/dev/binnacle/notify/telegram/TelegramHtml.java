package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Letter;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Pieces;
import java.util.ArrayList;
import java.util.List;

/**
 * Text in Telegram's HTML (https://core.telegram.org/bots/api#html-style). Lengths are counted before markup and in UTF-16 units, which
 * is never less than Telegram counts; every value is escaped.
 */
final class TelegramHtml {
  static final int LONGEST_TEXT = 4_096;
  static final int LONGEST_CAPTION = 1_024;

  private TelegramHtml() {}

  /** A text to be sent, and the same without markup for when the markup is refused. */
  record Page(String html, String plain) {}

  /** How a stretch of text looks. */
  private enum Look {
    PLAIN,
    BOLD,
    ITALIC
  }

  private record Stretch(String text, Look look) {}

  /** The letter in pages that each fit and say that they may be a repeat, if so. Nothing is left out. */
  static List<Page> pages(Letter letter, int most) {
    List<List<Stretch>> lines = new ArrayList<>();
    lines.add(List.of(new Stretch(letter.heading(), Look.BOLD)));
    if (!letter.fields().isEmpty()) {
      lines.add(List.of());
    }
    letter.fields().forEach(field -> lines.add(line(field)));
    if (!letter.lines().isEmpty()) {
      lines.add(List.of());
    }
    letter.lines().forEach(text -> lines.add(List.of(new Stretch(text, Look.PLAIN))));
    if (letter.notes().isEmpty()) {
      return pages(lines, most);
    }
    String notes = Pieces.shortened(String.join("\n", letter.notes()), most / 2);
    return pages(lines, most - notes.length() - 2).stream()
        .map(page -> new Page(page.html() + "\n\n" + marked(new Stretch(notes, Look.ITALIC)), page.plain() + "\n\n" + notes))
        .toList();
  }

  /** Plain lines in pages that each fit, as the answers to commands are; a line that begins with {@code # } is a heading. */
  static List<Page> ofLines(List<String> lines, int most) {
    return pages(
        lines.stream()
            .map(line -> line.startsWith("# ")
                ? List.of(new Stretch(line.substring(2), Look.BOLD))
                : List.of(new Stretch(line, Look.PLAIN)))
            .toList(),
        most);
  }

  /** {@code <}, {@code >} and {@code &} are all that Telegram asks to escape; quotation marks too, for attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  private static List<Stretch> line(Message.Field field) {
    String icon = Letter.iconOf(field);
    return List.of(
        new Stretch((icon.isEmpty() ? "" : icon + " ") + field.label() + ":", Look.BOLD),
        new Stretch(" " + field.text(), Look.PLAIN));
  }

  private static List<Page> pages(List<List<Stretch>> lines, int most) {
    List<Page> pages = new ArrayList<>();
    StringBuilder html = new StringBuilder();
    StringBuilder plain = new StringBuilder();
    for (List<Stretch> line : lines) {
      for (List<Stretch> fitting : fitted(line, most)) {
        int length = length(fitting);
        if (!plain.isEmpty() && plain.length() + 1 + length > most) {
          turn(pages, html, plain);
        }
        if (plain.isEmpty() && length == 0) {
          continue; // no page begins with an empty line
        }
        if (!plain.isEmpty()) {
          html.append('\n');
          plain.append('\n');
        }
        for (Stretch stretch : fitting) {
          html.append(marked(stretch));
          plain.append(stretch.text());
        }
      }
    }
    turn(pages, html, plain);
    return pages;
  }

  private static void turn(List<Page> pages, StringBuilder html, StringBuilder plain) {
    if (!plain.isEmpty()) {
      pages.add(new Page(html.toString(), plain.toString()));
      html.setLength(0);
      plain.setLength(0);
    }
  }

  /** The line as it is, or cut into lines that fit. */
  private static List<List<Stretch>> fitted(List<Stretch> line, int most) {
    if (length(line) <= most) {
      return List.of(line);
    }
    List<List<Stretch>> lines = new ArrayList<>();
    for (Stretch stretch : line) {
      for (String piece : Pieces.of(List.of(stretch.text()), most)) {
        lines.add(List.of(new Stretch(piece, stretch.look())));
      }
    }
    return lines;
  }

  private static int length(List<Stretch> line) {
    return line.stream().mapToInt(stretch -> stretch.text().length()).sum();
  }

  private static String marked(Stretch stretch) {
    String text = escape(stretch.text());
    return switch (stretch.look()) {
      case PLAIN -> text;
      case BOLD -> "<b>" + text + "</b>";
      case ITALIC -> "<i>" + text + "</i>";
    };
  }
}
