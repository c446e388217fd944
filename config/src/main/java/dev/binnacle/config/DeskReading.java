package dev.binnacle.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads the text of a call strictly and within bounds: one object, no name twice, numbers with every digit. Confined to one call. */
final class DeskReading {
  /** A document of 1 MiB, every character of it escaped as {@code \\u0000}, and some more. */
  static final int LONGEST = 8 << 20;

  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 100_000;
  private static final int MOST_DIGITS = 400;
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(MOST_DIGITS)
          .maxStringLength(LONGEST).maxNameLength(1_000).build())
      .build();

  private final JsonParser parser;
  private int values;

  private DeskReading(JsonParser parser) {
    this.parser = parser;
  }

  /** @throws BadCallException if it is anything else */
  static Node.Section read(String text) {
    if (text.length() > LONGEST) {
      throw new BadCallException("too-big", "the call has " + text.length() + " characters, more than " + LONGEST, "");
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new DeskReading(parser).call();
    } catch (JacksonException e) {
      throw new BadCallException("syntax", "the call is not JSON within bounds: " + e.getOriginalMessage(), "");
    }
  }

  private Node.Section call() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new BadCallException("syntax", "the call must be an object", "");
    }
    Node.Section call = section();
    if (parser.nextToken() != null) {
      throw new BadCallException("syntax", "something follows the call", "");
    }
    return call;
  }

  private Node.Section section() {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      entries.put(name, value(parser.nextToken()));
    }
    return new Node.Section(entries);
  }

  private Node value(JsonToken token) {
    if (++values > MOST_VALUES) {
      throw new BadCallException("too-big", "the call has more than " + MOST_VALUES + " values", "");
    }
    return switch (token) {
      case START_OBJECT -> section();
      case START_ARRAY -> list();
      case VALUE_STRING -> new Node.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Numeral(number());
      case VALUE_TRUE -> new Node.Flag(true);
      case VALUE_FALSE -> new Node.Flag(false);
      case VALUE_NULL -> new Node.Nothing();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new BadCallException("syntax", "a value is missing", "");
    };
  }

  private Node.Items list() {
    List<Node> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(value(token));
    }
    return new Node.Items(items);
  }

  /** Never a number that is short here and fills the memory when it is written out. */
  private BigDecimal number() {
    BigDecimal number = parser.getDecimalValue();
    if (Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new BadCallException("number", "a number is out of bounds", "write one that a double could hold");
    }
    return number;
  }
}
