package dev.binnacle.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version that waits for its moment. It never changes: a newer one takes its place.
 *
 * @param mode what it waits for
 * @param reason why not yet, as the gate said it last
 * @param expiresAt when it is given up; null when it waits for the next start
 * @param changes from the version in force, secrets masked
 */
public record Pending(
    long version, String hash, ApplyMode mode, String reason, Instant since, @Nullable Instant expiresAt, Author author,
    List<Change> changes) {
  public Pending {
    changes = List.copyOf(changes);
  }

  Pending because(String why) {
    return new Pending(version, hash, mode, why, since, expiresAt, author, changes);
  }
}
