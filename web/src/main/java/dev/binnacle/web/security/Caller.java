package dev.binnacle.web.security;

import dev.binnacle.model.BotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has shown a valid token or session.
 *
 * @param name of the token, or {@code local} for who came by a login link
 * @param bot the only bot that an {@link Role#INGEST} caller may send for; null for any
 * @param sessionId of the session; null when a token was shown
 * @param tokenId of the token that was shown or that opened the session; null when a login link opened it
 * @param expiresAt null when it does not end by itself
 */
public record Caller(
    String name,
    Role role,
    @Nullable BotId bot,
    @Nullable String sessionId,
    @Nullable String tokenId,
    @Nullable Instant expiresAt) {

  /** A session travels in a cookie, which a browser adds by itself: its requests must show that a page of ours made them. */
  public boolean isBySession() {
    return sessionId != null;
  }

  /** Whether the caller may read this bot's configuration: readers any, a bot its own. */
  public boolean mayReadConfigOf(BotId owner) {
    return role == Role.VIEWER || maySendFor(owner);
  }

  /** Whether the caller may send events of this bot. */
  public boolean maySendFor(BotId sender) {
    return switch (role) {
      case INGEST -> bot == null || bot.equals(sender);
      case VIEWER -> false;
      case OPERATOR, TRADER, ADMIN -> true;
    };
  }
}
