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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running server. Which one: {@code BINNACLE_URL}, else the one that was started last on this machine by this user. */
final class ApiClient {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** Keeps every digit of a number, and takes nothing after a value. */
  static final JsonMapper EXACT = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

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

  /** With further headers; an empty body is not sent. */
  JsonNode post(String path, Map<String, Object> body, Map<String, String> headers) {
    boolean isEmpty = body.isEmpty();
    HttpRequest.Builder request =
        request("POST", path, isEmpty ? null : "application/json", isEmpty ? null : JSON.writeValueAsString(body));
    headers.forEach(request::header);
    return read(send(request));
  }

  JsonNode delete(String path) {
    return call("DELETE", path, null);
  }

  /** Asks for a change of what was read as this version; refused if it is another one by now. */
  JsonNode patch(String path, Object body, String version) {
    return change("PATCH", path, version, "application/json", JSON.writeValueAsString(body));
  }

  /** As {@link #patch}, with a body that is not JSON of ours. */
  JsonNode put(String path, String contentType, String body, String version) {
    return change("PUT", path, version, contentType, body);
  }

  /** As {@link #patch}. */
  JsonNode post(String path, Object body, String version) {
    return change("POST", path, version, "application/json", JSON.writeValueAsString(body));
  }

  /** Sends a text that is not JSON of ours. */
  JsonNode post(String path, String contentType, String body) {
    return read(send(request("POST", path, contentType, body)));
  }

  /** The answer as it comes, for what is not JSON. */
  String download(String path) {
    HttpResponse<String> response = send(request("GET", path, null, null).setHeader("Accept", "*/*"));
    if (response.statusCode() != 200) {
      JsonNode unused = read(response);
    }
    return response.body();
  }

  private JsonNode change(String method, String path, String version, String contentType, String body) {
    return read(send(request(method, path, contentType, body).header("If-Match", '"' + version + '"')));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode call(String method, String path, @Nullable String body) {
    return read(send(request(method, path, body == null ? null : "application/json", body)));
  }

  private HttpRequest.Builder request(String method, String path, @Nullable String contentType, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
        .timeout(DEADLINE)
        .header("Accept", "application/json")
        .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
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
    StringBuilder message = new StringBuilder("the server answered " + response.statusCode() + ": " + detail);
    for (JsonNode error : answer.path("errors")) {
      message.append("\n  ").append(problem(error));
    }
    throw response.statusCode() == 404
        ? CommandFailedException.notFound(message.toString())
        : CommandFailedException.failed(message.toString());
  }

  /** One of the problems that an answer names, as a line: where, what, and what to do. */
  static String problem(JsonNode error) {
    String file = error.path("file").asString("");
    String line = error.path("line").isNumber() ? ":" + error.path("line").asInt() + ":" + error.path("column").asInt() : "";
    String pointer = error.path("pointer").asString("");
    String remedy = error.path("remedy").asString("");
    return Stream.of(file + line, pointer, error.path("message").asString(""), remedy.isEmpty() ? "" : "(" + remedy + ")")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("  "));
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
