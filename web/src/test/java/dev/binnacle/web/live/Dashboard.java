package dev.binnacle.web.live;

import dev.binnacle.web.Site;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A well-behaved client of a socket, which keeps what it gets. */
final class Dashboard implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final List<String> texts = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private volatile int closeCode = -1;
  private volatile boolean gone;
  private @Nullable WebSocket socket;

  static Dashboard open(Site site, String path, String token) {
    Dashboard dashboard = new Dashboard();
    dashboard.socket =
        site.client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(site.socketUri(path), dashboard)
            .join();
    return dashboard;
  }

  /** The status with which a handshake is refused. */
  static int refusal(Site site, HttpClient client, String path, String token) {
    try {
      client.newWebSocketBuilder().header("Authorization", "Bearer " + token).buildAsync(site.socketUri(path), new Dashboard())
          .join();
      return 101;
    } catch (CompletionException e) {
      return e.getCause() instanceof WebSocketHandshakeException refused ? refused.getResponse().statusCode() : -1;
    }
  }

  Dashboard say(String text) {
    if (socket != null) {
      socket.sendText(text, true).join();
    }
    return this;
  }

  Dashboard sayInParts(String... parts) {
    for (int i = 0; i < parts.length && socket != null; i++) {
      socket.sendText(parts[i], i == parts.length - 1).join();
    }
    return this;
  }

  void sayBytes(byte[] bytes) {
    if (socket != null) {
      socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      texts.add(part.toString());
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closeCode = statusCode;
    gone = true;
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    gone = true;
  }

  List<JsonNode> messages(String type) {
    return texts.stream().map(Site::json).filter(message -> message.path("type").asString().equals(type)).toList();
  }

  /** Waits for a message of this type that fits. */
  JsonNode await(String type, Predicate<JsonNode> fits) {
    Awaitility.await().atMost(PATIENCE).until(() -> messages(type).stream().anyMatch(fits));
    return messages(type).stream().filter(fits).findFirst().orElseThrow();
  }

  JsonNode await(String type) {
    return await(type, message -> true);
  }

  int awaitClose() {
    Awaitility.await().atMost(PATIENCE).until(() -> gone);
    return closeCode;
  }

  boolean isGone() {
    return gone;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
