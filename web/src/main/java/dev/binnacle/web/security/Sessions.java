package dev.binnacle.web.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of people in browsers. A session is a signed statement in a cookie, so that it survives a restart without being
 * stored; what is stored is only which ones were ended early.
 *
 * <p>The statement is {@code id|role|token|issued|expires|name}, then a dot, then its HMAC-SHA256; both parts in base64url. {@code
 * id} is 256 random bits. A session that was opened with a token ends with the token.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Sessions {
  private static final String NO_TOKEN = "-";
  private static final int LONGEST_COOKIE = 1_024;
  private static final int MOST_ENDED = 10_000;

  private final SecretKeySpec key;
  private final Duration lifetime;
  private final InstantSource clock;
  private final AccessStore store;
  private final Tokens tokens;
  private final Map<String, Instant> ended;

  Sessions(Secret key, Duration lifetime, InstantSource clock, AccessStore store, Tokens tokens) {
    this.key = new SecretKeySpec(key.sha256(), "HmacSHA256");
    this.lifetime = lifetime;
    this.clock = clock;
    this.store = store;
    this.tokens = tokens;
    this.ended = new LinkedHashMap<>(store.endedSessions());
  }

  /** A session with the value of its cookie. */
  public record Opened(Caller caller, Secret cookie, Duration lifetime) {}

  /** Opens a session with the rights of who came by a login link. */
  public Opened open(String name, Role role) {
    return open(name, role, null);
  }

  Opened open(String name, Role role, @Nullable String tokenId) {
    Instant now = clock.instant();
    Instant expires = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    String id = Secret.random("").reveal();
    String statement =
        String.join(
            "|", id, role.wireName(), tokenId == null ? NO_TOKEN : tokenId, "" + now.getEpochSecond(),
            "" + expires.getEpochSecond(), name);
    byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String cookie = base64.encodeToString(bytes) + "." + base64.encodeToString(sign(bytes));
    return new Opened(new Caller(name, role, null, id, tokenId, expires), Secret.of(cookie), lifetime);
  }

  /** Who a cookie's value stands for; empty when it is not ours, has been tampered with, has expired, or was ended. */
  Optional<Caller> read(String cookie) {
    int dot = cookie.indexOf('.');
    if (dot < 1 || cookie.length() > LONGEST_COOKIE) {
      return Optional.empty();
    }
    try {
      byte[] statement = Base64.getUrlDecoder().decode(cookie.substring(0, dot));
      byte[] signature = Base64.getUrlDecoder().decode(cookie.substring(dot + 1));
      return MessageDigest.isEqual(signature, sign(statement))
          ? parse(new String(statement, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Caller> parse(String statement) {
    String[] parts = statement.split("\\|", 6);
    if (parts.length != 6) {
      return Optional.empty();
    }
    Instant expires = Instant.ofEpochSecond(Long.parseLong(parts[4]));
    Optional<Role> role = Role.named(parts[1]);
    String tokenId = parts[2].equals(NO_TOKEN) ? null : parts[2];
    return role.map(known -> new Caller(parts[5], known, null, parts[0], tokenId, expires)).filter(this::isLive);
  }

  /** Whether it has neither expired nor been ended, and its token, if it has one, is good. */
  boolean isLive(Caller session) {
    boolean tokenGood = session.tokenId() == null || tokens.isValid(session.tokenId());
    boolean expired = session.expiresAt() == null || !clock.instant().isBefore(session.expiresAt());
    return tokenGood && !expired && !isEnded(session.sessionId());
  }

  /** Ends the session for good; durable when this returns. */
  public void end(Caller session) {
    Instant expiry = session.expiresAt();
    String id = session.sessionId();
    if (id == null || expiry == null) {
      throw new IllegalArgumentException("only a session can be ended, " + session.name() + " has shown a token");
    }
    synchronized (ended) {
      ended.values().removeIf(end -> !clock.instant().isBefore(end));
      if (ended.size() >= MOST_ENDED) {
        ended.remove(ended.keySet().iterator().next());
      }
      ended.put(id, expiry);
      store.endSession(id, expiry);
    }
  }

  private boolean isEnded(@Nullable String id) {
    synchronized (ended) {
      return ended.containsKey(id);
    }
  }

  private byte[] sign(byte[] statement) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(statement);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
