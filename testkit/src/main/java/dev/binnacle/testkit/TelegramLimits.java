package dev.binnacle.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast Telegram takes messages (https://core.telegram.org/bots/faq): one a second in a chat, 20 a minute in a group, 30 a second in
 * all. Groups have negative numbers. What is refused does not count.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class TelegramLimits {
  /** Telegram lets short bursts pass, and a network does not keep the distances at which messages were sent. */
  private static final long LENIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanos;
  private final Map<Long, Deque<Long>> byChat = new HashMap<>();
  private final Deque<Long> all = new ArrayDeque<>();
  private int refused;

  /** @param nanos the time, as {@link System#nanoTime} tells it */
  public TelegramLimits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes a message for this chat and gives 0, or gives the seconds after which it may be tried again. */
  synchronized long take(long chat) {
    long now = nanos.getAsLong();
    Deque<Long> own = byChat.computeIfAbsent(chat, each -> new ArrayDeque<>());
    long wait = Math.max(wait(own, 1, SECOND, now), wait(all, 30, SECOND, now));
    if (chat < 0) {
      wait = Math.max(wait, wait(own, 20, MINUTE, now));
    }
    if (wait > 0) {
      refused++;
      return (wait + SECOND - 1) / SECOND;
    }
    own.addFirst(now);
    all.addFirst(now);
    return 0;
  }

  /** How long until there are fewer than {@code most} in the time before; {@code taken} has the newest first. */
  private static long wait(Deque<Long> taken, int most, long window, long now) {
    if (taken.size() < most) {
      return 0;
    }
    long bounding = taken.stream().skip(most - 1L).findFirst().orElseThrow();
    return Math.max(0, bounding + window - LENIENCE_NANOS - now);
  }

  /** How many messages came too soon. */
  public synchronized int refused() {
    return refused;
  }
}
