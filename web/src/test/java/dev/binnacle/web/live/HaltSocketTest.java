package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.HaltState;
import dev.binnacle.web.Site;
import dev.binnacle.web.Stops;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.live.Announcements.Announcement;
import dev.binnacle.web.security.Role;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HaltSocketTest {
  private final Site site = Site.open(LiveSettings.DEFAULT.withRefreshInterval(Duration.ofMillis(50)));
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void followerOfHaltsGetsThemAsTheApiGivesThem() {
    Dashboard dashboard = Dashboard.open(site, "/ws", viewer);
    dashboard.say("{\"type\": \"subscribe\", \"topics\": [\"halts\"], \"interval_ms\": 50}");
    dashboard.await("halts_update");

    site.world.stops.publish(Stops.halt("h9", HaltState.FAILED));

    JsonNode next =
        dashboard.await("halts_update", message -> message.at("/halts/halts/0/state").asString().equals("failed"));
    assertThat(next.path("halts")).isEqualTo(Site.json(site.get("/api/v1/halts/now", viewer)));
  }

  @Test
  void haltIsToldAtOnceToWhoAskedForNothingAndToWhoFollowsHalts() {
    Dashboard plain = Dashboard.open(site, "/ws", viewer);
    plain.await("metrics_update");
    Dashboard halts = Dashboard.open(site, "/ws", viewer);
    halts.say("{\"type\": \"subscribe\", \"topics\": [\"halts\"], \"interval_ms\": 50}");
    halts.await("halts_update");

    site.world.announce(new Announcement.HaltChanged(Worlds.NOW, Stops.halt("h9", HaltState.HALTED)));

    assertThat(halts.await("halt_update").at("/halt/id").asString()).isEqualTo("h9");
    assertThat(plain.await("halt_update").path("bot").asString()).isEqualTo("btc-trend");
  }
}
