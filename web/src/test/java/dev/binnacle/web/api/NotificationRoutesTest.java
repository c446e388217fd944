package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Alarms;
import dev.binnacle.web.Site;
import dev.binnacle.web.api.Commands.Outcome;
import dev.binnacle.web.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Rules, thresholds, channels and messages over HTTP. */
final class NotificationRoutesTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);
  private final String operator = site.token(Role.OPERATOR);
  private final String admin = site.token(Role.ADMIN);
  private final Alarms alarms = site.world.alarms;

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> put(String path, String body) {
    return site.send(site.request(path, admin).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
  }

  @Test
  void olderDashboardsGetTheLimitsByName() {
    assertThat(site.get("/api/thresholds", viewer).body())
        .isEqualTo("{\"thresholds\":{\"memory_usage_mb\":500,\"daily_pnl_loss_limit\":-50.0}}");
  }

  @Test
  void limitIsHeldAgainstWhatTheBotsHaveNow() {
    JsonNode limits = Site.json(site.get("/api/v1/thresholds", viewer)).path("thresholds");

    assertThat(limits.get(0).path("present").toString()).isEqualTo("[{\"bot\":\"btc-trend\",\"value\":312.5}]");
    assertThat(limits.get(0).path("fires").asString()).isEqualTo("above");
    assertThat(limits.get(1).path("fires").asString()).isEqualTo("below");
  }

  @Test
  void ruleSaysHowItFares() {
    JsonNode answer = Site.json(site.get("/api/v1/rules", viewer));
    JsonNode rules = answer.path("rules");

    assertThat(rules.valueStream().map(rule -> rule.path("state").asString())).containsExactly("firing", "waiting", "waiting");
    assertThat(rules.get(0).path("matches_nothing").isNull()).isTrue();
    assertThat(rules.get(1).path("matches_nothing").asString()).isEqualTo("no bot reports api_errors");
    assertThat(rules.get(0).path("scope").asString()).isEqualTo("btc-* except btc-old");
    assertThat(rules.get(0).path("last_fired").asString()).isEqualTo("2026-01-05T11:57:00Z");
    assertThat(rules.get(0).path("what").asString()).isEqualTo("memory_usage_mb above 500");
    assertThat(rules.get(0).path("breaches").asString()).isEqualTo("3 of 5");
    assertThat(rules.get(1).path("breaches").isNull()).isTrue();
    assertThat(rules.get(0).path("for_seconds").asInt()).isEqualTo(60);
    assertThat(rules.get(1).path("place").asString()).isEqualTo("binnacle.yaml:14");
    assertThat(answer.path("editing").path("possible").asBoolean()).isFalse();
  }

  @Test
  void previewLooksBackADayUnlessItIsTold() {
    JsonNode day = Site.json(site.post("/api/v1/rules/preview", operator, "{\"yaml\": \"x: 1\"}"));
    site.post("/api/v1/rules/preview", operator, "{\"yaml\": \"x: 1\", \"hours\": 2}");

    assertThat(day.path("alerts").asInt()).isEqualTo(2);
    assertThat(day.path("fired").get(0).path("subject").asString()).isEqualTo("btc-trend");
    assertThat(alarms.commands)
        .containsExactly(
            "preview x: 1 from 2026-01-04T12:00:00Z to 2026-01-05T12:00:00Z",
            "preview x: 1 from 2026-01-05T10:00:00Z to 2026-01-05T12:00:00Z");
  }

  @Test
  void previewOfWhatIsNoRuleTellsWhatIsWrongWithIt() {
    alarms.previewed = new Rules.Previewed.Broken(Alarms.brokenRule());
    HttpResponse<String> broken = site.post("/api/v1/rules/preview", operator, "{\"yaml\": \"above: much\"}");
    alarms.previewed = new Rules.Previewed.Busy("another rule is being reckoned");
    HttpResponse<String> busy = site.post("/api/v1/rules/preview", operator, "{\"yaml\": \"above: 1\"}");

    assertThat(broken.statusCode()).isEqualTo(422);
    assertThat(Site.json(broken).path("errors").get(0).path("pointer").asString()).isEqualTo("/above");
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).isPresent();
    assertThat(site.post("/api/v1/rules/preview", operator, "{\"yaml\": \" \"}").statusCode()).isEqualTo(400);
  }

  @Test
  void ruleIsSavedOnItsBase() {
    assertThat(put("/api/v1/rules/memory", "{\"yaml\": \"above: 600\", \"hash\": \"h-1\"}").statusCode()).isEqualTo(204);
    alarms.saved = new Rules.Saved.Outdated("somebody changed it at 11:00");
    assertThat(put("/api/v1/rules/memory", "{\"yaml\": \"above: 600\", \"hash\": \"h-0\"}").statusCode()).isEqualTo(412);
    alarms.saved = new Rules.Saved.Refused("the server was started without a file");
    assertThat(put("/api/v1/rules/memory", "{\"yaml\": \"above: 600\"}").statusCode()).isEqualTo(409);
    alarms.saved = new Rules.Saved.Broken(Alarms.brokenRule());
    assertThat(put("/api/v1/rules/memory", "{\"yaml\": \"above: much\"}").statusCode()).isEqualTo(422);
    assertThat(put("/api/v1/rules/no%20name", "{\"yaml\": \"above: 1\"}").statusCode()).isEqualTo(400);

    assertThat(alarms.commands).hasSize(4).first().isEqualTo("save memory on h-1 by admin: above: 600");
  }

  @Test
  void messagesAreListedForEachChannelAsAskedFor() {
    JsonNode page =
        Site.json(
            site.get("/api/v1/notifications?channel=phone&state=dead&bot=btc-trend&limit=3&cursor=c", viewer));

    assertThat(page.path("next").asString()).isEqualTo("next-1");
    assertThat(page.path("notifications").get(0).path("why").asString()).isEqualTo("chat not found");
    assertThat(page.path("notifications").get(0).path("perhaps_repeated").asBoolean()).isTrue();
    assertThat(alarms.parcelQueries.getLast().toString())
        .isEqualTo("Query[channel=phone, state=DEAD, bot=btc-trend, limit=3, cursor=c]");
  }

  @Test
  void channelsTellHowLongDeliveriesTook() {
    JsonNode latency = Site.json(site.get("/api/v1/channels", viewer)).path("channels").get(0).path("latency");

    assertThat(latency.toString()).isEqualTo("{\"deliveries\":40,\"p50_ms\":66.5,\"p99_ms\":4900.0,\"longest_ms\":7000.0}");
  }

  @Test
  void deadMessageIsSentAgainByHand() {
    assertThat(site.send(site.request("/api/v1/notifications/p-1/retry", operator).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(204);
    assertThat(site.send(site.request("/api/v1/notifications/p-9/retry", operator).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(404);
    alarms.outcome = new Outcome.Refused("it was delivered");
    assertThat(site.send(site.request("/api/v1/notifications/p-1/retry", operator).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(409);

    assertThat(alarms.commands).containsExactly("retry p-1 by operator", "retry p-1 by operator");
  }

  @ParameterizedTest
  @CsvSource({"phone, 200, true", "fax, 404, false"})
  void channelIsTried(String name, int status, boolean delivered) {
    HttpResponse<String> answer =
        site.send(site.request("/api/v1/channels/" + name + "/test", operator).POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Site.json(answer).path("delivered").asBoolean(false)).isEqualTo(delivered);
  }

  @Test
  void trialThatDoesNotWorkIsAnAnswerAndNoFault() {
    alarms.tested = new Notifications.Tested.Failed("chat not found");
    HttpResponse<String> failed = site.send(site.request("/api/v1/channels/phone/test", operator).POST(BodyPublishers.noBody()));
    alarms.tested = new Notifications.Tested.Refused("it was tested 2 s ago");
    HttpResponse<String> refused = site.send(site.request("/api/v1/channels/phone/test", operator).POST(BodyPublishers.noBody()));

    assertThat(failed.body())
        .isEqualTo("{\"delivered\":false,\"reason\":\"chat not found\",\"took_ms\":null,\"reference\":null}");
    assertThat(refused.statusCode()).isEqualTo(409);
  }

  @Test
  void messageIsShownAsTheOthersWouldShowIt() {
    JsonNode message = Site.json(site.get("/api/v1/messages/preview", viewer)).path("messages").get(0);

    assertThat(message.path("chart_png").asString()).isEqualTo("AQID");
    assertThat(message.path("telegram").path("buttons").toString()).isEqualTo("[[\"Acknowledge\",\"Silence 1 h\"]]");
    assertThat(message.path("discord").path("embeds").get(0).path("color").asInt()).isEqualTo(0xf5b942);
  }

  @Test
  void prometheusReadsAlertsAndDeliveries() {
    assertThat(site.get("/metrics", viewer).body().lines())
        .contains(
            "binnacle_alerts_open{level=\"critical\",state=\"firing\"} 1.0",
            "binnacle_alerts_open{level=\"info\",state=\"no_data\"} 0.0",
            "binnacle_alerts_pending 1.0",
            "binnacle_alerts_silenced 1.0",
            "binnacle_silences 1.0",
            "binnacle_rules_matching_nothing 1.0",
            "binnacle_alerts_fired_total 4.0",
            "binnacle_notices_total 3.0",
            "binnacle_notices_held_back_total 2.0",
            "binnacle_notices_hidden_total 1.0",
            "binnacle_channel_working{channel=\"phone\",type=\"telegram\"} 0.0",
            "binnacle_notifications_waiting{channel=\"phone\",type=\"telegram\"} 2.0",
            "binnacle_notifications_dead{channel=\"phone\",type=\"telegram\"} 1.0",
            "binnacle_notifications_delivered_total{channel=\"phone\",type=\"telegram\"} 40.0",
            "binnacle_notification_retries_total{channel=\"phone\",type=\"telegram\"} 6.0",
            "# TYPE binnacle_notification_latency_seconds histogram",
            "binnacle_notification_latency_seconds_bucket{channel=\"phone\",type=\"telegram\",le=\"0.1\"} 30",
            "binnacle_notification_latency_seconds_bucket{channel=\"phone\",type=\"telegram\",le=\"2.5\"} 39",
            "binnacle_notification_latency_seconds_bucket{channel=\"phone\",type=\"telegram\",le=\"+Inf\"} 40",
            "binnacle_notification_latency_seconds_count{channel=\"phone\",type=\"telegram\"} 40",
            "binnacle_notification_latency_seconds_sum{channel=\"phone\",type=\"telegram\"} 12.5");
  }
}
