package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.Stops;
import dev.binnacle.web.api.Commands.Outcome;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Automatic triggers over HTTP. Now is 2026-01-05T12:00:00Z. */
final class TriggerRoutesTest {
  private static final String REARM = "/api/v1/bots/btc-trend/triggers/repeated-execution/rearm";

  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);
  private final String operator = site.token(Role.OPERATOR);
  private final Stops stops = site.world.stops;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void triggersSayHowTheyAreSetAndHowFarEachBotIsFromThem() {
    JsonNode all = Site.json(site.get("/api/v1/triggers", viewer));

    assertThat(all.path("enabled").asBoolean()).isTrue();
    assertThat(all.path("triggers").valueStream().map(each -> each.path("name").asString()).toList()).containsExactly(
        "memory", "api-errors", "daily-loss", "critical-failure", "drawdown", "lost-heartbeat", "order-storm",
        "repeated-execution");
    assertThat(all.at("/triggers/4/limit").asString()).isEqualTo("25 %: cancel");
    assertThat(all.at("/triggers/7/throttle").asBoolean()).isTrue();
    assertThat(all.at("/bots/0").toString()).isEqualTo(
        "{\"bot\":\"btc-trend\",\"name\":\"memory\",\"part\":\"\",\"value\":\"250 MB\","
            + "\"limit\":\"1000 MB (2 times its threshold of 500 MB)\",\"share\":0.25,\"at\":\"2026-01-05T12:00:00Z\","
            + "\"stage\":\"armed\",\"bad\":0,\"halt\":null,\"locked\":false,\"rearmed\":null}");
    assertThat(Site.json(site.get("/api/v1/bots/btc-trend/triggers", viewer)).path("triggers")).isEqualTo(all.path("bots"));
    assertThat(all.at("/bots/1/locked").asBoolean()).isTrue();
    assertThat(all.at("/bots/1/halt").asString()).isEqualTo("h7");
  }

  @Test
  void aThrottleIsArmedAgainByName() {
    assertThat(site.post(REARM, operator, "{\"reason\": \" it is fixed \"}").statusCode()).isEqualTo(204);
    assertThat(stops.commands).containsExactly("rearm repeated-execution of btc-trend by operator: it is fixed");
  }

  @Test
  void whyItIsNotArmedIsSaid() {
    stops.outcome = new Outcome.Refused("trigger memory arms itself");

    HttpResponse<String> answer = site.post("/api/v1/bots/btc-trend/triggers/memory/rearm", operator, "{\"reason\": \"x\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("arms itself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/bots/btc-trend/triggers/repeated-execution/rearm|{}|422",
        "/api/v1/bots/btc-trend/triggers/repeated-execution/rearm|{\"reason\": \" \"}|422",
        "/api/v1/bots/btc-trend/triggers/nothing/rearm|{\"reason\": \"x\"}|404",
        "/api/v1/bots/nobody/triggers/repeated-execution/rearm|{\"reason\": \"x\"}|404"
      })
  void whatIsNotMeantArmsNothing(String path, String body, int status) {
    assertThat(site.post(path, operator, body).statusCode()).isEqualTo(status);
    assertThat(site.post(REARM, viewer, "{\"reason\": \"x\"}").statusCode()).isEqualTo(403);
    assertThat(stops.commands).isEmpty();
  }
}
