package dev.binnacle.web.security;

import dev.binnacle.model.BotId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens: opaque, 256 random bits, kept as a hash. A token is looked up by its hash, so the time that takes tells nothing
 * of the secret.
 *
 * <p><b>Threads:</b> thread-safe; reading never waits for a writer.
 */
public final class Tokens {
  /** What every token begins with, so that a leaked one is recognised by who scans for secrets. */
  static final String PREFIX = "bnc_";

  private static final int LARGEST = 1_000;
  private static final int SHORTEST_ENVIRONMENT_TOKEN = 16;
  private static final int ID_LENGTH = 12;

  private final AccessStore store;
  private final InstantSource clock;
  private final Map<String, AccessToken> byHash = new ConcurrentHashMap<>();
  private final @Nullable AccessToken environment;

  Tokens(AccessStore store, InstantSource clock, @Nullable Secret environmentToken) {
    this.store = store;
    this.clock = clock;
    this.environment = environmentToken == null ? null : fromEnvironment(environmentToken, clock.instant());
    store.tokens().forEach(token -> byHash.put(token.hash(), token));
  }

  private static AccessToken fromEnvironment(Secret secret, Instant now) {
    if (secret.length() < SHORTEST_ENVIRONMENT_TOKEN) {
      throw new IllegalArgumentException(
          "BINNACLE_TOKEN must have at least %d characters, had %d; one is made by: openssl rand -hex 32"
              .formatted(SHORTEST_ENVIRONMENT_TOKEN, secret.length()));
    }
    // The id changes with the secret, so that a session made with an earlier one ends when it is replaced.
    String id = "environment-" + secret.hash().substring(0, ID_LENGTH);
    return new AccessToken(id, "BINNACLE_TOKEN", Role.ADMIN, null, secret.hash(), now, "environment", null);
  }

  /** A new token with its secret, which is not kept and cannot be shown again. */
  public record Issued(AccessToken token, Secret secret) {}

  /**
   * Makes a token; it is durable when this returns.
   *
   * @param bot only for {@link Role#INGEST}
   * @return empty when there are as many tokens as there may be
   */
  public synchronized Optional<Issued> issue(
      String name, Role role, @Nullable BotId bot, @Nullable Instant expiresAt, String createdBy) {
    if (bot != null && role != Role.INGEST) {
      throw new IllegalArgumentException("only an ingest token belongs to a bot, was " + role);
    }
    if (byHash.size() >= LARGEST) {
      return Optional.empty();
    }
    Secret secret = Secret.random(PREFIX);
    String id = Secret.random("").reveal().substring(0, ID_LENGTH);
    AccessToken token = new AccessToken(id, name, role, bot, secret.hash(), clock.instant(), createdBy, expiresAt);
    store.save(token);
    byHash.put(token.hash(), token);
    return Optional.of(new Issued(token, secret));
  }

  /** Ends a token, and with it every session that was opened with it. */
  public synchronized boolean revoke(String id) {
    Optional<AccessToken> found = byHash.values().stream().filter(token -> token.id().equals(id)).findFirst();
    found.ifPresent(
        token -> {
          store.remove(id);
          byHash.remove(token.hash());
        });
    return found.isPresent();
  }

  /**
   * Takes tokens that are kept elsewhere, such as in a settings file, in the place of others of that kind.
   *
   * @param retired the ids of those that hold no longer; sessions that were opened with them end
   */
  public synchronized void exchange(Set<String> retired, List<AccessToken> taken) {
    byHash.values().removeIf(token -> retired.contains(token.id()));
    taken.forEach(token -> byHash.put(token.hash(), token));
  }

  /** The newest first; the one of the environment is not in it. */
  public List<AccessToken> list() {
    return byHash.values().stream().sorted(Comparator.comparing(AccessToken::createdAt).reversed().thenComparing(AccessToken::id))
        .toList();
  }

  Optional<AccessToken> withSecret(Secret secret) {
    String hash = secret.hash();
    AccessToken token = environment != null && environment.hash().equals(hash) ? environment : byHash.get(hash);
    return Optional.ofNullable(token).filter(found -> found.isValidAt(clock.instant()));
  }

  boolean isValid(String id) {
    Instant now = clock.instant();
    return (environment != null && environment.id().equals(id))
        || byHash.values().stream().anyMatch(token -> token.id().equals(id) && token.isValidAt(now));
  }

  static Caller callerOf(AccessToken token) {
    return new Caller(token.name(), token.role(), token.bot(), null, token.id(), token.expiresAt());
  }
}
