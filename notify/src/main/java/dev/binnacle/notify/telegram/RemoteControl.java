package dev.binnacle.notify.telegram;

import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.telegram.BotApi.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/* How far was read is written down before a command is looked at: after a crash a command is lost, which a person notices, rather than done
 * twice, which a person may not. Telegram chooses the numbers of updates anew when there was none for a week; so what was written down is
 * forgotten after six days. */

/**
 * Takes people's commands out of Telegram by long polling, and answers them. One bot serves the whole fleet.
 *
 * <p><b>Threads:</b> thread-safe; works on a thread of its own.
 */
public final class RemoteControl implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteControl.class);
  private static final Duration POLL = Duration.ofSeconds(25);
  private static final Duration FORGET = Duration.ofDays(6);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final BotApi api;
  private final Desk desk;
  private final Replies replies;
  private final Notebook notebook;
  private final InstantSource clock;
  private final String key;
  private final AtomicLong taken = new AtomicLong();
  private final Thread thread;
  private volatile Status status = new Status(State.STARTING, "", 0);
  private volatile boolean stopped;
  private String bot = "";
  private long offset;
  private Instant moved = Instant.MIN;

  /** How it fares. {@code why} is empty while it listens; {@code taken} counts what people said or pressed. */
  public record Status(State state, String why, long taken) {}

  /** Whether it hears. */
  public enum State {
    STARTING,
    LISTENING,
    /** Telegram cannot be reached, or asks to wait. It is tried again. */
    FAILING,
    /** The token is no good: it has stopped. */
    BROKEN,
    STOPPED
  }

  private RemoteControl(
      ChannelSettings.Telegram settings, Collection<Person> people, Http http, Notebook notebook, Fleet fleet, Audit audit,
      InstantSource clock) {
    api = new BotApi(http, settings.api(), settings.token());
    desk = new Desk(people, fleet, audit, clock);
    replies = new Replies(api);
    this.notebook = notebook;
    this.clock = clock;
    key = "telegram-read:" + settings.token().reveal().replaceFirst(":.*", "");
    thread = Thread.ofVirtual().name("telegram-" + settings.name()).unstarted(this::run);
  }

  /**
   * Begins to listen.
   *
   * @param people who may give commands
   * @param notebook keeps how far was read
   * @throws IllegalArgumentException if the token cannot be one
   */
  public static RemoteControl start(
      ChannelSettings.Telegram settings, Collection<Person> people, Http http, Notebook notebook, Fleet fleet, Audit audit,
      InstantSource clock) {
    RemoteControl control = new RemoteControl(settings, people, http, notebook, fleet, audit, clock);
    control.thread.start();
    return control;
  }

  public Status status() {
    Status now = status;
    return new Status(now.state(), now.why(), taken.get());
  }

  /** Stops listening; a command that is being carried out is waited for, for some seconds. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      if (!thread.join(STOP)) {
        LOG.warn("a command of Telegram is still being carried out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      recall();
      int failures = 0;
      while (!stopped) {
        Duration pause = bot.isEmpty() ? introduce() : poll();
        failures = pause == null ? 0 : failures + 1;
        if (status.state() == State.BROKEN) {
          return;
        }
        if (pause != null) {
          Duration backoff = Duration.ofSeconds(1L << Math.min(failures - 1, 6));
          Duration longer = pause.compareTo(backoff) > 0 ? pause : backoff;
          Thread.sleep(longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer);
        }
      }
    } catch (InterruptedException _) {
      // It was told to stop.
    } finally {
      if (status.state() != State.BROKEN) {
        status = new Status(State.STOPPED, "", 0);
      }
    }
  }

  /** Finds out under which name people write to it, and tells Telegram its commands. Null when that went well, else how long to wait. */
  private @Nullable Duration introduce() throws InterruptedException {
    Result me = api.call("getMe", Map.of());
    if (!(me instanceof Result.Done(var result))) {
      return failed(me);
    }
    List<Map<String, String>> commands = Arrays.stream(Topic.values())
        .map(topic -> Map.of("command", topic.word(), "description", topic.purpose()))
        .toList();
    api.call("setMyCommands", Map.of("commands", commands)); // a courtesy: what becomes of it does not matter
    bot = result.path("username").asString("");
    return bot.isEmpty() ? Duration.ofSeconds(10) : null;
  }

  private @Nullable Duration poll() throws InterruptedException {
    if (offset > 0 && moved.plus(FORGET).isBefore(clock.instant())) {
      offset = 0;
    }
    Map<String, Object> fields = new HashMap<>();
    fields.put("timeout", POLL.toSeconds());
    fields.put("limit", 20);
    fields.put("allowed_updates", List.of("message", "callback_query"));
    if (offset > 0) {
      fields.put("offset", offset);
    }
    Result result = api.poll("getUpdates", fields, POLL.plusSeconds(15));
    if (!(result instanceof Result.Done(var updates))) {
      return failed(result);
    }
    status = new Status(State.LISTENING, "", 0);
    for (JsonNode update : updates) {
      if (stopped) {
        return null;
      }
      advance(update.path("update_id").asLong(0) + 1);
      Update.of(update).ifPresent(this::handle);
    }
    return null;
  }

  private void handle(Update update) {
    taken.incrementAndGet();
    try {
      replies.send(update, desk.handle(update, bot));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration failed(Result result) {
    return switch (result) {
      case Result.Denied denied when denied.code() == 401 || denied.code() == 404 -> {
        status(State.BROKEN,
            "Telegram says: " + denied.why() + ". The token was revoked or is wrong: ask @BotFather for a new one");
        yield Duration.ZERO;
      }
      case Result.Denied denied when denied.code() == 409 -> {
        status(State.FAILING, "another program asks for this bot's commands, or a webhook is set: " + denied.why());
        yield Duration.ofSeconds(30);
      }
      case Result.Denied denied -> {
        status(State.FAILING, "Telegram says: " + denied.why());
        yield Duration.ofSeconds(Math.min(denied.retryAfter(), LONGEST_PAUSE.toSeconds()));
      }
      case Result.Unreachable(var why) -> {
        status(State.FAILING, why);
        yield Duration.ZERO;
      }
      case Result.Unsure(var why) -> {
        status(State.FAILING, why);
        yield Duration.ZERO;
      }
      case Result.Done _ -> Duration.ZERO;
    };
  }

  /** Says a change in the log once, not each attempt. */
  private void status(State state, String why) {
    if (status.state() != state) {
      LOG.warn("commands by Telegram: {}", why);
    }
    status = new Status(state, why, 0);
  }

  private void recall() {
    String[] kept = notebook.read(key).orElse("").split(" ");
    if (kept.length == 2) {
      offset = Long.parseLong(kept[0]);
      moved = Instant.ofEpochSecond(Long.parseLong(kept[1]));
    }
  }

  private void advance(long next) {
    offset = next;
    moved = clock.instant();
    notebook.write(key, next + " " + moved.getEpochSecond());
  }
}
