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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The example in Python, which has no client of ours: it stops when it is halted, stays stopped when it is started anew, and resumes. */
@Tag("slow")
final class PythonHaltTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "bnc_python_token_0123456789";
  private static final String BOT_TOKEN = "bnc_python_bot_0123456789";

  @TempDir
  private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void aBotInPythonStopsStaysStoppedAndResumes() throws Exception {
    Settings.Server web = Settings.Server.DEFAULTS.withPort(0).withSecrets(null, new Secret(TOKEN));
    Settings settings =
        SettingsFile.parse("bots: { python-dip: { token: %s } }".formatted(BOT_TOKEN), "binnacle.yaml", name -> null)
            .withData(folder.resolve("data")).withServer(web);
    try (client; Binnacle server = Binnacle.start(settings)) {
      Process bot = start(server, "first.log");
      await().atMost(PATIENCE).until(() -> status(server).equals("online"));

      String id = post(server, "/api/v1/halts", "{\"bot\": \"python-dip\", \"mode\": \"cancel\", \"reason\": \"odd fills\"}")
          .path("id").asString();
      await().atMost(PATIENCE).until(() -> halt(server, id).path("state").asString().equals("halted"));
      assertThat(halt(server, id).at("/bots/0/guards/0/stage").asString()).isEqualTo("confirmed");
      assertThat(log("first.log")).contains("odd fills");
      end(bot);

      Process again = start(server, "second.log");
      await().atMost(PATIENCE).until(() -> log("second.log").contains("halted by"));
      assertThat(log("second.log")).doesNotContain("resumed");
      post(server, "/api/v1/halts/" + id + "/resume", "{\"reason\": \"looked\", \"force\": true}");
      await().atMost(PATIENCE).until(() -> log("second.log").contains("resumed"));
      assertThat(again.isAlive()).isTrue();
      end(again);
    }
  }

  private Process start(Binnacle server, String log) throws IOException {
    Path example = Path.of("..", "examples", "python", "bot.py").toAbsolutePath().normalize();
    ProcessBuilder program =
        new ProcessBuilder("python3", example.toString(), "--spool", folder.resolve("spool").toString(), "--seconds", "300")
            .redirectErrorStream(true).redirectOutput(folder.resolve(log).toFile());
    program.environment().put("BINNACLE_URL", server.url().toString());
    program.environment().put("BINNACLE_TOKEN", BOT_TOKEN);
    return program.start();
  }

  private static void end(Process bot) throws InterruptedException {
    bot.destroy();
    if (!bot.waitFor(30, TimeUnit.SECONDS)) {
      bot.destroyForcibly();
    }
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private JsonNode halt(Binnacle server, String id) {
    return send(request(server, "/api/v1/halts/" + id));
  }

  private String status(Binnacle server) {
    return send(request(server, "/api/v1/bots/python-dip")).path("status").asString("");
  }

  private JsonNode post(Binnacle server, String path, String body) {
    return send(request(server, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(Binnacle server, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN)
        .timeout(Duration.ofSeconds(60));
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpResponse<String> answer = client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    return ConfigCalls.JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }
}
