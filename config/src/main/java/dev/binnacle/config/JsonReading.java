package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** One strict reading of a JSON text (RFC 8259) into values with their places. Confined to one thread. */
final class JsonReading {
  /** The bounds are the tally's, which knows what to say; these only keep the parser from working ahead. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(2 * Tally.MAX_DEPTH).maxNumberLength(SourceText.MAX_BYTES)
                  .maxStringLength(SourceText.MAX_BYTES).maxNameLength(SourceText.MAX_BYTES).build())
          .build();

  private final SourceText source;
  private final Tally tally;
  private final JsonParser parser;

  private JsonReading(SourceText source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
    tally = new Tally(source);
  }

  static Sited read(SourceText source) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), source.text())) {
      return new JsonReading(source, parser).document();
    } catch (JacksonException e) {
      TokenStreamLocation location = e.getLocation();
      int offset = location == null || location.getCharOffset() < 0 ? source.text().length() : (int) location.getCharOffset();
      throw source.refusal(offset, "", "syntax", "this is not JSON: " + firstSentence(e.getOriginalMessage()), "see RFC 8259");
    }
  }

  private Sited document() {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw tally.refusal(start(), "root", "the file must be one object in braces", "write {\"name\": value}");
    }
    Site.Group root = section();
    if (parser.nextToken() != null) {
      throw tally.refusal(start(), "trailing", "something follows the end of the object",
          "delete what follows the closing brace");
    }
    return new Sited(source, root, List.of());
  }

  private Site value(JsonToken token) {
    int start = start();
    tally.count(start);
    return switch (token) {
      case START_OBJECT -> section();
      case START_ARRAY -> list();
      case VALUE_STRING -> {
        String text = parser.getString();
        yield new Site.Leaf(start, (int) parser.currentLocation().getCharOffset(), tally.text(text, start), false);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String digits = parser.getString();
        yield new Site.Leaf(start, start + digits.length(), tally.number(digits, start), false);
      }
      case VALUE_TRUE -> new Site.Leaf(start, start + 4, new Node.Flag(true), false);
      case VALUE_FALSE -> new Site.Leaf(start, start + 5, new Node.Flag(false), false);
      case VALUE_NULL -> new Site.Leaf(start, start + 4, new Node.Nothing(), false);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw tally.refusal(start, "syntax", "a value is missing here", "write a value");
    };
  }

  private Site.Group section() {
    int start = start();
    List<Site.Entry> entries = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      int at = start();
      String name = parser.currentName();
      tally.enter(name, at);
      tally.requireUnicode(name, at);
      Integer first = seen.putIfAbsent(name, at);
      if (first != null) {
        throw tally.duplicate(first, at);
      }
      entries.add(new Site.Entry(name, at, nameEnd(at), value(next())));
      tally.leave();
    }
    return new Site.Group(start, start() + 1, Site.Shape.BRACKET_SECTION, entries, false);
  }

  private Site.Group list() {
    int start = start();
    List<Site.Entry> entries = new ArrayList<>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      int at = start();
      String name = String.valueOf(entries.size());
      tally.enter(name, at);
      entries.add(new Site.Entry(name, at, at, value(token)));
      tally.leave();
    }
    return new Site.Group(start, start() + 1, Site.Shape.BRACKET_LIST, entries, false);
  }

  /** The parser itself refuses a text that ends early; this is for the types. */
  private JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw tally.refusal(source.text().length(), "syntax", "the file ends too early", "put the missing part back");
    }
    return token;
  }

  private int start() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private int nameEnd(int start) {
    String text = source.text();
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /** The parser's own words, without its advice on features that stay off. */
  private static String firstSentence(String message) {
    String kept = message.lines().findFirst().orElse("").replaceFirst(": (maybe|enable) .*", "");
    return kept.length() > 200 ? kept.substring(0, 200) + "…" : kept;
  }
}
