package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.telegram.BotApi.Result;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds out the numbers that the settings need: somebody writes to the bot, and it says from where.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class ChatFinder {
  private static final long POLL_SECONDS = 10;

  private final BotApi api;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException if the token cannot be one
   */
  public ChatFinder(Http http, URI service, Secret token, InstantSource clock) {
    api = new BotApi(http, service, token);
    this.clock = clock;
  }

  /** Under which name people find the bot, such as {@code binnacle_bot}. */
  public String bot() throws InterruptedException {
    return done(api.call("getMe", Map.of())).path("username").asString("");
  }

  /**
   * Where somebody writes from.
   *
   * @param chat its number, as the settings take it
   * @param title of a group, or the person's name
   * @param user the person's number
   */
  public record Found(long chat, String title, boolean isGroup, long user, String name) {}

  /**
   * Waits for the next message to the bot. What was written before is passed over.
   *
   * @return empty when nobody wrote in time
   * @throws IllegalStateException if Telegram refuses, with its reason and no token
   */
  public Optional<Found> await(Duration patience) throws InterruptedException {
    Instant begin = clock.instant();
    long offset = 0;
    while (clock.instant().isBefore(begin.plus(patience))) {
      Map<String, Object> fields = new HashMap<>();
      fields.put("timeout", Math.min(POLL_SECONDS, Math.max(1, patience.toSeconds())));
      fields.put("allowed_updates", List.of("message"));
      fields.put("offset", offset);
      for (JsonNode node : done(api.poll("getUpdates", fields, Duration.ofSeconds(POLL_SECONDS + 15)))) {
        offset = node.path("update_id").asLong(0) + 1;
        Optional<Update> update = Update.of(node).filter(one -> !one.at().isBefore(begin.minusSeconds(30)));
        if (update.isPresent()) {
          return Optional.of(found(update.get(), node));
        }
      }
    }
    return Optional.empty();
  }

  private static Found found(Update update, JsonNode node) {
    String title = node.path("message").path("chat").path("title").asString(update.name());
    return new Found(update.chat(), title, !update.isPrivate(), update.user(), update.name());
  }

  private static JsonNode done(Result result) {
    return switch (result) {
      case Result.Done(var what) -> what;
      case Result.Denied denied -> throw new IllegalStateException("Telegram says: " + denied.why());
      case Result.Unreachable(var why) -> throw new IllegalStateException(why);
      case Result.Unsure(var why) -> throw new IllegalStateException(why);
    };
  }
}
