package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.web.Alarms;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.live.Announcements.Announcement;
import dev.binnacle.web.security.Role;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class AlertSocketTest {
  private final Site site = Site.open(LiveSettings.DEFAULT.withRefreshInterval(Duration.ofMillis(50)));
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  private Dashboard follow(String topics) {
    Dashboard dashboard = Dashboard.open(site, "/ws", viewer);
    dashboard.await("metrics_update");
    return dashboard.say("{\"type\": \"subscribe\", \"topics\": %s, \"interval_ms\": 50}".formatted(topics));
  }

  private void announce(Announcement announcement) {
    site.world.announce(announcement);
  }

  @Test
  void plainMessageCarriesOpenAlertsAndComesAgainWhenTheyChange() {
    Dashboard dashboard = Dashboard.open(site, "/ws", viewer);
    JsonNode first = dashboard.await("metrics_update");

    site.world.alarms.publish();

    assertThat(first.path("alerts").valueStream().map(alert -> alert.path("id").asString())).containsExactly("a-2", "a-1");
    assertThat(first.path("alerts").get(0).path("severity").asString()).isEqualTo("critical");
    dashboard.await("metrics_update", message -> message.path("alerts").isEmpty());
  }

  @Test
  void followerOfAlertsGetsThemAsTheApiGivesThem() {
    Dashboard dashboard = follow("[\"alerts\"]");

    JsonNode first = dashboard.await("alerts_update");
    site.world.alarms.publish(Alarms.errors("a-7"));

    assertThat(first.path("alerts").path("counts").path("open").asInt()).isEqualTo(2);
    JsonNode next = dashboard.await("alerts_update", message -> message.path("alerts").path("counts").path("open").asInt() == 1);
    assertThat(next.path("alerts")).isEqualTo(Site.json(site.get("/api/v1/alerts/now", viewer)));
  }

  @Test
  void alertIsToldAtOnceToWhomItConcerns() {
    Dashboard plain = Dashboard.open(site, "/ws", viewer);
    plain.await("metrics_update");
    Dashboard alerts = follow("[\"alerts\"]");
    alerts.await("alerts_update");
    Dashboard other = follow("[\"bot/other\"]");
    Dashboard trend = follow("[\"bot/btc-trend\"]");
    trend.await("bot_update");

    announce(new Announcement.AlertChanged(Worlds.NOW, Alarms.errors("a-8")));
    announce(new Announcement.AlertChanged(Worlds.NOW, Alarms.memory("a-9")));

    JsonNode told = alerts.await("alert_update", message -> message.path("alert").path("id").asString().equals("a-9"));
    plain.await("alert_update", message -> message.path("alert").path("id").asString().equals("a-9"));
    trend.await("alert_update", message -> message.path("alert").path("id").asString().equals("a-9"));
    assertThat(told.path("timestamp").doubleValue()).isEqualTo(1_767_614_400);
    assertThat(told.path("bot").asString()).isEqualTo("btc-trend");
    assertThat(alerts.messages("alert_update").getFirst().path("bot").isNull()).as("of the fleet").isTrue();
    assertThat(trend.messages("alert_update")).hasSize(1);
    assertThat(other.messages("alert_update")).isEmpty();
  }

  @Test
  void alertsThatHaveNotChangedAreNotSentAgain() {
    Dashboard dashboard = follow("[\"alerts\", \"fleet\"]");
    dashboard.await("alerts_update");
    dashboard.await("fleet_update");
    long index = site.world.fleet.index();

    AlertsSnapshot same = site.world.alarms.now;
    site.world.alarms.publish(
        new AlertsSnapshot(
            same.index() + 1, Worlds.NOW.plusSeconds(1), same.alerts(), same.recent(), same.silences(), same.rules(),
            same.counters()));
    site.world.publish(Worlds.known());

    dashboard.await("fleet_update", message -> message.path("fleet").path("index").longValue() == index + 1);
    assertThat(dashboard.messages("alerts_update")).hasSize(1);
  }
}
