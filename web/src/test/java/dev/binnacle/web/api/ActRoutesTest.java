package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Hands;
import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single acts over HTTP. */
final class ActRoutesTest {
  private static final String BOT = "/api/v1/bots/btc-trend";
  private static final String ORDER = "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": \"1\", \"price\": 900}";

  private final Site site = Site.open();
  private final String operator = site.token(Role.OPERATOR);
  private final String trader = site.token(Role.TRADER);
  private final Hands hands = site.world.hands;

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> act(String path, String token) {
    return site.send(site.request(BOT + path, token).POST(BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/positions/BTC/USD/close|close BTC/USD of btc-trend by operator key null",
        "/positions/AAPL/close|close AAPL of btc-trend by operator key null",
        "/positions/BTC/USD/close?dry_run=true|close BTC/USD of btc-trend by operator key null dry",
        "/orders/o-1/cancel|cancel o-1 of btc-trend by operator key null"
      })
  void closingAndCancellingAreAnOperators(String path, String expected) {
    assertThat(act(path, operator).statusCode()).isEqualTo(202);
    assertThat(hands.calls).containsExactly(expected);
    assertThat(act(path, site.token(Role.VIEWER)).statusCode()).isEqualTo(403);
  }

  @Test
  void answerIsTheActWithWhatWasProved() {
    assertThat(act("/orders/o-1/cancel", operator).body())
        .isEqualTo(
            "{\"id\":\"a1\",\"bot\":\"btc-trend\",\"kind\":\"cancel_order\",\"symbol\":\"BTC/USD\",\"order_id\":\"o-1\","
                + "\"what\":\"cancel order o-1: buy 1 BTC/USD, 0 filled\",\"by\":\"anna\",\"begun\":\"2026-01-05T12:00:00Z\","
                + "\"stage\":\"done\",\"outcome\":\"cancelled, and read again\"}");
    assertThat(site.get("/api/v1/actions/a1", operator).body()).contains("\"stage\":\"done\"");
    assertThat(Site.json(site.get("/api/v1/actions", operator)).path("actions")).hasSize(1);
    assertThat(site.get("/api/v1/actions/a2", operator).statusCode()).isEqualTo(404);
    assertThat(site.get("/api/v1/actions/a%20b", operator).statusCode()).isEqualTo(404);
  }

  @Test
  void orderIsATradersAndGoesWithItsKeyAndItsConfirmation() {
    HttpResponse<String> placed =
        site.send(
            site.request(BOT + "/orders", trader).header("Content-Type", "application/json").header("Idempotency-Key", "k-1")
                .POST(BodyPublishers.ofString(ORDER.replace("}", ", \"confirm\": \"0123abcd\"}"))));

    assertThat(placed.statusCode()).isEqualTo(202);
    assertThat(hands.calls).containsExactly("buy 1 BTC/USD at 900 of btc-trend confirmed 0123abcd by trader key k-1");
    assertThat(site.post(BOT + "/orders", operator, ORDER).statusCode()).isEqualTo(403);
  }

  @Test
  void dryRunAnswersThePlanWithItsConfirmation() {
    hands.answer = new Acts.Answer.Planned(Hands.PLAN);

    HttpResponse<String> answer = site.post(BOT + "/orders?dry_run=true", trader, ORDER);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"bot\":\"btc-trend\",\"what\":\"buy 1 BTC/USD at 900\",\"exchange\":\"paper\",\"real\":false,\"checks\":"
                + "[{\"rule\":\"order-value\",\"passed\":true,\"reason\":\"the order's value is 900 USD, at most 5000 USD\"}],"
                + "\"confirm\":\"0123abcd\",\"confirm_until\":\"2026-01-05T12:01:00Z\"}");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void whetherOrdersMayBePlacedIsToldWithTheLimitsOrWithTheReason() {
    String viewer = site.token(Role.VIEWER);
    assertThat(site.get(BOT + "/orders/by-hand", viewer).body())
        .isEqualTo(
            "{\"allowed\":true,\"reason\":null,\"real\":false,\"symbols\":[\"BTC/USD\"],"
                + "\"limits\":[{\"rule\":\"order-value\",\"limit\":\"at most 5000 USD an order\"}]}");

    hands.byHand = new Acts.ByHand("switched off", true, List.of(), List.of());

    assertThat(site.get(BOT + "/orders/by-hand", viewer).body())
        .isEqualTo("{\"allowed\":false,\"reason\":\"switched off\",\"real\":true,\"symbols\":[],\"limits\":[]}");
    assertThat(site.get("/api/v1/bots/nobody/orders/by-hand", viewer).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "{\"symbol\": \"BTC/USD\", \"side\": \"long\", \"quantity\": 1}",
        "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": 0}",
        "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": -1}",
        "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": \"1e-30\"}",
        "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": 1, \"price\": 0}",
        "{\"symbol\": \"BTC/USD\", \"side\": \"buy\", \"quantity\": 1, \"kind\": \"stop\"}"
      })
  void orderThatIsNoneIsRefusedAndAsksNobody(String body) {
    assertThat(site.post(BOT + "/orders", trader, body).statusCode()).isEqualTo(400);
    assertThat(hands.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"OFF, 409", "UNKNOWN, 404", "LIMIT, 422", "CONFLICT, 409", "UNCONFIRMED, 428", "KEY_REUSED, 422",
    "UNREACHABLE, 503"})
  void refusalHasItsStatusAndItsWords(Acts.Why why, int status) {
    hands.answer = new Acts.Answer.Refused(why, "for this reason");

    HttpResponse<String> answer = site.post(BOT + "/orders", trader, ORDER);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Site.json(answer).path("detail").asString()).isEqualTo("for this reason");
  }

  @Test
  void unknownBotAndAKeyThatIsNoneAreRefused() {
    assertThat(site.post("/api/v1/bots/nobody/orders", trader, ORDER).statusCode()).isEqualTo(404);
    assertThat(
        site.send(
            site.request(BOT + "/orders/o-1/cancel", operator).header("Idempotency-Key", "a b").POST(BodyPublishers.noBody()))
            .statusCode())
        .isEqualTo(400);
    assertThat(hands.calls).isEmpty();
  }
}
