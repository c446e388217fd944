package dev.binnacle.protocol;

import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Values of the frames around the events: a few small members, so that simple is better than quick. Each reads the value on which
 * the parser stands, and refuses another kind of value with {@link MalformedBatchException}.
 */
final class Tokens {
  private static final int LONGEST_TEXT = 10_000;

  private Tokens() {}

  static String text(JsonParser parser, String name) {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getStringLength() > LONGEST_TEXT) {
      throw wrong(parser, name, "a string of at most " + LONGEST_TEXT + " characters");
    }
    return parser.getString();
  }

  /** A text as long as its frame allows. */
  static String longText(JsonParser parser, String name) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(parser, name, "a string");
    }
    return parser.getString();
  }

  static long whole(JsonParser parser, String name) {
    Long value =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            ? Decimals.parseWhole(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())
            : null;
    if (value == null) {
      throw wrong(parser, name, "a whole number of at most 64 bits");
    }
    return value;
  }

  static int count(JsonParser parser, String name) {
    long value = whole(parser, name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw wrong(parser, name, "a count");
    }
    return (int) value;
  }

  static boolean flag(JsonParser parser, String name) {
    if (!parser.currentToken().isBoolean()) {
      throw wrong(parser, name, "true or false");
    }
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** Runs {@code read} at the beginning of each object in an array. */
  static void eachObject(JsonParser parser, String name, Runnable read) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(parser, name, "an array");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw wrong(parser, name, "an array of objects");
      }
      read.run();
    }
  }

  /** Runs {@code read} at the value of each member of an object. */
  static void eachMember(JsonParser parser, String name, Consumer<String> read) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(parser, name, "an object");
    }
    members(parser, read);
  }

  static void members(JsonParser parser, Consumer<String> read) {
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      parser.nextToken();
      read.accept(key);
    }
  }

  static MalformedBatchException wrong(JsonParser parser, String name, String expected) {
    long at = parser.currentTokenLocation().getByteOffset();
    return new MalformedBatchException(
        "type", at, Refusal.shown(name) + " must be " + expected + ", was " + EventDecoder.describe(parser.currentToken()));
  }
}
