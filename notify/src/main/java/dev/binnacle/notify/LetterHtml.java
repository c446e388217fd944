package dev.binnacle.notify;

import dev.binnacle.notify.Message.Action;
import dev.binnacle.notify.Message.Deed;
import dev.binnacle.notify.Message.Tone;
import org.jspecify.annotations.Nullable;

/** A letter as a page for a mail reader: tables and inline styles, since mail readers know little else. Everything is escaped. */
final class LetterHtml {
  private LetterHtml() {}

  /** @param picture the content id of the chart; null for none */
  static String of(Dispatch dispatch, @Nullable String picture) {
    Letter letter = dispatch.letter();
    StringBuilder html = new StringBuilder(2_048);
    html.append("<!doctype html><html><body style=\"font-family:system-ui,sans-serif;color:#1f2933;max-width:40em\">")
        .append("<h2 style=\"border-left:6px solid ").append(colour(dispatch.message().tone())).append(";padding-left:10px\">")
        .append(escaped(letter.heading())).append("</h2>");
    if (!letter.fields().isEmpty()) {
      html.append("<table cellpadding=\"4\" style=\"border-collapse:collapse\">");
      for (Message.Field field : letter.fields()) {
        html.append("<tr><td style=\"color:#616e7c\">").append(escaped(field.label())).append("</td><td>")
            .append(value(field)).append("</td></tr>");
      }
      html.append("</table>");
    }
    letter.lines().forEach(line -> html.append("<p>").append(escaped(line)).append("</p>"));
    if (picture != null && dispatch.chart() != null) {
      html.append("<p><img src=\"cid:").append(escaped(picture)).append("\" alt=\"")
          .append(escaped(dispatch.chart().description())).append("\" style=\"max-width:100%\"></p>");
    }
    for (Action action : dispatch.message().actions()) {
      if (action.deed() == Deed.OPEN) {
        html.append("<p><a href=\"").append(escaped(action.target())).append("\">").append(escaped(action.label()))
            .append("</a></p>");
      }
    }
    letter.notes().forEach(note -> html.append("<p style=\"color:#9a3412\">").append(escaped(note)).append("</p>"));
    return html.append("</body></html>").toString();
  }

  private static String value(Message.Field field) {
    return field.key().equals("runbook") ? Runbook.html(field.text()) : escaped(field.text());
  }

  private static String colour(Tone tone) {
    return switch (tone) {
      case GOOD -> "#15803d";
      case NEUTRAL -> "#64748b";
      case CAUTION -> "#d97706";
      case BAD -> "#b91c1c";
    };
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
  }
}
