package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.BotId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A configuration file that the server keeps for a bot, through a whole server. */
final class ManagedConfigTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final BotId TREND = new BotId("trend");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path folder;

  private Path root;
  private @Nullable Binnacle server;

  @BeforeEach
  void write() throws IOException {
    root = Files.createDirectory(folder.resolve("bots"));
    Files.writeString(root.resolve("trend.yaml"), "low: 8 # calm\nhigh: 10\n");
  }

  @AfterEach
  void close() {
    stop();
    client.close();
  }

  private void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private Binnacle start(Settings.Config config) {
    Settings.Server plain = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    Settings.Server web =
        new Settings.Server(
            plain.host(), 0, null, List.of(), plain.timeZone(), plain.dayStart(), plain.refreshInterval(), true, null,
            plain.token(), root);
    Settings settings =
        Settings.DEFAULTS.withServer(web).withData(folder.resolve("data"))
            .withBots(Map.of(TREND, Settings.Bot.UNSAID.withConfig(config)));
    Binnacle started = Binnacle.start(settings);
    server = started;
    return started;
  }

  private static Settings.Config file(String name) {
    return new Settings.Config(Path.of(name), null, List.of(), null);
  }

  private JsonNode get(Binnacle from, String path) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(from.url() + path)).header("Authorization", "Bearer " + TOKEN).timeout(PATIENCE)
                  .build(),
              BodyHandlers.ofString());
      return ConfigCalls.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode brief(Binnacle from) {
    return get(from, "/api/v1/config").path("configurations").get(0);
  }

  private List<String> records(Binnacle from) {
    return get(from, "/api/v1/config/history").path("history").valueStream()
        .map(record -> record.path("id").asInt() + " " + record.path("outcome").asString() + " " + record.path("line").asString())
        .toList();
  }

  private void awaitVersion(Binnacle of, int version) {
    await().atMost(PATIENCE).until(() -> brief(of).path("version").asInt() == version);
  }

  @Test
  @Tag("slow")
  void aSaveIsANewVersionAndIsToldOnceAcrossRestarts() throws IOException {
    Binnacle first = start(file("trend.yaml"));
    awaitVersion(first, 1);
    Files.writeString(root.resolve("trend.yaml"), "low: 9 # calm\nhigh: 10\n");
    awaitVersion(first, 2);
    await().atMost(PATIENCE).until(() -> records(first).size() == 2);
    assertThat(records(first).getFirst()).isEqualTo("2 accepted low: 8 → 9");
    assertThat(brief(first).path("source").asString()).isEqualTo("managed");
    assertThat(brief(first).path("format").asString()).isEqualTo("yaml");
    assertThat(brief(first).path("last").path("outcome").asString()).isEqualTo("accepted");
    stop();

    Binnacle second = start(file("trend.yaml"));
    awaitVersion(second, 2);
    Files.writeString(root.resolve("trend.yaml"), "low: 9 # calm\nhigh: 11\n");
    awaitVersion(second, 3);

    await().atMost(PATIENCE).until(() -> records(second).stream().anyMatch(record -> record.contains("high: 10 → 11")));
    assertThat(records(second).stream().filter(record -> record.contains("low: 8 → 9"))).hasSize(1);
    assertThat(get(second, "/api/v1/bots/trend").path("status").asString()).isEqualTo("offline");
  }

  @Test
  void aSaveThatBreaksARuleIsRefusedAndTheOneBeforeStays() throws IOException {
    Binnacle started =
        start(new Settings.Config(Path.of("trend.yaml"), null,
            List.of(new Settings.Rule("low < high", "low must be below high", 7)), null));
    awaitVersion(started, 1);

    Files.writeString(root.resolve("trend.yaml"), "low: 12\nhigh: 10\n");

    await().atMost(PATIENCE).until(() -> brief(started).path("status").asString().equals("refusing"));
    await().atMost(PATIENCE).until(() -> records(started).stream().anyMatch(record -> record.contains("low must be below high")));
    assertThat(brief(started).path("version").asInt()).isEqualTo(1);
  }

  @Test
  void aFileOutsideOfTheRootIsRefusedByItsRealPlaceAndTheServerGoesOn() throws IOException {
    Files.writeString(folder.resolve("outside.yaml"), "low: 1\n");
    Files.createSymbolicLink(root.resolve("link.yaml"), folder.resolve("outside.yaml"));

    Binnacle started = start(file("link.yaml"));

    await().atMost(PATIENCE)
        .until(() -> get(started, "/api/v1/bots/trend/config").path("status_reason").asString("").contains("outside"));
    JsonNode state = get(started, "/api/v1/bots/trend/config");
    assertThat(state.path("status").asString()).isEqualTo("refusing");
    assertThat(state.path("content").isNull()).isTrue();
    assertThat(get(started, "/api/v1/system").path("ready").asBoolean()).isTrue();
    assertThat(records(started)).isEmpty();
  }

  @Test
  void aFileThatComesLaterIsTakenThen() throws IOException {
    Binnacle started = start(file("later.yaml"));
    await().atMost(PATIENCE).until(() -> brief(started).path("status").asString().equals("refusing"));

    Files.writeString(root.resolve("later.yaml"), "low: 1\n");

    awaitVersion(started, 1);
    assertThat(brief(started).path("status").asString()).isEqualTo("active");
  }
}
