package dev.binnacle.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Requests of a rehearsal to the server that exists for it. Threads: thread-safe. */
final class DrillCalls {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final URI server;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  DrillCalls(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, String body) {
    return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(DEADLINE).header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException("the rehearsal's server answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body().isEmpty() ? ConfigCalls.JSON.createObjectNode() : ConfigCalls.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException("the rehearsal's server does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
