package dev.binnacle.web;

import dev.binnacle.model.BotId;
import dev.binnacle.web.live.LiveSettings;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.security.Secret;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web server on a free port of this machine over fake ports, and a client for it. */
public final class Site implements AutoCloseable {
  public static final Secret KEY = Secret.of("a key for the sessions of tests");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public final FakePorts world;
  public final WebServer server;
  public final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Site(FakePorts world, WebServer server) {
    this.world = world;
    this.server = server;
  }

  public static Site open() {
    return open(new FakePorts(), settings -> settings);
  }

  public static Site open(LiveSettings live) {
    return open(new FakePorts(), settings -> settings.withLive(live));
  }

  public static Site open(FakePorts world, UnaryOperator<WebSettings> change) {
    return new Site(world, WebServer.start(change.apply(WebSettings.local(0, KEY)), world.ports()));
  }

  public String token(Role role) {
    return token(role, null);
  }

  public String token(Role role, @Nullable BotId bot) {
    return server.tokens().issue(role.wireName(), role, bot, null, "test").orElseThrow().secret().reveal();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  public URI socketUri(String path) {
    return URI.create("ws://127.0.0.1:" + server.port() + path);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
  }

  public HttpRequest.Builder request(String path, String token) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  public HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET());
  }

  public HttpResponse<String> post(String path, String token, String json) {
    return send(request(path, token).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> delete(String path, String token) {
    return send(request(path, token).DELETE());
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(client, request);
  }

  public static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A browser: keeps cookies, follows nothing. */
  public static HttpClient browser() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).build();
  }

  public String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  public static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  public static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  @Override
  public void close() {
    server.close(Duration.ofSeconds(2));
    client.close();
  }
}
