package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.http.Multipart;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of https://core.telegram.org/bots/api. The token is a part of each address, so no address leaves this class.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class BotApi {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern TOKEN = Pattern.compile("[0-9]{1,20}:[A-Za-z0-9_-]{1,100}");

  private final Http http;
  private final URI api;
  private final String token;

  /**
   * @throws IllegalArgumentException if the token cannot be one; the message does not say it
   */
  BotApi(Http http, URI api, Secret token) {
    if (!TOKEN.matcher(token.reveal()).matches()) {
      throw new IllegalArgumentException(
          "the token of a Telegram bot is digits, a colon, and letters, digits, - or _; see @BotFather");
    }
    this.http = http;
    this.api = api;
    this.token = token.reveal();
  }

  /** What came of a call. */
  sealed interface Result {
    record Done(JsonNode result) implements Result {}

    /**
     * Telegram refuses.
     *
     * @param code HTTP's number
     * @param why in Telegram's words
     * @param retryAfter in seconds, 0 when it says nothing
     * @param movedTo the chat's new number, null when it says nothing
     */
    record Denied(int code, String why, long retryAfter, @Nullable String movedTo) implements Result {}

    record Unreachable(String why) implements Result {}

    /** It may have been done. */
    record Unsure(String why) implements Result {}
  }

  Result call(String method, Map<String, ?> fields) throws InterruptedException {
    return read(http.post(address(method), json(), JSON.writeValueAsBytes(fields)));
  }

  /** A call that Telegram answers when there is news, or after a time. */
  Result poll(String method, Map<String, ?> fields, Duration wait) throws InterruptedException {
    return read(http.post(address(method), json(), JSON.writeValueAsBytes(fields), wait));
  }

  /** A call with a picture. */
  Result send(String method, Map<String, ?> fields, Charts.Picture picture) throws InterruptedException {
    Multipart form = new Multipart();
    fields.forEach((name, value) -> form.field(name, value instanceof String text ? text : JSON.writeValueAsString(value)));
    form.png("photo", picture.name(), picture.png());
    return read(http.post(address(method), Map.of("Content-Type", form.contentType()), form.body()));
  }

  private URI address(String method) {
    return api.resolve(api.getRawPath().replaceFirst("/$", "") + "/bot" + token + "/" + method);
  }

  private static Map<String, String> json() {
    return Map.of("Content-Type", "application/json");
  }

  private Result read(Answer answer) {
    return switch (answer) {
      case Answer.Given given -> read(given);
      case Answer.Unreachable(String why) -> new Result.Unreachable(clean(why));
      case Answer.Unsure(String why) -> new Result.Unsure(clean(why));
    };
  }

  private Result read(Answer.Given given) {
    JsonNode body;
    try {
      body = JSON.readTree(given.body());
    } catch (JacksonException _) {
      body = JSON.nullNode();
    }
    if (given.isGood() && body.path("ok").asBoolean(false)) {
      return new Result.Done(body.path("result"));
    }
    // What stands in front of Telegram answers in HTML, and 200 without "ok" is none of its answers.
    if (!body.has("description")) {
      return given.isGood()
          ? new Result.Unsure("Telegram's answer cannot be read")
          : new Result.Denied(given.status(), "HTTP " + given.status(), (long) Math.ceil(given.number("Retry-After").orElse(0)),
              null);
    }
    JsonNode parameters = body.path("parameters");
    JsonNode moved = parameters.path("migrate_to_chat_id");
    return new Result.Denied(body.path("error_code").asInt(given.status()), clean(body.path("description").asString("")),
        parameters.path("retry_after").asLong(0), moved.isMissingNode() ? null : moved.asString());
  }

  private String clean(String text) {
    return text.replace(token, "<secret>");
  }
}
