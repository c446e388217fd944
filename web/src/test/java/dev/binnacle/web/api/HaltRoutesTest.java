package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.HaltState;
import dev.binnacle.web.Site;
import dev.binnacle.web.Stops;
import dev.binnacle.web.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Halts over HTTP. Now is 2026-01-05T12:00:00Z. */
final class HaltRoutesTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);
  private final String operator = site.token(Role.OPERATOR);
  private final Stops stops = site.world.stops;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void emergencyStopNeedsNoBodyAndStopsTheFleet() {
    HttpResponse<String> answer =
        site.send(site.request("/api/control/emergency-stop", operator).POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"id\":\"h8\",\"epoch\":3,\"mode\":\"cancel\",\"state\":\"requested\",\"bots\":[\"btc-trend\"],\"reason\":\"odd fills\"}");
    assertThat(stops.commands).containsExactly("halt fleet CANCEL by operator: emergency stop, no reason given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|halt fleet CANCEL by operator: emergency stop, no reason given",
        "{\"reason\": \" odd \"}|halt fleet CANCEL by operator: odd",
        "{\"bot\": \"btc-trend\", \"mode\": \"stop\"}|halt bot btc-trend STOP by operator: emergency stop, no reason given",
        "{\"mode\": \"liquidate\", \"reason\": \"x\"}|halt fleet LIQUIDATE FLATTEN_ALL null null by operator: x"
      })
  void emergencyStopTakesItsThreeWords(String body, String expected) {
    assertThat(site.post("/api/control/emergency-stop", operator, body).statusCode()).isEqualTo(202);
    assertThat(stops.commands).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reason\": \"x\"}|halt fleet CANCEL by operator: x",
        "{\"reason\": \"x\", \"group\": \"crypto\", \"mode\": \"pause\"}|halt group crypto PAUSE by operator: x",
        "{\"reason\": \"x\", \"symbol\": \"BTC/USD\"}|halt BTC/USD CANCEL by operator: x",
        "{\"reason\": \"x\", \"symbol\": \"BTC/USD\", \"bot\": \"btc-trend\"}|halt BTC/USD of btc-trend CANCEL by operator: x",
        "{\"reason\": \"x\", \"mode\": \"liquidate\", \"collar_pct\": \"0.5\", \"deadline\": \"30s\", \"positions\": \"keep_all\"}"
            + "|halt fleet LIQUIDATE KEEP_ALL 0.5 PT30S by operator: x"
      })
  void haltHasAScopeAModeAndAReason(String body, String expected) {
    HttpResponse<String> answer = site.post("/api/v1/halts", operator, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(stops.commands).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/reason|required",
        "{\"reason\": \" \"}|/reason|required",
        "{\"reason\": \"x\", \"mode\": \"LIQUIDATE\"}|/mode|word",
        "{\"reason\": \"x\", \"group\": \"a\", \"bot\": \"btc-trend\"}|/group|either",
        "{\"reason\": \"x\", \"group\": \"a b\"}|/group|characters",
        "{\"reason\": \"x\", \"mode\": \"cancel\", \"collar_pct\": 1}|/mode|liquidate-only",
        "{\"reason\": \"x\", \"mode\": \"liquidate\", \"collar_pct\": 1}|/deadline|required-with-collar",
        "{\"reason\": \"x\", \"mode\": \"liquidate\", \"collar_pct\": 51, \"deadline\": \"1s\"}|/collar_pct|range",
        "{\"reason\": \"x\", \"fleet\": true}|/fleet|unknown-field"
      })
  void badWishIsRefusedWithPlaceAndRuleAndStopsNothing(String body, String pointer, String rule) {
    HttpResponse<String> answer = site.post("/api/v1/halts", operator, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = Site.json(answer).path("errors").get(0);
    assertThat(error.path("pointer").asString() + " " + error.path("rule").asString()).isEqualTo(pointer + " " + rule);
    assertThat(stops.commands).isEmpty();
  }

  @Test
  void botThatIsNotThereIsNotStopped() {
    assertThat(site.post("/api/control/emergency-stop", operator, "{\"bot\": \"btc-trent\"}").statusCode()).isEqualTo(404);
    assertThat(stops.commands).isEmpty();
  }

  @Test
  void refusalOfTheEngineIsToldInItsWords() {
    stops.refusal = "there are 100 halts in force already";

    HttpResponse<String> answer = site.post("/api/v1/halts", operator, "{\"reason\": \"x\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Site.json(answer).path("detail").asString()).isEqualTo("there are 100 halts in force already");
  }

  @Test
  void haltIsShownWithAllThatBecameOfIt() {
    JsonNode halt = Site.json(site.get("/api/v1/halts/h7", viewer));

    assertThat(halt.path("scope").toString())
        .isEqualTo("{\"kind\":\"bot\",\"group\":null,\"bot\":\"btc-trend\",\"symbol\":null,\"words\":\"bot btc-trend\"}");
    JsonNode bot = halt.path("bots").get(0);
    assertThat(bot.path("guards").get(0).path("stage").asString()).isEqualTo("confirmed");
    assertThat(bot.path("orders").get(0).toString())
        .isEqualTo(
            "{\"order_id\":\"o-1\",\"symbol\":\"BTC/USD\",\"outcome\":\"cancelled\",\"proved\":true,\"residue\":false,\"detail\":null}");
    assertThat(bot.path("positions").get(0).path("before").asString()).isEqualTo("0.5");
    assertThat(site.get("/api/v1/halts/h99", viewer).statusCode()).isEqualTo(404);
    assertThat(site.get("/api/v1/halts/a%20b", viewer).statusCode()).isEqualTo(404);
  }

  @Test
  void listsAreOfThePresentOrOfThePast() {
    assertThat(Site.json(site.get("/api/v1/halts", viewer)).path("halts").get(0).path("id").asString()).isEqualTo("h7");
    JsonNode past = Site.json(site.get("/api/v1/halts?state=released", viewer));
    assertThat(past.path("halts").get(0).path("released").path("by").asString()).isEqualTo("anna");
    assertThat(past.path("next").asString()).isEqualTo("next-1");
    JsonNode now = Site.json(site.get("/api/v1/halts/now", viewer));
    assertThat(now.path("bots").get(0).path("wanted").asString()).isEqualTo("closed");
    assertThat(now.path("halts").get(0).path("state").asString()).isEqualTo("halted");
  }

  @Test
  void resumeNamesTheEpochThatWasSeen() {
    stops.publish(Stops.halt("h7", HaltState.FAILED));

    assertThat(site.post("/api/v1/halts/h7/resume", operator, "{\"reason\": \"looked\"}").statusCode()).isEqualTo(204);
    assertThat(
        site.post("/api/v1/halts/h7/resume", operator, "{\"reason\": \"looked\", \"epoch\": 2, \"force\": true}").statusCode())
        .isEqualTo(204);

    assertThat(stops.commands)
        .containsExactly("release h7 3 by operator: looked", "release h7 2 by force by operator: looked");
  }

  @Test
  void resumeWithoutAReasonIsNone() {
    assertThat(site.post("/api/v1/halts/h7/resume", operator, "{}").statusCode()).isEqualTo(422);
    assertThat(site.post("/api/v1/halts/h7/resume", operator, "{\"reason\": \" \"}").statusCode()).isEqualTo(422);
    assertThat(site.post("/api/v1/halts/h7/resume", operator, "{\"reason\": \"x\", \"force\": \"yes\"}").statusCode())
        .isEqualTo(422);
    assertThat(site.post("/api/v1/halts/h99/resume", operator, "{\"reason\": \"x\"}").statusCode()).isEqualTo(404);
    assertThat(stops.commands).isEmpty();
  }

  @Test
  void whoOnlyReadsStopsNothing() {
    assertThat(site.post("/api/control/emergency-stop", viewer, "{}").statusCode()).isEqualTo(403);
    assertThat(site.post("/api/v1/halts", viewer, "{\"reason\": \"x\"}").statusCode()).isEqualTo(403);
    assertThat(site.post("/api/v1/halts/h7/resume", viewer, "{\"reason\": \"x\"}").statusCode()).isEqualTo(403);
    assertThat(stops.commands).isEmpty();
  }
}
