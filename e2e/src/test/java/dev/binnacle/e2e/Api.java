package dev.binnacle.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server's HTTP face, to one caller. */
final class Api {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(30)).build();

  private final URI server;
  private final String token;

  /** @param token what the caller shows; empty for a stranger */
  Api(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  URI server() {
    return server;
  }

  /** The same server, to another caller. */
  Api as(String other) {
    return new Api(server, other);
  }

  /** The status of the answer; 0 if there is none. */
  int status(String path) {
    try {
      return HTTP.send(request(path).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode get(String path) throws Exception {
    HttpResponse<String> response = send(request(path));
    if (response.statusCode() != 200) {
      throw new AssertionError("GET " + path + " answered " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  /** Sends events of a bot and gives the answer, which must be that they were read. */
  JsonNode sendEvents(String bot, String body) throws Exception {
    HttpResponse<String> response = post("/api/v1/bots/" + bot + "/events", body);
    if (response.statusCode() != 200) {
      throw new AssertionError("events of " + bot + " were answered with " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** A token that may only send for this bot. */
  String ingestToken(String bot) throws Exception {
    return issue("{\"role\": \"ingest\", \"bot\": \"%s\", \"name\": \"test\"}".formatted(bot));
  }

  String issue(String request) throws Exception {
    HttpResponse<String> response = post("/api/v1/tokens", request);
    if (response.statusCode() != 201) {
      throw new AssertionError("a token was answered with " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body()).path("secret").asString();
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }
}
