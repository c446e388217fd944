package dev.binnacle.config;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** A change as people read it: {@code risk.stop: 8 → 10}. */
final class ChangeText {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LONGEST = 200;

  private ChangeText() {}

  static String line(Change change) {
    return name(change.pointer()) + ": " + value(change.before()) + " → " + value(change.after());
  }

  /** A pointer's steps joined by dots. */
  static String name(String pointer) {
    return String.join(".", Pointers.tokens(pointer));
  }

  private static String value(@Nullable Node node) {
    if (node == null) {
      return "(none)";
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator out = MAPPER.createGenerator(text)) {
      NodeJson.write(out, node);
    }
    String whole = node instanceof Node.Text plain ? plain.text() : text.toString();
    // One line each: what a value says may not begin another one.
    String flat = whole.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    return flat.length() <= LONGEST ? flat : flat.substring(0, LONGEST) + "…";
  }
}
