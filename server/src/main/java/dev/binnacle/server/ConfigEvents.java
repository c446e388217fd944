package dev.binnacle.server;

import dev.binnacle.config.Change;
import dev.binnacle.config.HistoryRecord;
import dev.binnacle.config.Node;
import dev.binnacle.config.Problem;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Event;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record of a configuration's history as the event that tells of it. What an event cannot hold is cut; the history has it all. */
final class ConfigEvents {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_DIGITS = 30;

  private ConfigEvents() {}

  static Event.ConfigUpdate of(HistoryRecord record) {
    int longest = Event.ConfigUpdate.TEXT_LENGTH;
    String who = clean(record.author().name(), LONGEST_NAME);
    return new Event.ConfigUpdate(
        record.at(),
        record.id(),
        ConfigOutcome.valueOf(record.kind().name()),
        record.version(),
        record.hash().isEmpty() ? null : record.hash(),
        record.parent(),
        who.isEmpty() ? null : who,
        record.author().proved() && !who.isEmpty(),
        record.reason().isEmpty() ? null : clean(record.reason(), longest),
        ConfigSource.valueOf(record.author().source().name()),
        record.changes().stream().limit(Event.ConfigUpdate.MOST_CHANGES).map(ConfigEvents::change).toList(),
        record.problems().stream()
            .limit(Event.ConfigUpdate.MOST_PROBLEMS)
            .map(Problem::toString)
            .map(problem -> clean(problem, longest))
            .toList());
  }

  private static ConfigChange change(Change change) {
    return new ConfigChange(
        clean(change.pointer(), ConfigChange.POINTER_LENGTH), value(change.before()), value(change.after()));
  }

  private static @Nullable Value value(@Nullable Node node) {
    return switch (node) {
      case null -> null;
      case Node.Flag(boolean flag) -> new Value.Flag(flag);
      case Node.Text(String text) -> text(text);
      case Node.Numeral(BigDecimal number) -> fits(number) ? new Value.Decimal(canonical(number)) : text(number.toString());
      case Node.Nothing nothing -> text("null");
      case Node.Items items -> text(json(items));
      case Node.Section section -> text(json(section));
    };
  }

  private static boolean fits(BigDecimal number) {
    return number.scale() <= MOST_DIGITS && (long) number.precision() - number.scale() <= MOST_DIGITS;
  }

  /** As an event is read: without zeros behind the point, so that a repetition is the same event. */
  private static BigDecimal canonical(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static Value text(String text) {
    return new Value.Text(clean(text, Event.ConfigUpdate.TEXT_LENGTH));
  }

  private static String json(Node node) {
    StringBuilder out = new StringBuilder();
    json(node, out);
    return out.toString();
  }

  private static void json(Node node, StringBuilder out) {
    if (out.length() > Event.ConfigUpdate.TEXT_LENGTH) {
      return;
    }
    switch (node) {
      case Node.Flag(boolean flag) -> out.append(flag);
      case Node.Text(String text) -> quoted(text, out);
      case Node.Numeral(BigDecimal number) -> out.append(number);
      case Node.Nothing nothing -> out.append("null");
      case Node.Items(List<Node> items) -> {
        String between = "[";
        for (Node item : items) {
          out.append(between);
          json(item, out);
          between = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case Node.Section(Map<String, Node> entries) -> {
        String between = "{";
        for (Map.Entry<String, Node> entry : entries.entrySet()) {
          out.append(between);
          quoted(entry.getKey(), out);
          out.append(':');
          json(entry.getValue(), out);
          between = ",";
        }
        out.append(entries.isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")).append('"');
  }

  /** What an event takes: no control characters, no halves of a pair, and not too long. */
  static String clean(String text, int longest) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(longest + 1L).forEach(
        c -> {
          boolean allowed = c == '\n' || c == '\t' || c >= ' ' && (c < 0xd800 || c > 0xdfff);
          clean.appendCodePoint(allowed ? c : 0xfffd);
        });
    if (clean.length() <= longest) {
      return clean.toString();
    }
    int end = Character.isHighSurrogate(clean.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return clean.substring(0, end) + "…";
  }
}
