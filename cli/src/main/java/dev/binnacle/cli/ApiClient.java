package dev.binnacle.cli;

import dev.binnacle.server.ServerPointer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running server. Which one: {@code BINNACLE_URL}, else the one that was started last on this machine by this user. */
final class ApiClient {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final URI server;
  private final @Nullable String token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

  ApiClient(URI server, @Nullable String token) {
    this.server = server;
    this.token = token;
  }

  static ApiClient find() {
    String url = System.getenv("BINNACLE_URL");
    String token = System.getenv("BINNACLE_TOKEN");
    Optional<ServerPointer> pointer = ServerPointer.read();
    if (url != null) {
      boolean same = pointer.isPresent() && pointer.get().url().equals(URI.create(url));
      return new ApiClient(URI.create(url), token != null || !same ? token : pointer.get().token().reveal());
    }
    return pointer
        .map(found -> new ApiClient(found.url(), token != null ? token : found.token().reveal()))
        .orElseGet(() -> new ApiClient(URI.create("http://127.0.0.1:8000"), token));
  }

  URI server() {
    return server;
  }

  /** Whether a Binnacle answers there. */
  boolean answers() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/health/live")).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  JsonNode post(String path, Object body) {
    return call("POST", path, JSON.writeValueAsString(body));
  }

  JsonNode delete(String path) {
    return call("DELETE", path, null);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode call(String method, String path, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
        .timeout(DEADLINE)
        .header("Accept", "application/json")
        .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return read(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw CommandFailedException.notReachable(
          "no Binnacle answers at " + server + ". Start one with: binnacle run   (or set BINNACLE_URL)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted");
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    JsonNode answer = parse(response.body());
    if (response.statusCode() / 100 == 2) {
      return answer;
    }
    if (response.statusCode() == 401) {
      throw CommandFailedException.failed(
          "the server at " + server
              + " does not know this token. Set BINNACLE_TOKEN, or run the command as the user who started it");
    }
    String detail = answer.path("detail").asString(answer.path("title").asString("no reason given"));
    String message = "the server answered " + response.statusCode() + ": " + detail;
    throw response.statusCode() == 404 ? CommandFailedException.notFound(message) : CommandFailedException.failed(message);
  }

  private static JsonNode parse(String body) {
    if (body.isBlank()) {
      return JSON.createObjectNode();
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.createObjectNode().put("detail", "an answer that is not JSON");
    }
  }
}
