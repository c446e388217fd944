package dev.binnacle.web.security;

import dev.binnacle.model.BotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token as it is kept: without its secret.
 *
 * @param id names it in lists and when it is revoked; not secret
 * @param name what a person calls it, 1 to 64 characters
 * @param bot the only bot that an {@link Role#INGEST} token may send for; null for any, and for all other roles
 * @param hash SHA-256 of the secret, hexadecimal
 * @param createdBy the name of who made it
 * @param expiresAt null when it does not end by itself
 */
public record AccessToken(
    String id,
    String name,
    Role role,
    @Nullable BotId bot,
    String hash,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt) {

  boolean isValidAt(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
