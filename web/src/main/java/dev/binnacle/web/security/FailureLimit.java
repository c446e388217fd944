package dev.binnacle.web.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down who guesses: {@value #BURST} failures at once, then one every {@value #REFILL_SECONDS} seconds, for each address (for
 * IPv6 each /64, of which an attacker has plenty). Remembers {@value #MOST} addresses; the least recently seen gives way.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class FailureLimit {
  static final int BURST = 10;
  static final int REFILL_SECONDS = 6;
  private static final int MOST = 1_000;
  private static final int IPV6_PREFIX_BYTES = 8;

  private final InstantSource clock;
  private final Map<String, Failures> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST;
        }
      };

  FailureLimit(InstantSource clock) {
    this.clock = clock;
  }

  /** {@code count} failures as of {@code at}; they wear off with time. */
  private record Failures(double count, Instant at) {
    double asOf(Instant now) {
      return Math.max(0, count - Duration.between(at, now).toMillis() / 1_000.0 / REFILL_SECONDS);
    }
  }

  /** How long the address must wait before it may try again; empty when it need not. */
  synchronized Optional<Duration> mustWait(InetAddress address) {
    Failures failures = byAddress.get(key(address));
    double excess = failures == null ? 0 : failures.asOf(clock.instant()) - (BURST - 1);
    return excess <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis((long) Math.ceil(excess * REFILL_SECONDS * 1_000)));
  }

  synchronized void failed(InetAddress address) {
    Instant now = clock.instant();
    Failures before = byAddress.get(key(address));
    double count = before == null ? 0 : before.asOf(now);
    byAddress.put(key(address), new Failures(Math.min(count + 1, BURST), now));
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes);
  }
}
