package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Health;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.ChannelStatus;
import dev.binnacle.notify.ChannelWatch;
import dev.binnacle.notify.Latency;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the watcher outside is to learn that nobody can be told: a part of the server that has failed stops the outgoing heartbeat. */
final class ChannelsProbeTest {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");
  private static final ChannelPolicy POLICY = ChannelPolicy.usual(ZoneOffset.UTC);

  private final Map<ChannelName, ChannelSettings> settings = new HashMap<>();
  private final Map<ChannelName, Instant> oldest = new HashMap<>();

  /** @param channels a name and a health each, such as {@code phone working}; those named board and book reach nobody */
  private HealthProbe.Finding judge(String... channels) {
    List<ChannelStatus> all = Arrays.stream(channels).map(this::channel).toList();
    return ChannelsProbe.judge(all, settings, oldest::get, NOW);
  }

  private ChannelStatus channel(String words) {
    ChannelName name = new ChannelName(words.split(" ")[0]);
    ChannelWatch.Health health = ChannelWatch.Health.valueOf(words.split(" ")[1].toUpperCase(Locale.ROOT));
    ChannelSettings its = switch (name.value()) {
      case "board" -> new ChannelSettings.Dashboard(name, POLICY);
      case "book" -> new ChannelSettings.Log(name, POLICY);
      default -> new ChannelSettings.WebPush(
          name, POLICY, "mailto:ann@example.org", null, null, List.of());
    };
    settings.put(name, its);
    Latency none = new Latency(Collections.nCopies(Latency.BOUNDS.size() + 1, 0L), Duration.ZERO, Duration.ZERO);
    String why = health == ChannelWatch.Health.WORKING ? "" : "gone";
    return new ChannelStatus(name, its.type(), health, why, 0, 0, 0, 0, 0, 0, null, none, null);
  }

  @Test
  void oneThatGetsThroughIsEnoughToBeNoWorseThanIll() {
    assertThat(judge("phone working", "post working", "board working").health()).isEqualTo(Health.HEALTHY);
    assertThat(judge("phone broken", "post working", "board working"))
        .isEqualTo(new HealthProbe.Finding(Health.DEGRADED, "phone: gone", List.of()));
  }

  @Test
  void whereOnlyTheServersOwnChannelsWorkNobodyCanBeTold() {
    assertThat(judge("phone broken", "post broken", "board working", "book working"))
        .isEqualTo(new HealthProbe.Finding(Health.FAILED, "nobody can be told: phone: gone; post: gone", List.of()));
  }

  @Test
  void whoHasSetNoOtherChannelIsNotTold() {
    assertThat(judge("board working", "book working").health()).isEqualTo(Health.HEALTHY);
    assertThat(judge("board broken").health()).isEqualTo(Health.DEGRADED);
  }

  @ParameterizedTest
  @CsvSource({"599, DEGRADED", "600, FAILED"})
  void oneThatFailsHasNotGotThroughWhenAnAlertWaitsForTenMinutes(int seconds, Health health) {
    oldest.put(new ChannelName("phone"), NOW.minusSeconds(seconds));

    assertThat(judge("phone failing", "board working").health()).isEqualTo(health);
  }

  @Test
  void oneThatFailsWithNoAlertWaitingIsIll() {
    assertThat(judge("phone failing").health()).isEqualTo(Health.DEGRADED);
  }
}
