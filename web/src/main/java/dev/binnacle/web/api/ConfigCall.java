package dev.binnacle.web.api;

import dev.binnacle.model.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A call to a configuration's desk, made from a request: who asks, on which version, and what. */
final class ConfigCall {
  static final int MOST_BYTES = 1 << 20;

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"?([0-9]{1,15})\"?");
  private static final JsonMapper JSON =
      JsonMapper.builder(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(MOST_BYTES).maxNumberLength(100).build())
              .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // A number is kept as it was written: 8.0 and 8 may differ in the file.
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What a field of a body is. */
  enum Kind {
    TEXT("a text"),
    VERSION("a version's number"),
    LIST("an array of edits");

    private final String description;

    Kind(String description) {
      this.description = description;
    }
  }

  private final ObjectNode call;

  private ConfigCall(ObjectNode call) {
    this.call = call;
  }

  static ConfigCall of(String name, Ask ask) {
    ObjectNode call = JSON.createObjectNode().put("call", name);
    if (ask.caller() != null) {
      call.put("author", ask.caller().name()).put("proved", true).put("source", source(ask));
    }
    return new ConfigCall(call);
  }

  private static String source(Ask ask) {
    if (ask.signedIn().isBySession()) {
      return "dashboard";
    }
    return ask.agent().toLowerCase(Locale.ROOT).startsWith("binnacle-cli") ? "cli" : "api";
  }

  ConfigCall with(String field, @Nullable String text) {
    if (text != null) {
      call.put(field, text);
    }
    return this;
  }

  ConfigCall with(String field, @Nullable Number number) {
    if (number != null) {
      call.put(field, number.longValue());
    }
    return this;
  }

  ConfigCall with(String field, boolean flag) {
    call.put(field, flag);
    return this;
  }

  /**
   * The version that the change was made from.
   *
   * @throws RefusedException if the request does not say
   */
  ConfigCall onBase(Ask ask) {
    String given = ask.ifMatch();
    if (given == null) {
      throw ProblemDocument.of(
          428, "base-version-required", "Precondition required",
          "say on which version the change is based, as its ETag says it: If-Match: \"7\"")
          .refused();
    }
    Matcher tag = TAG.matcher(given.strip());
    if (!tag.matches()) {
      throw ProblemDocument.invalid(
          List.of(
              new Problem("", "if-match",
                  "If-Match must be the ETag of one version, such as \"7\", was " + Parameter.abridged(given))))
          .refused();
    }
    call.put("base", Long.parseLong(tag.group(1)));
    return this;
  }

  /** The body as the document itself. */
  ConfigCall document(Ask ask) {
    try {
      call.put("content", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(ask.body())).toString());
      return this;
    } catch (CharacterCodingException e) {
      throw ProblemDocument.invalid(List.of(new Problem("", "utf-8", "the document is not UTF-8: save it as UTF-8"))).refused();
    }
  }

  /**
   * The body as a JSON object of these fields, each of which is left out or of its kind.
   *
   * @param required those of them that must be there
   * @throws RefusedException with every broken rule
   */
  ConfigCall body(Ask ask, Map<String, Kind> fields, List<String> required) {
    ObjectNode body = object(ask.body());
    List<Problem> problems = new ArrayList<>();
    for (String name : body.propertyNames()) {
      Kind kind = fields.get(name);
      JsonNode value = body.get(name);
      if (kind == null) {
        problems.add(problem(name, "unknown-field", name + " is not a field of this; known are " + fields.keySet()));
      } else if (!value.isNull() && !is(kind, value)) {
        problems
            .add(problem(name, "type", name + " must be " + kind.description + ", was " + Parameter.abridged(value.toString())));
      } else if (!value.isNull()) {
        call.set(name, value);
      }
    }
    required.stream()
        .filter(name -> !body.hasNonNull(name))
        .forEach(name -> problems.add(problem(name, "required", name + " is missing")));
    if (!problems.isEmpty()) {
      throw ProblemDocument.invalid(problems).refused();
    }
    return this;
  }

  private static ObjectNode object(byte[] body) {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException | NumberFormatException e) {
      throw ProblemDocument.invalid(
          List.of(new Problem("", "syntax", "the body is not JSON as it should be: " + reason(e))))
          .refused();
    }
    throw ProblemDocument.invalid(List.of(new Problem("", "object", "the body must be a JSON object"))).refused();
  }

  private static String reason(RuntimeException e) {
    return e instanceof JacksonException jackson ? jackson.getOriginalMessage() : "a number in it is beyond all measure";
  }

  private static boolean is(Kind kind, JsonNode value) {
    return switch (kind) {
      case TEXT -> value.isString();
      case VERSION -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0;
      case LIST -> value.isArray();
    };
  }

  private static Problem problem(String field, String rule, String message) {
    return new Problem("/" + field.replace("~", "~0").replace("/", "~1"), rule, message);
  }

  String text() {
    return JSON.writeValueAsString(call);
  }
}
