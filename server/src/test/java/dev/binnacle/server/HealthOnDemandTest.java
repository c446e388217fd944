package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Health;
import dev.binnacle.web.api.HealthCheck.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class HealthOnDemandTest {
  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  private static final String TOKEN = "a-token-of-an-administrator";

  /** Looks that were asked for and have not begun. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @TempDir
  private Path data;

  private Duration time = Duration.ofHours(-7);
  private boolean broken;
  private HealthOnDemand health;

  @BeforeEach
  void open() {
    health =
        new HealthOnDemand(this::look, new AuditLog(data.resolve("audit.log")), waiting::add, () -> NOW, () -> time.toNanos());
  }

  private HealthReport look() {
    if (broken) {
      throw new IllegalStateException("gone");
    }
    HealthReport.Part disk = new HealthReport.Part("disk", Health.DEGRADED, Duration.ofMillis(7), "nearly full", List.of());
    return new HealthReport(NOW, Health.DEGRADED, List.of(disk), List.of());
  }

  private CompletableFuture<Outcome> check() {
    return health.check("anna").toCompletableFuture();
  }

  private void run() {
    waiting.remove().run();
  }

  @Test
  void lookIsToldAndAudited() throws Exception {
    CompletableFuture<Outcome> asked = check();
    run();

    assertThat(asked.join()).isInstanceOfSatisfying(Outcome.Seen.class, seen -> {
      assertThat(seen.report().health()).isEqualTo(Health.DEGRADED);
      assertThat(seen.report().server()).singleElement().satisfies(part -> {
        assertThat(part.name()).isEqualTo("disk");
        assertThat(part.responseTime()).isEqualTo(Duration.ofMillis(7));
        assertThat(part.message()).isEqualTo("nearly full");
      });
    });
    assertThat(Files.readString(data.resolve("audit.log")))
        .contains("\"operator\":\"anna\"", "\"said\":\"check the health\"", "\"result\":\"degraded\"");
  }

  @Test
  void nextLookIsFiveSecondsLater() {
    CompletableFuture<Outcome> first = check();
    run();
    time = time.plusMillis(4_999);
    assertThat(check().join()).isEqualTo(new Outcome.TooSoon(Duration.ofMillis(1)));
    time = time.plusMillis(1);
    CompletableFuture<Outcome> second = check();
    run();

    assertThat(first.join()).isInstanceOf(Outcome.Seen.class);
    assertThat(second.join()).isInstanceOf(Outcome.Seen.class);
  }

  @Test
  void lookThatTakesLongIsTheOnlyOne() {
    CompletableFuture<Outcome> slow = check();
    assertThat(check().join()).isEqualTo(new Outcome.TooSoon(Duration.ofSeconds(5)));
    time = time.plusSeconds(60);

    assertThat(check().join()).isEqualTo(new Outcome.TooSoon(Duration.ofSeconds(1)));
    assertThat(waiting).hasSize(1);
    run();
    assertThat(slow.join()).isInstanceOf(Outcome.Seen.class);
    check();
    assertThat(waiting).hasSize(1);
  }

  @Test
  void lookThatFailsLeavesTheWayFree() throws Exception {
    broken = true;
    CompletableFuture<Outcome> asked = check();
    run();
    time = time.plusSeconds(5);
    broken = false;
    CompletableFuture<Outcome> again = check();
    run();

    assertThat(asked).isCompletedExceptionally();
    assertThat(asked.exceptionNow()).isNotInstanceOf(CompletionException.class).hasMessage("gone");
    assertThat(again.join()).isInstanceOf(Outcome.Seen.class);
    assertThat(Files.readString(data.resolve("audit.log"))).contains("gone");
  }

  @Test
  void runningServerLooksAtItsPartsAndWritesDownWhoAsked() throws Exception {
    Settings settings = SettingsFile.parse("bots: {btc-trend: {}}", "binnacle.yaml", name -> null);
    Settings.Server web = settings.server().withPort(0).withSecrets(null, new Secret(TOKEN));
    Path folder = data.resolve("server");
    try (Binnacle server = Binnacle.start(settings.withData(folder).withServer(web));
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/health-checks"))
          .header("Authorization", "Bearer " + TOKEN)
          .timeout(Duration.ofSeconds(60))
          .POST(HttpRequest.BodyPublishers.noBody())
          .build();
      JsonNode report = ConfigCalls.JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());

      assertThat(report.path("components").valueStream().map(part -> part.path("name").asString()))
          .contains("engine", "journal", "history", "disk", "alert-pipeline", "channels");
      assertThat(report.path("components").valueStream())
          .allSatisfy(part -> assertThat(part.path("response_time_ms").isNumber()).isTrue());
      assertThat(report.path("health").asString()).isIn("healthy", "degraded");
      assertThat(report.path("bots").valueStream().map(bot -> bot.path("bot").asString())).containsExactly("btc-trend");
    }
    assertThat(Files.readString(folder.resolve("audit.log"))).containsOnlyOnce("check the health");
  }
}
