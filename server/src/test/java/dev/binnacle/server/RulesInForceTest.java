package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rules asked for, tried and written over HTTP, under a whole server. */
@Tag("slow")
final class RulesInForceTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FILE = """
      # what we look for
      rules:
        # the feed of the venue
        - { name: slow-feed, metric: latency_ms, above: 1000, level: warning } # asked for by the desk
        - { name: quiet, absent: heartbeat, for: 90s, level: critical }
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path folder;

  private Path file;
  private Binnacle server;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(folder.resolve("binnacle.yaml"), FILE);
    server =
        Binnacle.start(
            new SettingsSource(
                file,
                Map.<String, @Nullable String>of()::get,
                read -> {
                  Settings.Server web = read.server();
                  return read.withServer(
                      new Settings.Server(
                          web.host(), 0, web.publicUrl(), web.allowedHosts(), web.timeZone(), web.dayStart(),
                          web.refreshInterval(), web.dashboard(), web.sessionSecret(), new Secret(TOKEN), folder))
                      .withData(folder.resolve("data"));
                }));
    await().atMost(PATIENCE)
        .until(() -> json(ask("GET", "/api/v1/system", null)).path("settings").path("status").asString().equals("active"));
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private HttpResponse<String> ask(String method, String path, @Nullable Object body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(ConfigCalls.JSON.writeValueAsString(body)))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return ConfigCalls.JSON.readTree(answer.body());
  }

  private JsonNode rule(String name) {
    return json(ask("GET", "/api/v1/rules", null)).path("rules").valueStream()
        .filter(rule -> rule.path("name").asString().equals(name)).findFirst().orElseThrow();
  }

  private HttpResponse<String> save(String name, String yaml, @Nullable String hash) {
    Map<String, String> body = new LinkedHashMap<>(Map.of("yaml", yaml));
    if (hash != null) {
      body.put("hash", hash);
    }
    return ask("PUT", "/api/v1/rules/" + name, body);
  }

  @Test
  void everyRuleSaysWhereItStands() {
    assertThat(rule("slow-feed").path("place").asString()).isEqualTo("binnacle.yaml:4");
    assertThat(rule("slow-feed").path("source").asString()).isEqualTo("file");
    assertThat(rule("memory-usage").path("source").asString()).isEqualTo("thresholds");
    assertThat(rule("heartbeat-lost").path("source").asString()).isEqualTo("stock");
    assertThat(rule("slow-feed").path("yaml").asString()).startsWith("- name: slow-feed\n  metric: latency_ms\n  above: 1000\n");
  }

  @Test
  void limitsNameTheMetricThatIsJudgedAndItsBadSide() {
    Map<String, JsonNode> limits = new LinkedHashMap<>();
    json(ask("GET", "/api/v1/thresholds", null)).path("thresholds")
        .forEach(limit -> limits.put(limit.path("name").asString(), limit));

    assertThat(limits).hasSize(10);
    assertThat(Objects.requireNonNull(limits.get("trade_execution_time_seconds")).path("metric").asString())
        .isEqualTo("trade_execution_time");
    assertThat(Objects.requireNonNull(limits.get("daily_pnl_loss_limit")).path("metric").asString()).isEqualTo("daily_pnl");
    assertThat(Objects.requireNonNull(limits.get("nonce_generation_rate_per_second")).path("fires").asString())
        .isEqualTo("below");
    assertThat(Objects.requireNonNull(limits.get("api_error_rate_percent")).path("limit").asDouble()).isEqualTo(0.1);
  }

  @Test
  void aRuleThatIsWrittenKeepsTheCommentsOfTheFileAndIsInForce() throws IOException {
    String hash = rule("slow-feed").path("hash").asString();

    HttpResponse<String> saved =
        save("slow-feed", "- name: slow-feed\n  metric: latency_ms\n  above: 1200\n  level: critical\n", hash);

    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(204);
    assertThat(rule("slow-feed").path("level").asString()).isEqualTo("critical");
    assertThat(Files.readString(file))
        .contains("# what we look for", "# the feed of the venue", "# asked for by the desk", "above: 1200", "name: quiet");
    assertThat(save("slow-feed", "name: slow-feed\nmetric: latency_ms\nabove: 1\n", hash).statusCode()).isEqualTo(412);
  }

  @Test
  void aNewRuleStandsBehindTheOthersAndOneThatIsThereIsNotOverwrittenUnseen() throws IOException {
    HttpResponse<String> added = save("hot", "name: hot\nmetric: temperature\nabove: 80\n", null);

    assertThat(added.statusCode()).as(added.body()).isEqualTo(204);
    assertThat(rule("hot").path("source").asString()).isEqualTo("file");
    assertThat(Files.readString(file)).startsWith(FILE);
    assertThat(save("hot", "name: hot\nmetric: temperature\nabove: 90\n", null).statusCode()).isEqualTo(412);
  }

  @Test
  void aRuleThatIsWrongIsRefusedWithItsPlaceAndTheFileStays() throws IOException {
    HttpResponse<String> refused = save("hot", "name: hot\nmetric: temperature\nabove: much\n", null);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).path("errors").get(0).path("pointer").asString()).isEqualTo("/above");
    assertThat(save("hot", "name: cold\nmetric: temperature\nbelow: 8\n", null).statusCode()).isEqualTo(422);
    assertThat(Files.readString(file)).isEqualTo(FILE);
  }

  @Test
  void aPreviewOfWhatNobodySaidFindsNothing() {
    HttpResponse<String> answer =
        ask("POST", "/api/v1/rules/preview", Map.of("yaml", "name: hot\nmetric: temperature\nabove: 80\nfor: 10s\n", "hours", 1));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("alerts").asInt()).isZero();
  }

  /** An alert as the engine or a preview has it: the value at which it fired, and whether it is over. */
  private record Fired(String bot, String level, double value, boolean over) {}

  @Test
  void aPreviewFindsWhatTheEngineFiredOnTheSameSamples() {
    String hot = "name: hot\nmetric: temperature\nabove: 80\nlevel: critical\n";
    String hotter = "name: hotter\nmetric: temperature\nabove: 96\nlevel: warning\n";
    assertThat(save("hot", hot, null).statusCode()).isEqualTo(204);
    assertThat(save("hotter", hotter, null).statusCode()).isEqualTo(204);

    for (double value : new double[] {70, 95, 97, 60, 99}) {
      measure("furnace", value);
    }

    // The histories of alerts and of bots follow the journal.
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(fired("hot")).containsExactly(
        new Fired("furnace", "critical", 95, true), new Fired("furnace", "critical", 99, false)));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(fired("hotter")).containsExactly(
        new Fired("furnace", "warning", 97, true), new Fired("furnace", "warning", 99, false)));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(wouldFire(hot)).isEqualTo(fired("hot")));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(wouldFire(hotter)).isEqualTo(fired("hotter")));
    assertThat(wouldFire(hot.replace("80", "99"))).as("a limit that nothing passed").isEmpty();
  }

  /** Returns when the engine has judged it. */
  private void measure(String bot, double value) {
    HttpResponse<String> taken = ask("POST", "/api/v1/bots/" + bot + "/events", List.of(
        Map.of("type", "metrics", "instance", "i1", "at", Instant.now().toString(), "values", Map.of("temperature", value))));
    assertThat(json(taken).path("rejected")).as(taken.body()).isEmpty();
    String path = "/api/v1/bots/" + bot;
    await().atMost(PATIENCE)
        .until(() -> json(ask("GET", path, null)).path("metrics").path("temperature").path("value").asDouble(-1) == value);
  }

  /** What the engine fired by a rule, the oldest first. */
  private List<Fired> fired(String rule) {
    List<Fired> fired = new ArrayList<>();
    json(ask("GET", "/api/v1/alerts?state=all", null)).path("alerts").valueStream()
        .filter(alert -> alert.path("rule").asString().equals(rule))
        .forEach(alert -> {
          JsonNode firing = json(ask("GET", "/api/v1/alerts/" + alert.path("id").asString(), null)).path("steps").valueStream()
              .filter(step -> step.path("state").asString("").equals("firing")).findFirst().orElseThrow();
          fired.addFirst(new Fired(alert.path("bot").asString(), alert.path("level").asString(), firing.path("value").asDouble(),
              alert.path("state").asString().equals("resolved")));
        });
    return fired;
  }

  /** What a preview says a rule would have fired, the oldest first. */
  private List<Fired> wouldFire(String yaml) {
    JsonNode answer = json(ask("POST", "/api/v1/rules/preview", Map.of("yaml", yaml, "hours", 1)));
    List<Fired> fired = new ArrayList<>();
    answer.path("fired").forEach(one -> fired.addFirst(
        new Fired(one.path("bot").asString(), one.path("level").asString(), one.path("value").asDouble(),
            !one.path("until").isNull())));
    assertThat(answer.path("alerts").asInt()).as(answer.toString()).isEqualTo(fired.size());
    return fired;
  }

  @Test
  void whatIsNotStoredIsSaidToBe() {
    HttpResponse<String> answer =
        ask("POST", "/api/v1/rules/preview", Map.of("yaml", "name: disk\nover: server\nmetric: disk_free_percent\nbelow: 5\n"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("is not stored");
  }
}
