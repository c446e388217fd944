package dev.binnacle.config;

import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A record of the history as one line of JSON. The chain is its last member and covers every byte before it. */
final class RecordJson {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();
  private static final String CHAIN = ",\"chain\":\"";

  private RecordJson() {}

  /** All but the chain. */
  static String body(HistoryRecord record) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = MAPPER.createGenerator(text)) {
      out.writeStartObject();
      out.writeNumberProperty("id", record.id());
      number(out, "version", record.version());
      out.writeStringProperty("outcome", word(record.kind()));
      out.writeStringProperty("at", record.at().toString());
      out.writeStringProperty("who", record.author().name());
      out.writeBooleanProperty("proved", record.author().proved());
      out.writeStringProperty("reason", record.reason());
      out.writeStringProperty("source", word(record.author().source()));
      out.writeStringProperty("hash", record.hash());
      text(out, "parent", record.parent());
      number(out, "rollback_of", record.rollbackOf());
      number(out, "base", record.base());
      text(out, "mode", record.mode() == null ? null : word(record.mode()));
      text(out, "expires_at", record.expiresAt() == null ? null : record.expiresAt().toString());
      out.writeStringProperty("schema", record.schema());
      changes(out, record.changes());
      problems(out, record.problems());
      out.writeEndObject();
    }
    return text.toString();
  }

  static String line(String body, String chain) {
    return body.substring(0, body.length() - 1) + CHAIN + chain + "\"}";
  }

  /** The body that a line's chain covers; null when the line has none. */
  static @Nullable String bodyOf(String line) {
    int at = line.lastIndexOf(CHAIN);
    return at < 0 ? null : line.substring(0, at) + "}";
  }

  /** @throws JacksonException or another unchecked exception if the line is no record */
  static HistoryRecord read(String line) {
    JsonNode json = MAPPER.readTree(line);
    List<Change> changes = new ArrayList<>();
    for (JsonNode change : json.required("changes")) {
      changes.add(new Change(change.required("pointer").stringValue(), value(change.get("before")), value(change.get("after"))));
    }
    List<Problem> problems = new ArrayList<>();
    for (JsonNode problem : json.required("problems")) {
      JsonNode row = problem.get("line");
      Position position = row == null ? null : new Position(row.intValue(), problem.required("column").intValue());
      problems.add(new Problem(problem.required("file").stringValue(), position, problem.required("pointer").stringValue(),
          problem.required("rule").stringValue(), problem.required("message").stringValue(),
          problem.required("remedy").stringValue()));
    }
    String mode = optional(json, "mode");
    String expires = optional(json, "expires_at");
    return new HistoryRecord(json.required("id").longValue(), optionalNumber(json, "version"),
        HistoryRecord.Kind.valueOf(constant(json.required("outcome").stringValue())),
        Instant.parse(json.required("at").stringValue()),
        new Author(json.required("who").stringValue(), Source.valueOf(constant(json.required("source").stringValue())),
            json.required("proved").booleanValue()),
        json.required("reason").stringValue(), json.required("hash").stringValue(), optional(json, "parent"),
        optionalNumber(json, "rollback_of"), optionalNumber(json, "base"),
        mode == null ? null : ApplyMode.valueOf(constant(mode)),
        expires == null ? null : Instant.parse(expires), json.required("schema").stringValue(), changes, problems,
        json.required("chain").stringValue());
  }

  static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String quoted(String text) {
    return MAPPER.writeValueAsString(text);
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static void changes(JsonGenerator out, List<Change> changes) {
    out.writeArrayPropertyStart("changes");
    for (Change change : changes) {
      out.writeStartObject();
      out.writeStringProperty("pointer", change.pointer());
      out.writeStringProperty("name", ChangeText.name(change.pointer()));
      // Absent and null differ: the value was not there, or was null.
      member(out, "before", change.before());
      member(out, "after", change.after());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void member(JsonGenerator out, String name, @Nullable Node node) {
    if (node != null) {
      out.writeName(name);
      NodeJson.write(out, node);
    }
  }

  private static void problems(JsonGenerator out, List<Problem> problems) {
    out.writeArrayPropertyStart("problems");
    for (Problem problem : problems) {
      out.writeStartObject();
      out.writeStringProperty("file", problem.file());
      Position position = problem.position();
      if (position != null) {
        out.writeNumberProperty("line", position.line());
        out.writeNumberProperty("column", position.column());
      }
      out.writeStringProperty("pointer", problem.pointer());
      out.writeStringProperty("rule", problem.rule());
      out.writeStringProperty("message", problem.message());
      out.writeStringProperty("remedy", problem.remedy());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void number(JsonGenerator out, String name, @Nullable Long number) {
    if (number == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, number);
    }
  }

  private static void text(JsonGenerator out, String name, @Nullable String text) {
    if (text == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, text);
    }
  }

  private static @Nullable Node value(@Nullable JsonNode json) {
    return json == null ? null : NodeJson.read(json);
  }

  private static @Nullable String optional(JsonNode json, String name) {
    JsonNode value = json.required(name);
    return value.isNull() ? null : value.stringValue();
  }

  private static @Nullable Long optionalNumber(JsonNode json, String name) {
    JsonNode value = json.required(name);
    return value.isNull() ? null : value.longValue();
  }
}
