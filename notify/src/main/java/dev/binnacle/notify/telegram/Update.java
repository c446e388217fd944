package dev.binnacle.notify.telegram;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that a person did (https://core.telegram.org/bots/api#update).
 *
 * @param user who did it; never taken from the chat
 * @param isPrivate whether the chat is the person's own with the bot
 * @param topic of a forum, null for none
 * @param text what was written, or what the button stands for
 * @param query the press of a button, null for a message
 * @param message the message, or that under which the button is
 */
record Update(
    long id, long user, String name, long chat, boolean isPrivate, @Nullable Long topic, Instant at, String text,
    @Nullable String query,
    long message) {

  /** Empty when it is nothing that a person said or pressed, such as a post of a channel or of another bot. */
  static Optional<Update> of(JsonNode update) {
    JsonNode query = update.path("callback_query");
    JsonNode message = query.isMissingNode() ? update.path("message") : query.path("message");
    JsonNode from = query.isMissingNode() ? message.path("from") : query.path("from");
    String text = query.isMissingNode() ? message.path("text").asString("") : query.path("data").asString("");
    boolean person = from.path("id").isIntegralNumber() && !from.path("is_bot").asBoolean(true);
    if (!person || !message.path("chat").path("id").isIntegralNumber()) {
      return Optional.empty();
    }
    JsonNode topic = message.path("message_thread_id");
    return Optional.of(new Update(update.path("update_id").asLong(0), from.path("id").asLong(), name(from),
        message.path("chat").path("id").asLong(),
        "private".equals(message.path("chat").path("type").asString("")), topic.isIntegralNumber() ? topic.asLong() : null,
        Instant.ofEpochSecond(message.path("date").asLong(0)), text, query.isMissingNode() ? null : query.path("id").asString(""),
        message.path("message_id").asLong(0)));
  }

  boolean isPress() {
    return query != null;
  }

  private static String name(JsonNode from) {
    String username = from.path("username").asString("");
    return username.isEmpty() ? from.path("first_name").asString("somebody") : "@" + username;
  }
}
