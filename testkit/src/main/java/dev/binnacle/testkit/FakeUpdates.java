package dev.binnacle.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What waits for a bot: https://core.telegram.org/bots/api#getupdates. An update is confirmed by asking for a later one. */
final class FakeUpdates {
  private static final int MOST = 100;

  private final List<Waiting> waiting = new ArrayList<>();
  private long next = 500;
  private long confirmed;
  private boolean woken;

  private record Waiting(long id, String json) {}

  /** https://core.telegram.org/bots/api#message */
  synchronized long message(long user, long chat, String text, long at, long message) {
    return add("\"message\":{\"message_id\":" + message + ",\"from\":" + person(user) + ",\"chat\":" + room(user, chat)
        + ",\"date\":" + at
        + ",\"text\":" + Json.quote(text) + "}");
  }

  /** https://core.telegram.org/bots/api#callbackquery */
  synchronized long press(String query, long user, long chat, long message, String data) {
    return add("\"callback_query\":{\"id\":" + Json.quote(query) + ",\"from\":" + person(user) + ",\"message\":{\"message_id\":"
        + message
        + ",\"chat\":" + room(user, chat) + ",\"date\":1764288000},\"chat_instance\":\"1\",\"data\":" + Json.quote(data) + "}");
  }

  /** The updates from {@code offset} on, once there are any or {@code seconds} have passed. */
  synchronized String after(long offset, long seconds, long limit) throws InterruptedException {
    if (offset < 0) {
      confirmed = Math.max(confirmed, next + offset);
    } else {
      confirmed = Math.max(confirmed, offset);
    }
    waiting.removeIf(update -> update.id() < confirmed);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    woken = false;
    while (waiting.isEmpty() && !woken && until - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
    }
    StringBuilder out = new StringBuilder("[");
    long most = limit == 0 ? MOST : Math.min(limit, MOST);
    for (int i = 0; i < waiting.size() && i < most; i++) {
      out.append(i == 0 ? "" : ",").append(waiting.get(i).json());
    }
    return out.append(']').toString();
  }

  synchronized long confirmed() {
    return confirmed;
  }

  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private long add(String what) {
    long id = next++;
    waiting.add(new Waiting(id, "{\"update_id\":" + id + "," + what + "}"));
    notifyAll();
    return id;
  }

  private static String person(long user) {
    return "{\"id\":" + user + ",\"is_bot\":false,\"first_name\":\"Person " + user + "\",\"username\":\"person" + user + "\"}";
  }

  private static String room(long user, long chat) {
    return chat == user
        ? "{\"id\":" + chat + ",\"first_name\":\"Person " + user + "\",\"type\":\"private\"}"
        : "{\"id\":" + chat + ",\"title\":\"Trading\",\"type\":\"supergroup\"}";
  }
}
