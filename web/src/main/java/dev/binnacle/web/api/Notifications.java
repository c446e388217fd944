package dev.binnacle.web.api;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.web.view.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What people are told, on which ways, and what became of it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface Notifications {

  /**
   * What was put in for channels, the newest first: one row for each channel. A cursor that this did not make is refused with {@link
   * dev.binnacle.model.InvalidValueException} of field {@code cursor}. May block on a disk.
   */
  Listed<Parcel> list(Query query);

  /** What was put in about one alert, the newest first, as far back as the alert began. May block on a disk. */
  List<Parcel> about(AlertId alert, int most);

  /** May block on a disk. */
  Optional<Parcel> find(String id);

  /** Has a dead parcel sent again. Returns at once; completes when that is durable. */
  CompletionStage<Commands.Outcome> retry(String id, String operator);

  /** All channels that are set, by name. Answers at once. */
  List<Channel> channels();

  /** Sends a word of trial past the queue. Returns at once; completes when the other end has answered or has not in time. */
  CompletionStage<Tested> test(ChannelName channel, String operator);

  /**
   * Messages as they look in Telegram and Discord, whether or not these are set: what was told lately, and one of each kind with made-up
   * figures. May block on a disk.
   */
  List<Preview> previews(int recent);

  enum ParcelState {
    /** Its turn will come. */
    WAITING,
    /** It is being sent now. */
    ATTEMPTING,
    DELIVERED,
    /** Given up; it can be sent again by hand. */
    DEAD
  }

  /**
   * @param channel null for all
   * @param state null for all
   * @param bot null for all
   * @param limit rows on a page, 1 to 500
   */
  record Query(
      @Nullable ChannelName channel, @Nullable ParcelState state, @Nullable BotId bot, int limit, @Nullable String cursor) {}

  /**
   * One message for one channel.
   *
   * @param id names the parcel
   * @param message names what is said: the same for every channel that is to say it
   * @param kind such as {@code alert} or {@code trade_closed}
   * @param bot null for the fleet
   * @param at when it was decided
   * @param title the whole of it in one line
   * @param attempts so far
   * @param next when it is tried again; null unless it waits for that
   * @param done when it was delivered or given up; null before
   * @param why the last attempt failed, for a person, without secrets; null when none did
   * @param reference the other end's name for it; null before it is delivered, and where the other end gives none
   * @param perhapsRepeated whether an attempt had an outcome that nobody knows, so that it may have been said twice
   */
  record Parcel(
      String id, String message, ChannelName channel, String kind, Level level, @Nullable BotId bot, List<AlertId> alerts,
      Instant at, String title, ParcelState state, int attempts, @Nullable Instant next, @Nullable Instant done,
      @Nullable String why, @Nullable String reference, boolean perhapsRepeated) {
    public Parcel {
      alerts = List.copyOf(alerts);
    }
  }

  enum ChannelState {
    WORKING,
    /** The other end asked for patience, or an attempt failed and is repeated. */
    WAITING,
    /** It delivers nothing until somebody mends it. */
    BROKEN,
    /** It is set to say nothing. */
    OFF
  }

  /**
   * @param type such as {@code telegram}
   * @param reason why it is not working, for a person, without secrets; null when it is
   * @param target to whom, without secrets, such as a chat's title or a host
   * @param hears what it is told, for a person, such as {@code alerts from warning, daily summary}; null when that is not put in words
   * @param waiting in its queue
   * @param oldest since when the oldest one waits; null when none does
   * @param dead given up and not sent again
   * @param retried attempts that failed and were repeated, since the server was started
   * @param notTold events that it was not told one by one, being too many, since the server was started
   * @param latency since the channel was opened: at the start, or when its settings changed
   */
  record Channel(
      ChannelName name, String type, ChannelState state, @Nullable String reason, @Nullable String target, @Nullable String hears,
      long waiting, @Nullable Instant oldest, long delivered, long dead, long retried, long notTold,
      @Nullable Instant lastDelivered, Latency latency) {}

  /**
   * How long it took from a decision to the other end's word that it has the message, for what was delivered, at whatever attempt. Quiet hours
   * that held it are not in it.
   *
   * @param bounds of buckets, rising
   * @param counts how many took up to each bound and longer than the one before, and last how many took longer than all
   * @param total of all together
   * @param p50 reckoned from the buckets; null when there was none, as for the two after it
   * @param p99 likewise
   */
  record Latency(
      List<Duration> bounds, List<Long> counts, Duration total, @Nullable Duration p50, @Nullable Duration p99,
      @Nullable Duration longest) {
    public Latency {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }

    long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  sealed interface Tested {
    /** @param millis how long it took */
    record Delivered(long millis, @Nullable String reference) implements Tested {}

    /** It was tried and did not work. */
    record Failed(String reason) implements Tested {}

    /** It was not tried: there is no such channel, or it was tested a moment ago. */
    record Refused(String reason) implements Tested {}
  }

  /**
   * @param kind of the message, such as {@code trade_closed}
   * @param sample whether its figures are made up
   * @param plain as it is in a log, by SMS or in a mail without markup
   * @param chart a picture that goes with it, PNG; null for none
   */
  record Preview(
      String kind, Level level, boolean sample, Instant at, String title, String plain, Telegram telegram, Discord discord,
      byte @Nullable [] chart) {}

  /**
   * @param html in Telegram's subset: {@code b i u s code pre a blockquote tg-spoiler}
   * @param buttons rows of what can be pressed
   */
  record Telegram(String html, List<List<String>> buttons) {
    public Telegram {
      buttons = List.copyOf(buttons);
    }
  }

  record Discord(@Nullable String username, @Nullable String content, List<Embed> embeds) {
    public Discord {
      embeds = List.copyOf(embeds);
    }
  }

  /** @param colour red, green and blue as one number; null for Discord's own */
  record Embed(
      @Nullable String title, @Nullable String description, @Nullable Integer colour, List<EmbedField> fields,
      @Nullable String footer, @Nullable Instant at) {
    public Embed {
      fields = List.copyOf(fields);
    }
  }

  record EmbedField(String name, String value, boolean inline) {}
}
