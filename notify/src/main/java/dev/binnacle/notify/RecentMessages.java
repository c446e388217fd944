package dev.binnacle.notify;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the messages that were written last, so that the channels which send them a moment later need not read each anew out of what the
 * outbox kept.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class RecentMessages {
  /** Of several channels that are told the same at once, the slowest is hardly further behind. */
  static final int MOST = 64;

  private final LinkedHashMap<String, Message> byJson = new LinkedHashMap<>();
  private @Nullable Message last;
  private String lastJson = "";

  /** As {@link Message#toJson}. */
  synchronized String write(Message message) {
    if (message != last) {
      lastJson = message.toJson();
      last = message;
      byJson.putLast(lastJson, message);
      if (byJson.size() > MOST) {
        byJson.pollFirstEntry();
      }
    }
    return lastJson;
  }

  /**
   * As {@link Message#fromJson}.
   *
   * @throws IllegalArgumentException if it is no message
   */
  Message read(String json) {
    Message known;
    synchronized (this) {
      known = byJson.get(json);
    }
    return known == null ? Message.fromJson(json) : known;
  }
}
