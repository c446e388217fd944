package dev.binnacle.web.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links that let a person in once, within ten minutes. The code of a link is spent by a button on the page that it opens, not by
 * opening it: what looks at links before people do (mail filters, chat previews, prefetching browsers) spends nothing.
 *
 * <p>Codes live in memory only, as hashes; at most {@value #MOST} at a time, the oldest gives way.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class LoginLinks {
  /** How long a code is good. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int MOST = 16;

  private final InstantSource clock;
  private final Map<String, Grant> open = new LinkedHashMap<>();

  LoginLinks(InstantSource clock) {
    this.clock = clock;
  }

  /** A code to be put into a link; {@code expiresAt} is when it ends unspent. */
  public record Code(Secret secret, Role role, Instant expiresAt) {}

  private record Grant(Role role, Instant expiresAt) {}

  public synchronized Code issue(Role role) {
    if (!role.isForPeople()) {
      throw new IllegalArgumentException("a login link is for people, not for the role " + role);
    }
    Instant now = clock.instant();
    open.values().removeIf(grant -> !now.isBefore(grant.expiresAt));
    if (open.size() >= MOST) {
      open.remove(open.keySet().iterator().next());
    }
    Secret secret = Secret.random("");
    Instant expiresAt = now.plus(LIFETIME);
    open.put(secret.hash(), new Grant(role, expiresAt));
    return new Code(secret, role, expiresAt);
  }

  /** Uses a code up. Empty when it was never issued, is too old, or was used before. */
  synchronized Optional<Role> spend(Secret code) {
    return Optional.ofNullable(open.remove(code.hash())).filter(grant -> clock.instant().isBefore(grant.expiresAt))
        .map(Grant::role);
  }
}
