package dev.binnacle.notify;

import dev.binnacle.notify.Outbox.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is sent of what waited: the message or the digest, its key, its picture, and whether it may ring. */
record Packing(ChannelSettings settings, Charts charts, RecentMessages recent) {
  private static final Logger log = LoggerFactory.getLogger(Packing.class);

  /**
   * @param load at least one; more than one become a digest
   * @throws IllegalArgumentException if one of them cannot be read
   */
  Dispatch pack(List<Entry> load, Limits limits, Instant now) {
    List<String> keys = load.stream().map(entry -> entry.parcel().key()).toList();
    List<Message> messages = load.stream().map(entry -> recent.read(entry.parcel().body())).toList();
    Message message = messages.size() == 1 ? messages.getFirst() : Digest.of(Keys.of(keys), messages);
    QuietHours hours = settings.policy().quietHours();
    boolean quiet = hours != null && hours.quietUntil(now, message.level()).isPresent();
    int attempt = load.stream().mapToInt(Entry::attempts).max().orElse(0) + 1;
    return new Dispatch(
        Keys.of(keys), message, load.getFirst().mayHaveArrived(), message.silent() || quiet, attempt, 0, picture(message, limits),
        settings.policy().zone(), now);
  }

  /** A message that never was in the outbox. */
  Dispatch pack(Message message, Limits limits, Instant now) {
    return new Dispatch(
        Keys.of(List.of(message.id())), message, false, false, 1, 0, picture(message, limits), settings.policy().zone(), now);
  }

  private Charts.@Nullable Picture picture(Message message, Limits limits) {
    Charts.Wanted wanted = message.chart();
    if (wanted == null || !limits.images() || !settings.policy().charts()) {
      return null;
    }
    try {
      return charts.equity(wanted.bot(), wanted.from(), wanted.to()).orElse(null);
    } catch (RuntimeException e) {
      log.warn("channel {}: no chart could be drawn, the message goes without: {}", settings.name(), e.toString());
      return null;
    }
  }
}
