package dev.binnacle.storage;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message for one channel, as it is put into the {@link Outbox}.
 *
 * @param key names it for good: what is put in under a key that is known is not put in again. Also what a receiver may tell repeats by
 * @param kind what it is about, such as {@code alert} or {@code trade-opened}
 * @param alerts of which it tells, in any order; empty when of none
 * @param at when that happened of which it tells
 * @param body the message, at most {@link #LARGEST_BODY} bytes; not looked at here, nor copied
 */
@SuppressWarnings("ArrayRecordComponent") // Passed through, never compared.
public record Parcel(
    String key, ChannelName channel, String kind, Level level, @Nullable BotId bot, List<AlertId> alerts, Instant at,
    byte[] body) {
  public static final int LONGEST_KEY = 300;
  public static final int LONGEST_KIND = 64;
  public static final int LARGEST_BODY = 1 << 20;

  public Parcel {
    checkLength("key", key, LONGEST_KEY);
    checkLength("kind", kind, LONGEST_KIND);
    if (body.length > LARGEST_BODY) {
      throw new IllegalArgumentException(
          "parcel " + key + ": body must have at most " + LARGEST_BODY + " bytes, had " + body.length + ": split the message");
    }
    alerts = List.copyOf(alerts);
  }

  private static void checkLength(String field, String value, int most) {
    if (value.isEmpty() || value.length() > most) {
      throw new IllegalArgumentException(
          "parcel: " + field + " must have 1 to " + most + " characters, had " + value.length());
    }
  }
}
