package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Problem;
import dev.binnacle.protocol.AnswerJson;
import dev.binnacle.web.FakePorts;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.api.EventIntake.Taken;
import dev.binnacle.web.security.Role;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class EventRoutesTest {
  private final Site site = Site.open();
  private final String ingest = site.token(Role.INGEST);

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, JSON",
    "application/json; charset=utf-8, JSON",
    "application/x-www-form-urlencoded, JSON",
    "application/x-ndjson, NDJSON",
    "application/jsonl, NDJSON"
  })
  void bodyReachesTheIntakeAsItWasSent(String type, String format) {
    HttpResponse<String> answer =
        site.send(site.request("/api/v1/bots/b-1/events", ingest).header("Content-Type", type)
            .POST(BodyPublishers.ofString("{\"type\":\"heartbeat\"}\n")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(site.world.bodies).containsExactly("b-1 " + format + " false {\"type\":\"heartbeat\"}\n");
  }

  @Test
  void packedAndStreamedBodyReachesTheIntakePacked() {
    byte[] body = "pretend this is packed".repeat(10_000).getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> answer =
        site.send(
            site.request("/api/v1/bots/b-1/events", ingest)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(site.world.bodies.getFirst()).startsWith("b-1 JSON true pretend").hasSize("b-1 JSON true ".length() + body.length);
  }

  @Test
  void answerIsTheOneThatTheProtocolWrites() {
    site.world.taken = new Taken.Done(FakePorts.partlyBad());

    HttpResponse<String> answer = site.post("/api/v1/bots/b-1/events", ingest, "[]");

    assertThat(Site.json(answer))
        .isEqualTo(Site.json(new String(AnswerJson.toBytes(FakePorts.partlyBad()), StandardCharsets.UTF_8)));
  }

  @Test
  void fullIntakeSaysWhenToComeAgain() {
    site.world.taken = new Taken.Busy(Duration.ofMillis(200));

    HttpResponse<String> answer = site.post("/api/v1/bots/b-1/events", ingest, "[]");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void whatTheIntakeRefusesAsAWholeIsAProblem() {
    Problem problem = new Problem("", "syntax", "not JSON at byte 3");

    site.world.taken = new Taken.Unreadable(problem);
    assertThat(site.post("/api/v1/bots/b-1/events", ingest, "x").statusCode()).isEqualTo(400);
    site.world.taken = new Taken.TooLarge(problem);
    assertThat(site.post("/api/v1/bots/b-1/events", ingest, "x").statusCode()).isEqualTo(413);
    site.world.taken = new Taken.NoRoom(problem);
    HttpResponse<String> answer = site.post("/api/v1/bots/b-1/events", ingest, "x");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Site.json(answer).path("errors").get(0).path("message").asString()).isEqualTo("not JSON at byte 3");
  }

  @Test
  void nameThatNoBotCanHaveIsRefusedBeforeTheIntake() {
    HttpResponse<String> answer = site.post("/api/v1/bots/a%20b/events", ingest, "[]");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("rule").asString()).isEqualTo("characters");
    assertThat(site.world.bodies).isEmpty();
  }

  @Test
  void postedBalanceBecomesAnEventWithAKeyOfItsOwn() {
    HttpResponse<String> answer =
        site.post("/api/balance", ingest,
            "{\"bot\": \"btc-trend\", \"balance\": 12500.50, \"available\": \"9000\", \"deposit\": 100}");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode event = Site.json(site.world.bodies.getFirst().replaceFirst("btc-trend JSON false ", ""));
    assertThat(event.path("type").asString()).isEqualTo("balance");
    assertThat(event.path("total").asString()).isEqualTo("12500.50");
    assertThat(event.path("available").asString()).isEqualTo("9000");
    assertThat(event.path("deposit").asString()).isEqualTo("100");
    assertThat(event.path("currency").asString()).isEqualTo("USD");
    assertThat(event.path("at").asString()).isEqualTo(Worlds.NOW.toString());
    assertThat(event.path("id").asString()).isNotBlank();
  }

  @Test
  void balanceWithAKeyKeepsItSoThatARepetitionIsRecognised() {
    site.post("/api/balance", ingest, "{\"bot\": \"b\", \"balance\": \"1\", \"currency\": \"EUR\", \"id\": \"k-1\"}");

    assertThat(site.world.bodies.getFirst()).contains("\"id\":\"k-1\"").contains("\"currency\":\"EUR\"");
  }

  @Test
  void refusedBalanceIsARefusedRequestInTheWordsOfTheRequest() {
    site.world.taken =
        new Taken.Done(
            new Answer(
                0,
                0,
                List.of(new Answer.Rejection(0, new Problem("/total", "digits", "total has too many digits"))),
                0,
                List.of(),
                Map.of()));

    HttpResponse<String> answer = site.post("/api/balance", ingest, "{\"bot\": \"b\", \"balance\": 1e999999999}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("pointer").asString()).isEqualTo("/balance");
  }

  @Test
  void numberWithAnImpossibleExponentIsRefused() {
    // It once ended in 500: the parser of numbers throws something else than the parser of JSON.
    HttpResponse<String> answer = site.post("/api/balance", ingest, "{\"bot\": \"b\", \"balance\": 1e-9999999991}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("rule").asString()).isEqualTo("number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"balance\": 1}|/bot",
        "{\"bot\": \"b\"}|/balance",
        "{\"bot\": \"b\", \"balance\": \"much\"}|/balance",
        "{\"bot\": \"b\", \"balance\": true}|/balance",
        "{\"bot\": \"b\", \"balance\": 1, \"balanse\": 2}|/balanse"
      })
  void badBalanceNamesTheField(String body, String pointer) {
    HttpResponse<String> answer = site.post("/api/balance", ingest, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("pointer").asString()).isEqualTo(pointer);
    assertThat(site.world.bodies).isEmpty();
  }

  @Test
  void botThatIsStillHeardCannotBeForgotten() {
    site.world.outcome = new Commands.Outcome.Refused("btc-trend was heard 2 s ago; stop it first");

    HttpResponse<String> answer = site.delete("/api/v1/bots/btc-trend", site.token(Role.ADMIN));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Site.json(answer).path("detail").asString()).contains("stop it first");
  }
}
