package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Trees and documents written as JSON, without the strictness of the room's own reader. */
final class Trees {
  private static final JsonMapper JSON = JsonMapper.builder().build();

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
