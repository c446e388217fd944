package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Configurations over HTTP: what the desk is asked, and how its answers travel. */
@Tag("slow")
final class ConfigRoutesTest {
  private static final String CONFIG = "/api/v1/bots/btc-trend/config";

  private final Site site = Site.open();
  private final String operator = site.token(Role.OPERATOR);

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> write(String method, String path, String type, String body, @Nullable String ifMatch) {
    HttpRequest.Builder request = site.request(path, operator).header("Content-Type", type);
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return site.send(request.method(method, BodyPublishers.ofString(body)));
  }

  private JsonNode lastCall() {
    String call = site.world.calls.getLast();
    assertThat(call).startsWith("btc-trend {");
    return Site.json(call.substring("btc-trend ".length()));
  }

  @Test
  void theStateBearsItsVersionAsItsTag() {
    HttpResponse<String> answer = site.get(CONFIG, operator);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body()).isEqualTo("{\"version\":7,\"risk\":8.50}");
    assertThat(lastCall().path("call").asString()).isEqualTo("state");
  }

  @Test
  void aReplacementIsTheDocumentItselfOnItsBase() {
    String yaml = "# größer\nstop: 8.0\n";

    HttpResponse<String> answer = write("PUT", CONFIG + "?reason=calmer&dry_run=true", "application/yaml", yaml, "\"7\"");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(lastCall().toString())
        .isEqualTo(
            "{\"call\":\"submit\",\"author\":\"operator\",\"proved\":true,\"source\":\"api\",\"base\":7,"
                + "\"content\":\"# größer\\nstop: 8.0\\n\",\"reason\":\"calmer\",\"dry_run\":true}");
  }

  @Test
  void editsKeepTheirNumbersAsTheyAreWritten() {
    write(
        "PATCH", CONFIG, "application/json",
        "{\"edits\":[{\"pointer\":\"/risk/stop\",\"value\":8.10},{\"pointer\":\"/x\",\"remove\":true}],\"reason\":\"why\"}",
        "\"7\"");

    String call = site.world.calls.getLast();
    assertThat(call)
        .contains("\"call\":\"edit\"", "\"base\":7", "\"reason\":\"why\"", "\"dry_run\":false", "\"value\":8.10",
            "\"remove\":true");
  }

  @ParameterizedTest
  @CsvSource({"PUT, ''", "PATCH, ''", "POST, /rollback", "POST, /canary"})
  void aChangeWithoutItsBaseIsNotTaken(String method, String path) {
    HttpResponse<String> answer = write(method, CONFIG + path, "application/json", "{\"edits\":[]}", null);

    assertThat(answer.statusCode()).isEqualTo(428);
    assertThat(Site.json(answer).path("type").asString()).isEqualTo("urn:binnacle:problem:base-version-required");
    assertThat(site.world.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'\"7\"', 200", "7, 200", "'W/\"7\"', 200", "*, 400", "'\"7\", \"8\"', 400", "'\"seven\"', 400", "'\"-1\"', 400"})
  void theBaseIsOneVersion(String tag, int status) {
    assertThat(write("PUT", CONFIG, "application/json", "{}", tag).statusCode()).isEqualTo(status);
  }

  @Test
  void aConflictTellsWhatIsSoNow() {
    site.world.deskReply =
        "{\"status\":412,\"etag\":\"9\",\"rule\":\"version-conflict\",\"detail\":\"version 9 is in force\",\"body\":{\"version\":9}}";

    HttpResponse<String> answer = write("PUT", CONFIG, "application/json", "{}", "\"7\"");

    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"9\"");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(Site.json(answer).path("type").asString()).isEqualTo("urn:binnacle:problem:version-conflict");
    assertThat(Site.json(answer).path("present").path("version").asInt()).isEqualTo(9);
  }

  @Test
  void aRefusalTellsEachRuleWithItsPlaceInTheFile() {
    site.world.deskReply =
        "{\"status\":422,\"rule\":\"invalid\",\"detail\":\"1 rule is broken\",\"errors\":[{\"pointer\":\"/risk/stop\","
            + "\"rule\":\"range\",\"message\":\"must be in (0, 1], was 12.5\",\"remedy\":\"write 0.125\",\"line\":14,\"column\":9}]}";

    JsonNode error = Site.json(write("PUT", CONFIG, "application/json", "{}", "\"7\"")).path("errors").get(0);

    assertThat(error.toString())
        .isEqualTo(
            "{\"pointer\":\"/risk/stop\",\"rule\":\"range\",\"message\":\"must be in (0, 1], was 12.5\",\"remedy\":\"write 0.125\","
                + "\"line\":14,\"column\":9,\"file\":null}");
  }

  @ParameterizedTest
  @CsvSource({"rubbish, 502", "'{}', 502", "'[]', 502", "'{\"status\":99}', 502", "'{\"status\":503,\"rule\":\"offline\"}', 503"})
  void anAnswerThatIsNoneIsNoFaultOfThePersonWhoAsks(String reply, int status) {
    site.world.deskReply = reply;

    assertThat(site.get(CONFIG, operator).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH||[]|''|object", "PATCH||{|''|syntax", "PATCH||{}|/edits|required", "PATCH||{\"edits\":7}|/edits|type",
        "PATCH||{\"edits\":[],\"edit\":1}|/edit|unknown-field", "PATCH||{\"edits\":[],\"edits\":[]}|''|syntax",
        "PATCH||{\"edits\":[],\"reason\":7}|/reason|type", "POST|/rollback|{}|/version|required",
        "POST|/rollback|{\"version\":0}|/version|type", "POST|/rollback|{\"version\":1.5}|/version|type",
        "POST|/canary|{\"content\":\"\"}|/instance|required"
      })
  void aBadBodyIsRefusedWithPlaceAndRule(String method, @Nullable String path, String body, String pointer, String rule) {
    HttpResponse<String> answer = write(method, CONFIG + (path == null ? "" : path), "application/json", body, "\"7\"");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("pointer").asString()).isEqualTo(pointer);
    assertThat(Site.json(answer).path("errors").get(0).path("rule").asString()).isEqualTo(rule);
    assertThat(site.world.calls).isEmpty();
  }

  @Test
  void aDocumentThatIsNotUtf8IsRefused() {
    HttpResponse<String> answer =
        site.send(
            site.request(CONFIG, operator).header("Content-Type", "text/x-python").header("If-Match", "\"7\"")
                .PUT(BodyPublishers.ofByteArray("stop = 'größer'".getBytes(StandardCharsets.ISO_8859_1))));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Site.json(answer).path("errors").get(0).path("rule").asString()).isEqualTo("utf-8");
  }

  @ParameterizedTest
  @CsvSource({"application/json, 1048576, 200", "application/json, 1048577, 413", "application/octet-stream, 1, 415"})
  void aDocumentIsBoundedAndOfAKnownType(String type, int length, int status) {
    assertThat(write("PUT", CONFIG, type, "x".repeat(length), "\"7\"").statusCode()).isEqualTo(status);
  }

  @Test
  void aSessionsChangesNeedAPageOfOurs() {
    HttpRequest.Builder foreign =
        site.request(CONFIG, operator).header("Origin", "https://evil.example").header("If-Match", "\"7\"")
            .header("Content-Type", "application/json").PUT(BodyPublishers.ofString("{}"));

    assertThat(site.send(foreign).statusCode()).isEqualTo(403);
    assertThat(site.world.calls).isEmpty();
  }

  @Test
  void anExportIsADownload() {
    site.world.deskReply = "{\"status\":200,\"type\":\"text/csv\",\"body\":\"id,version\\n1,1\\n\"}";

    HttpResponse<String> answer = site.get(CONFIG + "/export?format=csv", operator);

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"btc-trend-config-history.csv\"");
    assertThat(answer.body()).isEqualTo("id,version\n1,1\n");
    assertThat(lastCall().path("format").asString()).isEqualTo("csv");
  }

  @Test
  void aLongPollHoldsNoThreadAndIsAnsweredByTheNewerVersion() throws Exception {
    site.world.pollsWait = true;
    String bot = site.token(Role.INGEST, Worlds.TREND);
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(site.client.sendAsync(site.request(CONFIG + "?after=7&wait=30", bot).GET().build(), BodyHandlers.ofString()));
    }
    await().atMost(60, TimeUnit.SECONDS).until(() -> site.world.polls.size() == 100);

    assertThat(site.get("/health/live", operator).statusCode()).isEqualTo(200);
    site.world.polls.forEach(poll -> poll.complete(true));

    for (CompletableFuture<HttpResponse<String>> answer : asked) {
      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(answer.get().headers().firstValue("ETag")).hasValue("\"7\"");
    }
  }

  @Test
  void aLongPollThatEndsWithoutNewsIsEmpty() {
    HttpResponse<String> answer = site.get(CONFIG + "?after=7&wait=1", operator);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(site.world.calls).isEmpty();
    assertThat(site.get(CONFIG + "?after=6", operator).statusCode()).isEqualTo(200);
    assertThat(site.get(CONFIG + "?after=6&wait=31", operator).statusCode()).isEqualTo(400);
  }

  @Test
  void anInstanceNamesItselfAndOneThatHasNothingYetIsNotGivenATrial() throws Exception {
    String bot = site.token(Role.INGEST, Worlds.TREND);

    assertThat(site.get(CONFIG + "?after=6&instance=i1", bot).statusCode()).isEqualTo(200);
    assertThat(lastCall().path("instance").asString()).isEqualTo("i1");
    assertThat(lastCall().path("tried").booleanValue()).isTrue();
    for (String start : List.of("?instance=i1", "?instance=i1&after=0")) {
      assertThat(site.get(CONFIG + start, bot).statusCode()).isEqualTo(200);
      assertThat(lastCall().path("tried").booleanValue()).as(start).isFalse();
    }
    assertThat(site.get(CONFIG + "?hash=not%20one", bot).statusCode()).isEqualTo(400);
  }

  @Test
  void aBotReadsItsSecretsAndAPersonSeesThatThereAreSome() throws Exception {
    String bot = site.token(Role.INGEST, Worlds.TREND);

    assertThat(site.get(CONFIG, bot).statusCode()).isEqualTo(200);
    assertThat(lastCall().path("clear").booleanValue()).isTrue();

    for (String person : List.of(site.token(Role.VIEWER), operator)) {
      assertThat(site.get(CONFIG, person).statusCode()).isEqualTo(200);
      assertThat(lastCall().path("clear").booleanValue()).isFalse();
    }
  }

  @Test
  void aBotReadsAndSpeaksForItselfAlone() {
    String bot = site.token(Role.INGEST, Worlds.TREND);
    String seen = "{\"instance\":\"i1\",\"version\":7,\"hash\":\"sha256:9f2c\",\"state\":\"refused\",\"reason\":\"too bold\"}";

    assertThat(site.get(CONFIG, bot).statusCode()).isEqualTo(200);
    assertThat(site.get("/api/v1/bots/other/config", bot).statusCode()).isEqualTo(403);
    assertThat(site.get(CONFIG + "/history", bot).statusCode()).isEqualTo(403);
    assertThat(site.post(CONFIG + "/seen", bot, seen).statusCode()).isEqualTo(204);
    assertThat(site.post("/api/v1/bots/other/config/seen", bot, seen).statusCode()).isEqualTo(403);
    assertThat(site.world.seen)
        .containsExactly("btc-trend Seen[instance=i1, version=7, hash=sha256:9f2c, applied=false, reason=too bold]");
  }

  @Test
  void whileItsKeeperIsOfflineThePastIsOurOwn() {
    site.world.deskReply = "{\"status\":503,\"rule\":\"offline\",\"detail\":\"no instance is connected\"}";

    HttpResponse<String> answer = site.get(CONFIG + "/history", operator);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Site.json(answer).path("history").get(0).path("id").asInt()).isEqualTo(12);
    assertThat(Site.json(answer).path("next").isNull()).isTrue();
    assertThat(site.get(CONFIG + "/history?outcome=refused", operator).statusCode()).isEqualTo(503);
  }

  @Test
  void theListTellsOfEachConfigurationInBrief() {
    JsonNode list = Site.json(site.get("/api/v1/config", operator)).path("configurations");

    assertThat(list.get(0).path("instances_behind").asInt()).isEqualTo(1);
    assertThat(list.get(0).path("pending").asBoolean()).isTrue();
    assertThat(list.get(0).path("pending_reason").asString()).isEqualTo("until trend is flat");
    assertThat(list.get(0).path("canary").path("instance").asString()).isEqualTo("i1");
    assertThat(list.get(0).path("canary").path("verdict").asString()).isEqualTo("nothing worsened so far");
    assertThat(list.get(1).path("canary").isNull()).isTrue();
    assertThat(list.get(0).path("last").path("outcome").asString()).isEqualTo("accepted");
    assertThat(list.get(1).path("version").isNull()).isTrue();
  }
}
