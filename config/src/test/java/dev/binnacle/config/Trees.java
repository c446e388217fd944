package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Trees and documents written as JSON, without the strictness of the room's own reader. */
final class Trees {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<String> KEYS = List.of("a", "b", "c/d", "~");
  private static final List<Node> VALUES =
      Stream.of("0", "1", "1.0", "2", "\"a\"", "true", "null", "{}", "[]").map(Trees::node).toList();

  private final JsonParser parser;
  private final Map<String, Position> positions = new LinkedHashMap<>();

  private Trees(JsonParser parser) {
    this.parser = parser;
  }

  static Node.Section tree(String json) {
    return document(json).root();
  }

  static Document document(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      Trees reader = new Trees(parser);
      parser.nextToken();
      Node root = reader.read("");
      return new Document("bot.json", (Node.Section) root, reader.positions, List.of());
    }
  }

  static Node node(String json) {
    return Objects.requireNonNull(tree("{\"node\": " + json + "}").entries().get("node"));
  }

  /** Any section, at most this deep; keys and values are few, so that two sections often share some. */
  static Node.Section section(Random random, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.put(KEYS.get(random.nextInt(KEYS.size())), any(random, depth - 1));
    }
    return new Node.Section(entries);
  }

  private static Node any(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return section(random, depth);
    }
    if (depth > 0 && random.nextInt(4) == 0) {
      return new Node.Items(random.ints(random.nextInt(3)).<Node>mapToObj(ignored -> section(random, depth - 1)).toList());
    }
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private Node read(String pointer) {
    JsonToken token = parser.currentToken();
    positions.put(pointer, new Position(parser.currentTokenLocation().getLineNr(), parser.currentTokenLocation().getColumnNr()));
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          entries.put(key, read(Pointers.child(pointer, key)));
        }
        yield new Node.Section(entries);
      }
      case START_ARRAY -> {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(Pointers.child(pointer, items.size())));
        }
        yield new Node.Items(items);
      }
      case VALUE_STRING -> new Node.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Numeral(parser.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> new Node.Flag(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new Node.Nothing();
      default -> throw new IllegalArgumentException("not JSON: " + token);
    };
  }
}
