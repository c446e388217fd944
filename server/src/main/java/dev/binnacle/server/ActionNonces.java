package dev.binnacle.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proofs that somebody was shown what an order would do: each for one person, one bot and one order, good once and for a minute. They do not
 * survive a restart: then it is looked at again.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class ActionNonces {
  static final Duration LIFE = Duration.ofSeconds(60);
  private static final int MOST = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Shown> shown = new LinkedHashMap<>();

  /** @param order in words */
  record Seen(String operator, String bot, String order) {}

  private record Shown(Seen seen, Instant until) {}

  synchronized String show(Seen seen, Instant now) {
    shown.values().removeIf(each -> !each.until().isAfter(now));
    if (shown.size() >= MOST) {
      shown.remove(shown.keySet().iterator().next());
    }
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    String nonce = HexFormat.of().formatHex(bytes);
    shown.put(nonce, new Shown(seen, now.plus(LIFE)));
    return nonce;
  }

  /** Whether it was shown to the same person for the same order, lately; it is good no longer. */
  synchronized boolean take(@Nullable String nonce, Seen seen, Instant now) {
    Shown known = nonce == null ? null : shown.get(nonce);
    if (known == null || !known.seen().equals(seen)) {
      return false;
    }
    shown.remove(nonce);
    return known.until().isAfter(now);
  }
}
