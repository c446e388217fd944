package dev.binnacle.notify.slack;

import dev.binnacle.notify.Letter;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Pieces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A letter as blocks (https://docs.slack.dev/reference/block-kit/blocks). Rich text shows every character as it is, where Slack's markup
 * has no way to escape an asterisk.
 */
final class SlackBlocks {
  static final int LONGEST_PAGE = 3_000;
  private static final int LONGEST_HEADER = 150;

  private SlackBlocks() {}

  /** A line: its label, bold, and what it says. */
  private record Line(String label, String text) {
    int length() {
      return label.length() + text.length() + 1;
    }
  }

  /** What is posted for each part, in order. {@code text} is read where blocks are not shown. */
  static List<Map<String, Object>> payloads(Letter letter, Message message) {
    List<List<Line>> pages = pages(letter);
    List<Map<String, Object>> payloads = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      List<Object> blocks = new ArrayList<>();
      if (i == 0) {
        String heading = Pieces.shortened(letter.heading(), LONGEST_HEADER);
        blocks.add(Map.of("type", "header", "text", Map.of("type", "plain_text", "text", heading, "emoji", false)));
      }
      if (!pages.get(i).isEmpty()) {
        blocks.add(richText(pages.get(i)));
      }
      if (i == pages.size() - 1) {
        links(message).ifPresent(blocks::add);
      }
      String heading = i == 0 ? letter.heading() + "\n" : "";
      payloads.add(payload(heading + plain(pages.get(i)), blocks));
    }
    return payloads;
  }

  /** The payload without its blocks, for when those are refused. */
  static Map<String, Object> plain(Map<String, Object> payload) {
    Map<String, Object> bare = new LinkedHashMap<>(payload);
    bare.remove("blocks");
    return bare;
  }

  /** https://docs.slack.dev/messaging/formatting-message-text#escaping: these three and no others. */
  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Map<String, Object> payload(String text, List<Object> blocks) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", escape(text));
    payload.put("mrkdwn", false);
    payload.put("unfurl_links", false);
    payload.put("blocks", blocks);
    return payload;
  }

  private static List<List<Line>> pages(Letter letter) {
    List<Line> lines = new ArrayList<>();
    for (Message.Field field : letter.fields()) {
      String icon = Letter.iconOf(field);
      lines.add(new Line((icon.isEmpty() ? "" : icon + " ") + field.label() + ": ", field.text()));
    }
    letter.lines().forEach(line -> lines.add(new Line("", line)));
    List<Line> notes = letter.notes().stream().map(note -> new Line("", Pieces.shortened(note, 300))).toList();
    int most = LONGEST_PAGE - notes.stream().mapToInt(Line::length).sum();
    List<List<Line>> pages = new ArrayList<>();
    List<Line> page = new ArrayList<>();
    int length = 0;
    for (Line line : lines.stream().flatMap(line -> fitted(line, most).stream()).toList()) {
      if (length + line.length() > most) {
        page.addAll(notes);
        pages.add(page);
        page = new ArrayList<>();
        length = 0;
      }
      page.add(line);
      length += line.length();
    }
    page.addAll(notes);
    pages.add(page);
    return pages;
  }

  private static List<Line> fitted(Line line, int most) {
    if (line.length() <= most) {
      return List.of(line);
    }
    return Pieces.of(List.of(line.label() + line.text()), most - 1).stream().map(piece -> new Line("", piece)).toList();
  }

  private static Map<String, Object> richText(List<Line> lines) {
    List<Object> elements = new ArrayList<>();
    for (Line line : lines) {
      if (!line.label().isEmpty()) {
        elements.add(Map.of("type", "text", "text", line.label(), "style", Map.of("bold", true)));
      }
      elements.add(Map.of("type", "text", "text", line.text() + "\n"));
    }
    return Map.of("type", "rich_text", "elements", List.of(Map.of("type", "rich_text_section", "elements", elements)));
  }

  private static java.util.Optional<Object> links(Message message) {
    List<Object> elements = new ArrayList<>();
    for (Message.Action action : message.actions()) {
      boolean link =
          action.deed() == Message.Deed.OPEN && action.target().matches("https?://\\S{1,2000}") && !action.label().isEmpty();
      if (link && elements.size() < 10) {
        elements.add(Map.of("type", "link", "url", action.target(), "text", action.label()));
        elements.add(Map.of("type", "text", "text", "  "));
      }
    }
    return elements.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional
            .of(Map.of("type", "rich_text", "elements", List.of(Map.of("type", "rich_text_section", "elements", elements))));
  }

  private static String plain(List<Line> lines) {
    return String.join("\n", lines.stream().map(line -> line.label() + line.text()).toList());
  }
}
