package dev.binnacle.notify.telegram;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What waits to be confirmed: each by the person who asked, in the same chat, once, and soon. None survives a restart.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class Confirmations {
  static final Duration VALID = Duration.ofSeconds(60);
  private static final int MOST = 200;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  private record Waiting(Act act, long user, long chat, Instant until) {}

  /** A number that is good once, for this person in this chat. */
  String ask(Act act, long user, long chat, Instant now) {
    waiting.values().removeIf(one -> !one.until().isAfter(now));
    if (waiting.size() >= MOST) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    byte[] chance = new byte[16];
    RANDOM.nextBytes(chance);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    waiting.put(nonce, new Waiting(act, user, chat, now.plus(VALID)));
    return nonce;
  }

  /** The act, which is then no longer waiting. Empty when it is too late, was used, or is another person's; theirs goes on waiting. */
  Optional<Act> take(String nonce, long user, long chat, Instant now) {
    Waiting one = waiting.get(nonce);
    if (one == null || one.user() != user || one.chat() != chat) {
      return Optional.empty();
    }
    waiting.remove(nonce);
    return one.until().isAfter(now) ? Optional.of(one.act()) : Optional.empty();
  }
}
