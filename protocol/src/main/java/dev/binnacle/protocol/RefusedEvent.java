package dev.binnacle.protocol;

import dev.binnacle.model.Envelope;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What can be said of an event that was refused: whose number it uses up, and a hash by which a repetition is known. The hash
 * knows neither white space nor the order of fields, nor what identifies the event, but it takes values as they are spelt.
 */
record RefusedEvent(@Nullable InstanceId instance, long seq, long hash) {
  private static final long PRIME = 0x9E3779B185EBCA87L;

  /** Reads an event that is known to be well-formed JSON once more. */
  static RefusedEvent scan(JsonInput.Pieces pieces, byte[] bytes, int offset, int length, @Nullable InstanceId defaultInstance) {
    InstanceId instance = defaultInstance;
    long seq = Envelope.UNSEQUENCED;
    long hash = 0;
    try (JsonParser parser = pieces.parser(bytes, offset, length)) {
      parser.nextToken();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken token = parser.nextToken();
        if (name.equals(Field.INSTANCE.wireName())) {
          instance = token == JsonToken.VALUE_STRING ? instance(parser.getString()) : null;
          parser.skipChildren();
        } else if (name.equals(Field.SEQ.wireName())) {
          seq = token == JsonToken.VALUE_NUMBER_INT ? seq(parser) : Envelope.UNSEQUENCED;
          parser.skipChildren();
        } else if (name.equals(Field.ID.wireName())) {
          parser.skipChildren();
        } else {
          // A sum does not depend on the order of what is added.
          hash += mixed(hash(name) * PRIME + value(parser, token));
        }
      }
    }
    return instance == null ? new RefusedEvent(null, Envelope.UNSEQUENCED, hash) : new RefusedEvent(instance, seq, hash);
  }

  private static @Nullable InstanceId instance(String text) {
    try {
      return new InstanceId(text);
    } catch (InvalidValueException e) {
      return null;
    }
  }

  private static long seq(JsonParser parser) {
    Long seq = Decimals.parseWhole(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    return seq == null || seq < 1 ? Envelope.UNSEQUENCED : seq;
  }

  private static long value(JsonParser parser, JsonToken first) {
    long hash = first.id();
    int depth = 0;
    JsonToken token = first;
    while (true) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      hash = mixed(hash * PRIME + token.id());
      if (token.isScalarValue()) {
        hash = mixed(hash + hash(parser.getString()));
      } else if (token == JsonToken.PROPERTY_NAME) {
        hash = mixed(hash + hash(parser.currentName()));
      }
      if (depth == 0) {
        return hash;
      }
      token = parser.nextToken();
    }
  }

  private static long hash(String text) {
    return XxHash64.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long mixed(long value) {
    long h = (value ^ value >>> 32) * PRIME;
    return h ^ h >>> 29;
  }
}
