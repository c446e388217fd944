package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Health;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.ChannelStatus;
import dev.binnacle.notify.ChannelWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges the channels together: one that is ill makes the server ill; when none that reaches anybody gets through, a part has failed. */
final class ChannelsProbe {
  /** An alert that waits longer on a channel that fails has not got through. */
  private static final Duration LATE = Duration.ofMinutes(10);

  private ChannelsProbe() {}

  /**
   * @param settings of the channels, by name
   * @param oldest since when the oldest alert or halt waits for a channel; null where none does
   */
  static HealthProbe.Finding judge(
      List<ChannelStatus> channels, Map<ChannelName, ChannelSettings> settings, Function<ChannelName, @Nullable Instant> oldest,
      Instant now) {
    List<String> ill = new ArrayList<>();
    int reaching = 0;
    int through = 0;
    for (ChannelStatus channel : channels) {
      if (channel.health() != ChannelWatch.Health.WORKING) {
        ill.add(channel.name() + ": " + channel.why());
      }
      ChannelSettings its = settings.get(channel.name());
      if (its != null && reachesPeople(its)) {
        reaching++;
        through += getsThrough(channel, oldest, now) ? 1 : 0;
      }
    }
    if (reaching > 0 && through == 0) {
      return new HealthProbe.Finding(Health.FAILED, "nobody can be told: " + String.join("; ", ill), List.of());
    }
    return ill.isEmpty()
        ? new HealthProbe.Finding(Health.HEALTHY, "deliver", List.of())
        : new HealthProbe.Finding(Health.DEGRADED, String.join("; ", ill), List.of());
  }

  private static boolean getsThrough(ChannelStatus channel, Function<ChannelName, @Nullable Instant> oldest, Instant now) {
    return switch (channel.health()) {
      case WORKING -> true;
      case BROKEN -> false;
      case FAILING -> {
        Instant since = oldest.apply(channel.name());
        yield since == null || Duration.between(since, now).compareTo(LATE) < 0;
      }
    };
  }

  /** Where nobody looks at the server by themselves. */
  private static boolean reachesPeople(ChannelSettings settings) {
    return switch (settings) {
      case ChannelSettings.Console _,ChannelSettings.Log _,ChannelSettings.Dashboard _ -> false;
      case ChannelSettings.Email _,ChannelSettings.Telegram _,ChannelSettings.Sms _,ChannelSettings.Webhook _,ChannelSettings.Discord _,ChannelSettings.Slack _,ChannelSettings.WebPush _ ->
          true;
    };
  }
}
