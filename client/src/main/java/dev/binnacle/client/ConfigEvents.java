package dev.binnacle.client;

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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record of a configuration's history as the event that tells of it. What an event cannot hold is cut; the history has it all. */
final class ConfigEvents {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_DIGITS = 30;

  private ConfigEvents() {}

  static Event.ConfigUpdate of(HistoryRecord record) {
    int longest = Event.ConfigUpdate.TEXT_LENGTH;
    String who = Texts.text(record.author().name(), LONGEST_NAME);
    return new Event.ConfigUpdate(
        record.at(),
        record.id(),
        ConfigOutcome.valueOf(record.kind().name()),
        record.version(),
        record.hash().isEmpty() ? null : record.hash(),
        record.parent(),
        who.isEmpty() ? null : who,
        record.author().proved() && !who.isEmpty(),
        record.reason().isEmpty() ? null : Texts.text(record.reason(), longest),
        ConfigSource.valueOf(record.author().source().name()),
        record.changes().stream().limit(Event.ConfigUpdate.MOST_CHANGES).map(ConfigEvents::change).toList(),
        record.problems().stream().limit(Event.ConfigUpdate.MOST_PROBLEMS).map(Problem::toString)
            .map(problem -> Texts.text(problem, longest)).toList());
  }

  private static ConfigChange change(Change change) {
    return new ConfigChange(
        Texts.text(change.pointer(), ConfigChange.POINTER_LENGTH), value(change.before()), value(change.after()));
  }

  private static @Nullable Value value(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    if (node instanceof Node.Flag flag) {
      return new Value.Flag(flag.flag());
    }
    if (node instanceof Node.Numeral numeral && fits(numeral.number())) {
      return new Value.Decimal(canonical(numeral.number()));
    }
    if (node instanceof Node.Text text) {
      return text(text.text());
    }
    StringBuilder json = new StringBuilder();
    json(node, json);
    return text(json.toString());
  }

  private static Value text(String text) {
    return new Value.Text(Texts.text(text, Event.ConfigUpdate.TEXT_LENGTH));
  }

  private static boolean fits(BigDecimal number) {
    return number.scale() <= MOST_DIGITS && (long) number.precision() - number.scale() <= MOST_DIGITS;
  }

  /** As an event is read: without zeros behind the point, so that a repetition is the same event. */
  private static BigDecimal canonical(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static void json(Node node, StringBuilder out) {
    if (out.length() > Event.ConfigUpdate.TEXT_LENGTH) {
      return; // It is cut there.
    }
    if (node instanceof Node.Text text) {
      quoted(text.text(), out);
    } else if (node instanceof Node.Numeral numeral) {
      out.append(numeral.number());
    } else if (node instanceof Node.Flag flag) {
      out.append(flag.flag());
    } else if (node instanceof Node.Nothing) {
      out.append("null");
    } else if (node instanceof Node.Items list) {
      list(list, out);
    } else if (node instanceof Node.Section section) {
      section(section, out);
    }
  }

  private static void list(Node.Items list, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < list.items().size(); i++) {
      out.append(i == 0 ? "" : ",");
      json(list.items().get(i), out);
    }
    out.append(']');
  }

  private static void section(Node.Section section, StringBuilder out) {
    out.append('{');
    boolean isFirst = true;
    for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
      out.append(isFirst ? "" : ",");
      isFirst = false;
      quoted(entry.getKey(), out);
      out.append(':');
      json(entry.getValue(), out);
    }
    out.append('}');
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")).append('"');
  }
}
