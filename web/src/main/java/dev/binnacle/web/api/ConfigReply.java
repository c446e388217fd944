package dev.binnacle.web.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a configuration's desk answers, as HTTP is to say it.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param status of HTTP
 * @param etag the version in force, without quotes; null when the answer has none
 * @param type of the media
 * @param rule a few words joined by dashes that a program can rely on; empty unless {@code status} is 400 or above
 * @param detail for a person; empty unless {@code status} is 400 or above
 * @param errors each broken rule with its place
 * @param body the text of the answer: JSON, or an export; empty for none. Beside a problem it is what is so now
 */
public record ConfigReply(
    int status, @Nullable String etag, String type, String rule, String detail, List<ConfigProblem> errors, String body) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
          JsonFactory.builder()
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(16 << 20).build())
              .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  public ConfigReply {
    errors = List.copyOf(errors);
  }

  /**
   * One broken rule.
   *
   * @param line from 1; null when the place in the file is not known, as {@code column} and {@code file}
   * @param remedy what to do; empty when the message says it
   */
  public record ConfigProblem(
      String pointer,
      String rule,
      String message,
      String remedy,
      @Nullable Long line,
      @Nullable Long column,
      @Nullable String file) {}

  /** An answer that is no desk's, but of who should have asked it. */
  public static ConfigReply refused(int status, String rule, String detail) {
    return new ConfigReply(status, null, Reply.JSON, rule, detail, List.of(), "");
  }

  /** The answer of a desk. A text that is none becomes 502. */
  public static ConfigReply parse(String text) {
    try {
      JsonNode reply = JSON.readTree(text);
      int status = reply.path("status").asInt(0);
      if (!reply.isObject() || status < 200 || status > 599) {
        return refused(502, "no-answer", "who keeps this configuration answered without a status");
      }
      List<ConfigProblem> errors = new ArrayList<>();
      reply.path("errors").forEach(error -> errors.add(problem(error)));
      JsonNode body = reply.path("body");
      return new ConfigReply(
          status,
          text(reply, "etag"),
          orElse(text(reply, "type"), Reply.JSON),
          orElse(text(reply, "rule"), status < 400 ? "" : "refused"),
          orElse(text(reply, "detail"), status < 400 ? "" : "the configuration was refused"),
          errors,
          body.isMissingNode() || body.isNull() ? "" : body.isString() ? body.asString() : JSON.writeValueAsString(body));
    } catch (JacksonException e) {
      return refused(502, "no-answer", "who keeps this configuration gave an answer that is not JSON");
    }
  }

  private static ConfigProblem problem(JsonNode error) {
    return new ConfigProblem(
        orElse(text(error, "pointer"), ""),
        orElse(text(error, "rule"), "invalid"),
        orElse(text(error, "message"), ""),
        orElse(text(error, "remedy"), ""),
        number(error, "line"),
        number(error, "column"),
        text(error, "file"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.asString() : value.isNumber() ? value.asString() : null;
  }

  private static @Nullable Long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
