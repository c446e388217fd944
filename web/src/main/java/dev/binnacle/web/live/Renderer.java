package dev.binnacle.web.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Renders each state once, for all who follow it.
 *
 * <p><b>Threads:</b> confined to the live thread.
 */
final class Renderer {
  /** After this a rendering is made anew even of the same state, since it speaks of ages. */
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long FORGOTTEN_NANOS = Duration.ofSeconds(5).toNanos();

  private final InstantSource clock;
  private final Instant startedAt;
  private final Map<Topic, Rendered> rendered = new HashMap<>();

  Renderer(InstantSource clock, Instant startedAt) {
    this.clock = clock;
    this.startedAt = startedAt;
  }

  private record Rendered(Object state, byte[] bytes, long at) {}

  byte[] render(Topic topic, Object state, Moment moment, long now) {
    Rendered known = rendered.get(topic);
    if (known != null && known.state == state && now - known.at < FRESH_NANOS) {
      return known.bytes;
    }
    byte[] bytes = topic.render(moment, clock.instant(), startedAt);
    rendered.put(topic, new Rendered(state, bytes, now));
    return bytes;
  }

  /** Lets go of what nobody has asked for lately. */
  void forget(long now) {
    rendered.values().removeIf(known -> now - known.at > FORGOTTEN_NANOS);
  }
}
