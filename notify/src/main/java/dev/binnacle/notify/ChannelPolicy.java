package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Wildcard;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told by a channel, and how patiently: the part of its settings that all channels share.
 *
 * @param leastLevel of alerts, ends of silences, errors and risk violations; other events are chosen by {@code events} alone
 * @param bots names, in which {@code *} stands for any characters; empty for all. What concerns the fleet is told all the same
 * @param quietHours null for none
 * @param pace a slower pace than the service takes; null for the service's own
 * @param maxAge how long a message is tried; after that it is a dead letter
 * @param attempts how often a message is tried; those that a service asked to wait do not count
 * @param zone in which times are told
 * @param mostPerMinute events that are told one by one, a sixth of them at once; as many again of level warning and above, and of reports. What
 *     is beyond is told as one message a minute. Alerts and halts do not count. 0 for no bound
 * @param charts whether pictures are attached where the channel takes them
 */
public record ChannelPolicy(
    EventFilter events,
    Level leastLevel,
    List<String> bots,
    @Nullable QuietHours quietHours,
    Limits.@Nullable Rate pace,
    Duration maxAge,
    int attempts,
    ZoneId zone,
    int mostPerMinute,
    boolean charts) {
  public static final Duration USUAL_AGE = Duration.ofHours(24);
  public static final int USUAL_ATTEMPTS = 50;
  public static final int USUAL_MOST_PER_MINUTE = 120;

  public ChannelPolicy {
    bots = List.copyOf(bots);
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("max-age must be above 0, was " + maxAge);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be 1 or more, was " + attempts);
    }
    if (mostPerMinute < 0) {
      throw new IllegalArgumentException("most-per-minute must be 0 or more, was " + mostPerMinute);
    }
  }

  public static ChannelPolicy usual(ZoneId zone) {
    return new ChannelPolicy(EventFilter.USUAL, Level.INFO, List.of(), null, null, USUAL_AGE, USUAL_ATTEMPTS, zone,
        USUAL_MOST_PER_MINUTE, true);
  }

  public ChannelPolicy withEvents(EventFilter filter) {
    return new ChannelPolicy(filter, leastLevel, bots, quietHours, pace, maxAge, attempts, zone, mostPerMinute, charts);
  }

  public ChannelPolicy withLeastLevel(Level level) {
    return new ChannelPolicy(events, level, bots, quietHours, pace, maxAge, attempts, zone, mostPerMinute, charts);
  }

  public ChannelPolicy withBots(List<String> names) {
    return new ChannelPolicy(events, leastLevel, names, quietHours, pace, maxAge, attempts, zone, mostPerMinute, charts);
  }

  public ChannelPolicy withQuietHours(@Nullable QuietHours hours) {
    return new ChannelPolicy(events, leastLevel, bots, hours, pace, maxAge, attempts, zone, mostPerMinute, charts);
  }

  public ChannelPolicy withPace(Limits.@Nullable Rate rate) {
    return new ChannelPolicy(events, leastLevel, bots, quietHours, rate, maxAge, attempts, zone, mostPerMinute, charts);
  }

  public ChannelPolicy withPatience(Duration age, int tries) {
    return new ChannelPolicy(events, leastLevel, bots, quietHours, pace, age, tries, zone, mostPerMinute, charts);
  }

  public ChannelPolicy withMostPerMinute(int events) {
    return new ChannelPolicy(this.events, leastLevel, bots, quietHours, pace, maxAge, attempts, zone, events, charts);
  }

  /** Whether a bot's events are told here; null stands for the fleet. */
  public boolean concerns(@Nullable BotId bot) {
    return bot == null || bots.isEmpty() || Wildcard.any(bots, bot.value());
  }
}
