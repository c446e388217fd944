package dev.binnacle.protocol;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of a frame that tells of an alert, in any order. */
final class AlertFrame {
  private final Set<String> seen = new HashSet<>();
  private @Nullable AlertId id;
  private @Nullable RuleName rule;
  private @Nullable String levelWord;
  private @Nullable String stateWord;
  private @Nullable String reason;
  private @Nullable Instant since;
  private @Nullable Double value;
  private @Nullable Double threshold;

  static void write(OutputBuffer out, LinkMessage.AlertTold alert) {
    text(out, "id", alert.id().value());
    text(out, "rule", alert.rule().value());
    text(out, "level", Words.of(alert.level()));
    text(out, "state", Words.of(alert.state()));
    text(out, "reason", alert.reason());
    out.writeAscii(",\"since\":\"");
    Times.write(out, alert.since());
    out.write('"');
    number(out, "value", alert.value());
    number(out, "threshold", alert.threshold());
  }

  private static void text(OutputBuffer out, String name, String value) {
    name(out, name);
    out.writeString(value);
  }

  private static void number(OutputBuffer out, String name, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      name(out, name);
      out.writeAscii(Double.toString(value));
    }
  }

  private static void name(OutputBuffer out, String name) {
    out.writeAscii(",\"");
    out.writeAscii(name);
    out.writeAscii("\":");
  }

  /** Reads the value that the parser stands on; passes over what is no member of this frame. */
  void read(JsonParser parser, String name) {
    switch (name) {
      case "id", "rule", "level", "state", "reason", "since", "value", "threshold" -> {
        if (!seen.add(name)) {
          throw new MalformedBatchException("duplicate-key", 0, name + " stands twice in the frame");
        }
        readKnown(parser, name);
      }
      default -> parser.skipChildren();
    }
  }

  private void readKnown(JsonParser parser, String name) {
    switch (name) {
      case "id" -> id = new AlertId(Tokens.text(parser, name));
      case "rule" -> rule = new RuleName(Tokens.text(parser, name));
      case "level" -> levelWord = Tokens.text(parser, name);
      case "state" -> stateWord = Tokens.text(parser, name);
      case "reason" -> reason = Tokens.text(parser, name);
      case "since" -> since = time(parser, name);
      case "value" -> value = number(parser, name);
      case "threshold" -> threshold = number(parser, name);
      default -> throw new IllegalStateException(name);
    }
  }

  static Instant time(JsonParser parser, String name) {
    char[] text = Tokens.text(parser, name).toCharArray();
    Instant time = Times.parse(text, 0, text.length);
    if (time == null) {
      throw Tokens.wrong(parser, name, "a time such as 2026-01-05T10:00:00Z");
    }
    return time;
  }

  private static @Nullable Double number(JsonParser parser, String name) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    double number = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      throw Tokens.wrong(parser, name, "a number");
    }
    return number;
  }

  /** The alert; a level or a state that this version has no word for makes it a frame that is not known. */
  LinkMessage.FromServer message() {
    Level level = Words.LEVEL.parse(required(levelWord, "level"));
    AlertState state = Words.ALERT_STATE.parse(required(stateWord, "state"));
    AlertId alert = required(id, "id");
    RuleName by = required(rule, "rule");
    String why = required(reason, "reason");
    Instant at = required(since, "since");
    return level == null || state == null
        ? new LinkMessage.UnknownFromServer("alert")
        : new LinkMessage.AlertTold(alert, by, level, state, why, at, value, threshold);
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new MalformedBatchException("required", 0, "a frame of type alert needs " + name);
    }
    return value;
  }
}
