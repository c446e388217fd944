package dev.binnacle.notify;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message for one channel, as the outbox keeps it.
 *
 * @param key names what is told and to whom, at most 200 characters; an outbox takes a key once only
 * @param bot null when it concerns no single bot
 * @param alerts of which it tells; parcels of one alert are delivered in order
 * @param at when what it tells happened
 * @param body the {@link Message} as JSON
 */
public record Parcel(
    String key, ChannelName channel, EventKind kind, Level level, @Nullable BotId bot, List<AlertId> alerts, Instant at,
    String body) {
  public Parcel {
    alerts = List.copyOf(alerts);
  }

  public static Parcel of(String key, ChannelName channel, Message message) {
    return of(key, channel, message, message.toJson());
  }

  static Parcel of(String key, ChannelName channel, Message message, String json) {
    return new Parcel(key, channel, message.kind(), message.level(), message.bot(), message.alertIds(), message.at(), json);
  }
}
