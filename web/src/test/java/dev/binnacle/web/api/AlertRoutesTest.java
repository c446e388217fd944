package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.AlertState;
import dev.binnacle.model.Level;
import dev.binnacle.web.Alarms;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.api.Commands.Outcome;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.view.AlertHistory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Alerts and silences over HTTP. Now is 2026-01-05T12:00:00Z. */
@Tag("slow")
final class AlertRoutesTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);
  private final String operator = site.token(Role.OPERATOR);
  private final Alarms alarms = site.world.alarms;

  @AfterEach
  void close() {
    site.close();
  }

  private List<String> ids(String path, String list) {
    return Site.json(site.get(path, viewer)).path(list).valueStream().map(row -> row.path("id").asString()).toList();
  }

  @Test
  void olderDashboardsGetTheirFieldsWithTheMostUrgentAlertFirst() {
    JsonNode alerts = Site.json(site.get("/api/alerts", viewer)).path("alerts");

    assertThat(alerts.valueStream().map(row -> row.path("id").asString())).containsExactly("a-2", "a-1", "a-0");
    assertThat(alerts.get(1).toString())
        .isEqualTo(
            "{\"id\":\"a-1\",\"timestamp\":1.76761422E9,\"severity\":\"warning\",\"level\":\"warning\",\"rule\":\"memory\","
                + "\"bot\":\"btc-trend\",\"message\":\"btc-trend: memory_usage_mb is 612.5, above 500 for 1 min\",\"value\":612.5,"
                + "\"threshold\":500.0,\"state\":\"firing\",\"acknowledged\":true}");
    assertThat(ids("/api/alerts?bot=btc-trend", "alerts")).containsExactly("a-1", "a-0");
  }

  @ParameterizedTest
  @CsvSource({
    "state=open, 'a-2,a-1'",
    "state=pending, a-3",
    "state=firing&level=critical, a-2",
    "'state=open&level=warning', 'a-2,a-1'",
    "state=open&bot=btc-trend, a-1",
    "state=open&rule=memory, a-1",
    "state=open&from=2026-01-05T11:58:30Z, a-2",
    "state=open&to=2026-01-05T11:58:30Z, a-1",
    "state=flapping, ''"
  })
  void presentIsTakenFromTheSnapshot(String query, String expected) {
    assertThat(String.join(",", ids("/api/v1/alerts?" + query, "alerts"))).isEqualTo(expected);
    assertThat(alarms.queries).isEmpty();
  }

  @Test
  void pastIsAskedOfTheHistoryPageByPage() {
    JsonNode page =
        Site.json(site.get("/api/v1/alerts?state=resolved&bot=btc-trend&level=warning&rule=memory&limit=7&cursor=c", viewer));

    AlertHistory.Query query = alarms.queries.getLast();
    assertThat(page.path("next").asString()).isEqualTo("next-1");
    assertThat(query.states()).containsExactly(AlertState.RESOLVED);
    assertThat(query.bot()).isEqualTo(Worlds.TREND);
    assertThat(query.leastLevel()).isEqualTo(Level.WARNING);
    assertThat(query.rule()).isEqualTo(Alarms.MEMORY);
    assertThat(query.limit()).isEqualTo(7);
    assertThat(query.cursor()).isEqualTo("c");
    assertThat(site.get("/api/v1/alerts?cursor=bad", viewer).statusCode()).isEqualTo(400);
  }

  @Test
  void presentCountsAndListsWhatHidesIt() {
    JsonNode now = Site.json(site.get("/api/v1/alerts/now", viewer));

    assertThat(now.path("counts").toString())
        .isEqualTo(
            "{\"open\":2,\"critical\":1,\"warning\":1,\"info\":0,\"acknowledged\":1,\"silenced\":1,\"pending\":1}");
    assertThat(now.path("silences").get(0).path("hidden").asInt()).isEqualTo(3);
    assertThat(now.path("silences").get(0).path("matcher").toString()).isEqualTo("{\"bot\":\"btc-*\"}");
  }

  @Test
  void lifeOfAnAlertIsToldInStepsWithWhatWasSaidOfIt() {
    JsonNode life = Site.json(site.get("/api/v1/alerts/a-1", viewer));

    assertThat(life.path("alert").path("state").asString()).as("as it is now").isEqualTo("firing");
    assertThat(life.path("steps").valueStream().map(step -> step.path("kind").asString()))
        .containsExactly("changed", "told", "hidden", "acknowledged", "unacknowledged");
    assertThat(life.path("steps").get(1).path("notice").asString()).isEqualTo("firing");
    assertThat(life.path("steps").get(1).path("name").asString()).isEqualTo("n-1");
    assertThat(life.path("steps").get(1).path("level").asString()).as("its own, not the first one's").isEqualTo("warning");
    assertThat(life.path("deliveries").get(0).path("state").asString()).isEqualTo("dead");
  }

  @Test
  void alertOfWhichTheHistoryHasNotHeardYetIsShownAllTheSame() {
    assertThat(Site.json(site.get("/api/v1/alerts/a-2", viewer)).path("alert").path("level").asString()).isEqualTo("critical");
    assertThat(site.get("/api/v1/alerts/a-99", viewer).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|null: null",
        "{\"comment\": \" on it \"}|null: on it",
        "{\"for\": \"1h30m\"}|2026-01-05T13:30:00Z: null",
        "{\"until\": \"2026-01-05T12:00:01Z\", \"comment\": \"  \"}|2026-01-05T12:00:01Z: null"
      })
  void whoTakesCareIsWhoIsSignedIn(String body, String expected) {
    HttpResponse<String> answer = site.post("/api/v1/alerts/a-1/acknowledge", operator, body);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(alarms.commands).containsExactly("acknowledge a-1 by operator until " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"for\": \"soon\"}|/for|length",
        "{\"for\": \"0s\"}|/for|range",
        "{\"for\": \"367d\"}|/for|range",
        "{\"until\": \"2026-01-05T12:00:00Z\"}|/until|range",
        "{\"until\": \"tomorrow\"}|/until|time",
        "{\"for\": \"1h\", \"until\": \"2026-01-06T12:00:00Z\"}|/for|either",
        "{\"who\": \"me\"}|/who|unknown-field"
      })
  void badWishIsRefusedWithPlaceAndRule(String body, String pointer, String rule) {
    HttpResponse<String> answer = site.post("/api/v1/alerts/a-1/acknowledge", operator, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = Site.json(answer).path("errors").get(0);
    assertThat(error.path("pointer").asString() + " " + error.path("rule").asString()).isEqualTo(pointer + " " + rule);
    assertThat(alarms.commands).isEmpty();
  }

  @Test
  void careIsTakenBackInTwoWays() {
    assertThat(site.delete("/api/v1/alerts/a-1/acknowledge", operator).statusCode()).isEqualTo(204);
    assertThat(site.send(site.request("/api/v1/alerts/a-1/unacknowledge", operator).POST(
        BodyPublishers.noBody())).statusCode()).isEqualTo(204);

    assertThat(alarms.commands).containsExactly("unacknowledge a-1 by operator", "unacknowledge a-1 by operator");
  }

  @Test
  void refusalOfTheEngineIsToldInItsWords() {
    alarms.outcome = new Outcome.Refused("the alert is over");

    HttpResponse<String> refused = site.post("/api/v1/alerts/a-1/acknowledge", operator, "{}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Site.json(refused).path("detail").asString()).isEqualTo("the alert is over");
    assertThat(site.post("/api/v1/alerts/a-99/acknowledge", operator, "{}").statusCode()).isEqualTo(404);
    assertThat(site.post("/api/v1/alerts/a%20b/acknowledge", operator, "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void silenceBeginsWithItsMatcherItsEndAndItsReason() {
    HttpResponse<String> answer =
        site.post("/api/v1/silences", operator, "{\"matcher\": {\"bot\": \"btc-*\"}, \"for\": \"2h\", \"comment\": \"upgrade\"}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Site.json(answer).path("id").asString()).isEqualTo("s-2");
    assertThat(alarms.commands).containsExactly("silence {bot=btc-*} until 2026-01-05T14:00:00Z FIXED by operator: upgrade");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"matcher\": {}, \"for\": \"2h\", \"comment\": \"x\"}|/matcher|size",
        "{\"matcher\": {\"a b\": \"x\"}, \"for\": \"2h\", \"comment\": \"x\"}|/matcher|characters",
        "{\"matcher\": {\"bot\": 7}, \"for\": \"2h\", \"comment\": \"x\"}|/matcher|text",
        "{\"matcher\": \"bot\", \"for\": \"2h\", \"comment\": \"x\"}|/matcher|object",
        "{\"matcher\": {\"bot\": \"x\"}, \"comment\": \"x\"}|/for|required",
        "{\"matcher\": {\"bot\": \"x\"}, \"until_resolved\": true, \"comment\": \"x\"}|/for|required",
        "{\"matcher\": {\"bot\": \"x\"}, \"for\": \"2h\", \"until_resolved\": \"yes\", \"comment\": \"x\"}|/until_resolved|flag",
        "{\"matcher\": {\"bot\": \"x\"}, \"for\": \"2h\"}|/comment|required",
        "{\"matcher\": {\"bot\": \"x\"}, \"for\": \"2h\", \"comment\": \" \"}|/comment|length"
      })
  void silenceWithoutEndMatcherOrReasonIsNone(String body, String pointer, String rule) {
    HttpResponse<String> answer = site.post("/api/v1/silences", operator, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = Site.json(answer).path("errors").get(0);
    assertThat(error.path("pointer").asString() + " " + error.path("rule").asString()).isEqualTo(pointer + " " + rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"bot\": \"btc-*\"}|a-1",
        "{\"bot\": \"*\"}|a-3,a-1",
        "{\"rule\": \"*or*\"}|a-2,a-3,a-1",
        "{\"rule\": \"memory\", \"level\": \"warning\"}|a-1",
        "{\"team\": \"a*b\"}|a-1",
        "{\"team\": \"a**b*\"}|a-1",
        "{\"bot\": \"btc\"}|''",
        "{\"bot\": \"BTC-*\"}|''",
        "{\"nobody\": \"*\"}|''"
      })
  void previewOfASilenceNamesWhatItWouldHide(String matcher, String expected) {
    JsonNode preview = Site.json(site.post("/api/v1/silences/preview", viewer, "{\"matcher\": " + matcher + "}"));

    assertThat(String.join(",", preview.path("alerts").valueStream().map(row -> row.path("id").asString()).toList()))
        .isEqualTo(expected);
    assertThat(preview.path("matches").asInt()).isEqualTo(preview.path("alerts").size());
    assertThat(alarms.commands).isEmpty();
  }

  @Test
  void silenceMayEndWithItsAlerts() {
    HttpResponse<String> answer = site.post(
        "/api/v1/silences", operator,
        "{\"matcher\": {\"bot\": \"btc-*\"}, \"for\": \"2h\", \"until_resolved\": true, \"comment\": \"upgrade\"}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Site.json(answer).path("until_resolved").asBoolean()).isTrue();
    assertThat(alarms.commands)
        .containsExactly("silence {bot=btc-*} until 2026-01-05T14:00:00Z UNTIL_RESOLVED by operator: upgrade");
  }

  @Test
  void silencesSayWhetherAndWhyTheyEnded() {
    JsonNode all = Site.json(site.get("/api/v1/silences?state=all", viewer)).path("silences");

    assertThat(all.get(0).path("until_resolved").asBoolean(true)).isFalse();
    assertThat(all.get(0).path("ending").isNull()).isTrue();
    assertThat(all.get(1).path("ending").asString()).isEqualTo("lifted");
  }

  @Test
  void silenceEndsBeforeItsTimeAndIsRemembered() {
    assertThat(site.delete("/api/v1/silences/s-1", operator).statusCode()).isEqualTo(204);
    assertThat(site.delete("/api/v1/silences/s-9", operator).statusCode()).isEqualTo(404);

    assertThat(alarms.commands).containsExactly("end s-1 by operator");
    assertThat(ids("/api/v1/silences", "silences")).containsExactly("s-1");
    assertThat(ids("/api/v1/silences?state=all", "silences")).containsExactly("s-1", "s-0");
  }

  @Test
  void refusedSilenceIsToldWhy() {
    alarms.begun = new AlertCommands.Begun.Refused("there are 500 silences already");

    HttpResponse<String> answer =
        site.post("/api/v1/silences", operator, "{\"matcher\": {\"bot\": \"x\"}, \"for\": \"2h\", \"comment\": \"x\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Site.json(answer).path("detail").asString()).contains("500");
  }
}
