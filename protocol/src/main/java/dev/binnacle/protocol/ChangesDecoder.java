package dev.binnacle.protocol;

import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.Event;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the changes of a configuration within an event.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class ChangesDecoder {
  private final EventDecoder values;

  ChangesDecoder(EventDecoder values) {
    this.values = values;
  }

  List<ConfigChange> read(JsonParser parser, JsonToken token, Field field) {
    if (token != JsonToken.START_ARRAY) {
      throw EventDecoder.wrongKind(field, token);
    }
    List<ConfigChange> changes = new ArrayList<>();
    for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
      String pointer = field.pointer() + "/" + changes.size();
      if (next != JsonToken.START_OBJECT) {
        throw new Refusal(
            pointer, "type",
            field.wireName() + " must be " + field.kind().description() + ", had " + EventDecoder.describe(next));
      }
      if (changes.size() == Event.ConfigUpdate.MOST_CHANGES) {
        throw new Refusal(
            field.pointer(),
            "size",
            field.wireName() + " must have at most " + Event.ConfigUpdate.MOST_CHANGES + " entries, has more: leave some out");
      }
      changes.add(change(parser, pointer));
    }
    return changes;
  }

  private ConfigChange change(JsonParser parser, String at) {
    String pointer = null;
    Value before = null;
    Value after = null;
    Set<String> seen = new HashSet<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      String place = at + Refusal.step(name);
      JsonToken token = parser.nextToken();
      if (!seen.add(name)) {
        throw EventDecoder.duplicate(place, name);
      }
      switch (name) {
        case "pointer" -> pointer = pointer(parser, token, place);
        case "before" -> before = valueOrNull(parser, token, place, name);
        case "after" -> after = valueOrNull(parser, token, place, name);
        default ->
            throw new Refusal(
                place, "unknown-field", "a change has no field " + Refusal.shown(name) + ", but pointer, before and after");
      }
    }
    if (pointer == null) {
      throw new Refusal(at + "/pointer", "required", "a change needs pointer: which value it is, as a JSON pointer");
    }
    try {
      return new ConfigChange(pointer, before, after);
    } catch (InvalidValueException e) {
      throw new Refusal(at + "/" + e.field(), e.rule(), Refusal.message(e));
    }
  }

  private String pointer(JsonParser parser, JsonToken token, String place) {
    if (token != JsonToken.VALUE_STRING) {
      throw new Refusal(place, "type", "pointer must be a string, was " + EventDecoder.describe(token));
    }
    return values.text(parser, place, "pointer");
  }

  private @Nullable Value valueOrNull(JsonParser parser, JsonToken token, String place, String name) {
    return token == JsonToken.VALUE_NULL ? null : values.value(parser, token, place, name);
  }
}
