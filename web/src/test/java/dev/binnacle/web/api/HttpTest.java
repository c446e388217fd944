package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What HTTP asks of every route alike. */
@Tag("slow")
final class HttpTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);
  private final String admin = site.token(Role.ADMIN);

  @AfterEach
  void close() {
    site.close();
  }

  private void assertProblem(HttpResponse<String> answer, int status, String pointer, String rule) {
    JsonNode problem = Site.json(answer);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.path("errors").valueStream().map(e -> e.path("pointer").asString() + " " + e.path("rule").asString()))
        .contains(pointer + " " + rule);
    assertThat(problem.path("detail").asString()).isNotBlank();
  }

  @Test
  void unknownBotIsNotFoundAndNamed() {
    HttpResponse<String> answer = site.get("/api/v1/bots/nobody", viewer);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Site.json(answer).path("type").asString()).isEqualTo("urn:binnacle:problem:unknown-bot");
    assertThat(Site.json(answer).path("detail").asString()).contains("nobody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/bots/nobody/trades", "/api/v1/bots/nobody/metrics/equity/history", "/api/status?bot=nobody",
        "/api/metrics/history?metric=x&bot=nobody",
        "/api/balance/history?bot=nobody", "/api/v1/bots/%20/trades", "/api/v1/bots/a..b%3Cscript%3E", "/api/v1/nothing", "/api/"
      })
  void whatIsNotThereIsNotFound(String path) {
    assertThat(site.get(path, viewer).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/trades?limit=0, ?limit, range",
    "/api/v1/trades?limit=501, ?limit, range",
    "/api/v1/trades?limit=ten, ?limit, range",
    "/api/v1/trades?limit=1&limit=2, ?limit, repeated",
    "/api/v1/trades?state=shut, ?state, word",
    "/api/v1/trades?from=yesterday, ?from, time",
    "/api/v1/trades?cursor=%0A, ?cursor, cursor",
    "/api/v1/trades?cursor=bad, ?cursor, cursor",
    "/api/v1/trades?limt=5, ?limt, unknown-parameter",
    "/api/v1/bots/btc-trend/metrics/equity/history?points=1, ?points, range",
    "/api/v1/bots/btc-trend/metrics/equity/history?from=2026-01-05T12:00:00Z&to=2026-01-05T11:00:00Z, ?from, order",
    "/api/v1/bots/btc-trend/metrics/no%20such/history, ?metric, characters",
    "/api/metrics/history, ?metric, required",
    "/api/status?bot=a%20b, ?bot, characters",
    "/api/balance/history?days=0, ?days, range"
  })
  void badQueryIsRefusedWithPlaceAndRule(String path, String pointer, String rule) {
    assertProblem(site.get(path, viewer), 400, pointer, rule);
  }

  @Test
  void allThatIsWrongWithAQueryIsToldAtOnce() {
    JsonNode problem = Site.json(site.get("/api/v1/trades?limit=0&state=x&colour=red", viewer));

    assertThat(problem.path("errors").size()).isEqualTo(3);
  }

  @Test
  void wayAroundCachesIsPassedOver() {
    assertThat(site.get("/api/status?_=1700000000", viewer).statusCode()).isEqualTo(200);
  }

  @Test
  void timesOfAQueryAreIsoOrEpochSeconds() {
    JsonNode iso = Site.json(
        site.get("/api/v1/bots/btc-trend/metrics/equity/history?from=2026-01-05T10:00:00Z&to=2026-01-05T11:00:00Z", viewer));
    JsonNode epoch = Site.json(site.get("/api/v1/bots/btc-trend/metrics/equity/history?from=1767607200&to=1767610800.5", viewer));

    assertThat(iso.path("from").asString()).isEqualTo("2026-01-05T10:00:00Z");
    assertThat(epoch.path("from").asString()).isEqualTo("2026-01-05T10:00:00Z");
    assertThat(epoch.path("to").asString()).isEqualTo("2026-01-05T11:00:00.500Z");
  }

  @Test
  void seriesCoversTheLastDayWhenNothingElseIsSaid() {
    JsonNode series = Site.json(site.get("/api/v1/bots/btc-trend/metrics/equity/history", viewer));

    assertThat(series.path("to").asString()).isEqualTo(Worlds.NOW.toString());
    assertThat(series.path("from").asString()).isEqualTo("2026-01-04T12:00:00Z");
  }

  @Test
  void pageCarriesTheCursorOn() {
    JsonNode page = Site.json(site.get("/api/v1/bots/btc-trend/trades?limit=7&cursor=next-1", viewer));

    assertThat(page.path("next").asString()).isEqualTo("next-1");
    assertThat(page.path("trades").get(0).path("bot").asString()).isEqualTo("btc-trend");
    assertThat(site.world.queries.getLast().limit()).isEqualTo(7);
    assertThat(site.world.queries.getLast().cursor()).isEqualTo("next-1");
  }

  @Test
  void wrongMethodIsToldWhichAreRight() {
    HttpResponse<String> answer = site.send(site.request("/api/v1/bots/btc-trend", admin).PUT(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, DELETE, OPTIONS");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void optionsAreToldWithoutAnyCrossOriginFavour() {
    HttpResponse<String> answer = site.send(site.request("/api/v1/tokens", admin).method("OPTIONS", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, POST, OPTIONS");
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void headIsGetWithoutABody() {
    HttpResponse<String> get = site.get("/api/v1/bots/btc-trend/health", viewer);
    HttpResponse<String> head = site.send(site.request("/api/v1/bots/btc-trend/health", viewer).HEAD());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length")).isEqualTo(get.headers().firstValue("Content-Length"));
    assertThat(head.headers().firstValue("ETag")).isEqualTo(get.headers().firstValue("ETag"));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "*/*, 200",
    "application/*;q=0.5, 200",
    "'text/html, */*;q=0.1', 200",
    "text/html, 406",
    "'application/json;q=0, */*', 406",
    "application/xml, 406",
    "rubbish, 406"
  })
  void answerIsGivenAsTheClientUnderstandsItOrNotAtAll(String accept, int status) {
    assertThat(site.send(site.request("/api/v1/fleet", viewer).header("Accept", accept)).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/tokens, text/plain", "/api/v1/tokens, application/xml", "/api/v1/bots/b/events, application/octet-stream",
    "/login, application/json"})
  void bodyOfAnUnknownTypeIsRefused(String path, String type) {
    HttpResponse<String> answer =
        site.send(site.request(path, admin).header("Content-Type", type).POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void bodyInAnUnknownCodingIsRefusedWithWhatIsKnown() {
    HttpResponse<String> answer =
        site.send(
            site.request("/api/v1/bots/b/events", admin)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("[]")));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip");
  }

  @Test
  void tooLargeBodyIsRefusedWhetherItIsAnnouncedOrNot() {
    byte[] body = new byte[20 * 1024];
    HttpResponse<String> announced =
        site.send(site.request("/api/v1/tokens", admin).header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
    HttpResponse<String> streamed =
        site.send(
            site.request("/api/v1/tokens", admin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(streamed.statusCode()).isEqualTo(413);
    assertThat(Site.json(streamed).path("detail").asString()).contains("16384");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''|empty",
        "{|''|syntax",
        "[]|''|object",
        "null|''|object",
        "{\"name\": \"a\", \"name\": \"b\", \"role\": \"viewer\"}|''|syntax",
        "{\"name\": \"a\", \"role\": \"viewer\"} x|''|syntax",
        "{\"name\": NaN, \"role\": \"viewer\"}|''|syntax",
        "{\"role\": \"viewer\"}|/name|required",
        "{\"name\": null, \"role\": \"viewer\"}|/name|required",
        "{\"name\": 7, \"role\": \"viewer\"}|/name|text",
        "{\"name\": \"\", \"role\": \"viewer\"}|/name|length",
        "{\"name\": \"a\", \"role\": \"king\"}|/role|word",
        "{\"name\": \"a\", \"role\": \"viewer\", \"bot\": \"b\"}|/bot|ingest-only",
        "{\"name\": \"a\", \"role\": \"ingest\", \"bot\": \"a b\"}|/bot|characters",
        "{\"name\": \"a\", \"role\": \"viewer\", \"expires_in_days\": 0.5}|/expires_in_days|range",
        "{\"name\": \"a\", \"role\": \"viewer\", \"expires_in_days\": 99999999999999999999}|/expires_in_days|range",
        "{\"name\": \"a\", \"role\": \"viewer\", \"rle/x~y\": 1}|/rle~1x~0y|unknown-field",
        "{\"name\": [[[[[[[[1]]]]]]]]}|''|syntax"
      })
  void badBodyIsRefusedWithPlaceAndRule(String body, String pointer, String rule) {
    assertProblem(site.post("/api/v1/tokens", admin, body), 400, pointer, rule);
  }

  @Test
  void largeAnswerIsPackedForWhoUnderstandsIt() throws IOException, InterruptedException {
    String plain = site.get("/api/v1/bots/btc-trend", viewer).body();
    HttpResponse<byte[]> packed =
        site.client.send(site.request("/api/v1/bots/btc-trend", viewer).header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());
    HttpResponse<byte[]> declined =
        site.client.send(site.request("/api/v1/bots/btc-trend", viewer).header("Accept-Encoding", "gzip;q=0, br").build(),
            BodyHandlers.ofByteArray());

    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    assertThat(packed.body().length).isLessThan(plain.length() / 2);
    assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(plain);
    assertThat(declined.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void secretIsNeitherPackedNorKept() {
    HttpResponse<String> made =
        site.send(
            site.request("/api/v1/tokens", admin)
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{\"name\": \"a\", \"role\": \"viewer\"}")));

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(made.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void unchangedAnswerIsNotSentAgain() {
    HttpResponse<String> first = site.get("/api/v1/trades", viewer);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = site.send(site.request("/api/v1/trades", viewer).header("If-None-Match", "\"other\", " + tag));
    HttpResponse<String> changed = site.send(site.request("/api/v1/trades?state=open", viewer).header("If-None-Match", tag));

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.headers().firstValue("ETag")).hasValue(tag);
    assertThat(changed.statusCode()).isEqualTo(200);
  }

  @Test
  void everyAnswerCarriesTheHeadersThatKeepBrowsersCareful() {
    for (String path : List.of("/api/v1/fleet", "/api/v1/nothing", "/login", "/", "/assets/app-4f2a.js", "/health/live")) {
      HttpResponse<String> answer = site.get(path, viewer);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void faultOfTheServerTellsNothingOfItsInside() {
    site.world.brokenHistory = true;

    HttpResponse<String> answer = site.get("/api/v1/trades", viewer);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).doesNotContain("disk is on fire").doesNotContain("Exception");
  }

  @Test
  void plainRequestToASocketIsToldToUpgrade() {
    HttpResponse<String> answer = site.get("/ws", viewer);

    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.headers().firstValue("Upgrade")).hasValue("websocket");
  }
}
