package dev.binnacle.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A WebSocket and what came over it. */
final class Talk implements AutoCloseable, WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger closeCode = new AtomicInteger();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  private Talk() {}

  /** @param headers what the handshake says besides */
  static Talk open(Api api, String path, Map<String, String> headers) throws Exception {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    headers.forEach(builder::header);
    Talk talk = new Talk();
    URI server = api.server();
    talk.socket = builder.buildAsync(URI.create("ws://" + server.getAuthority() + path), talk).get(30, TimeUnit.SECONDS);
    return talk;
  }

  static Talk open(Api api, String path, String token) throws Exception {
    return open(api, path, Map.of("Authorization", "Bearer " + token));
  }

  Talk say(String text) throws Exception {
    WebSocket open = socket;
    if (open != null) {
      open.sendText(text, true).get(30, TimeUnit.SECONDS);
    }
    return this;
  }

  /** The next message of this type, past all others. */
  JsonNode hear(String type) {
    return hear("a message " + type, message -> message.path("type").asString("").equals(type));
  }

  JsonNode hear(String what, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        String text = heard.poll(1, TimeUnit.SECONDS);
        if (text != null) {
          JsonNode message = Api.JSON.readTree(text);
          if (wanted.test(message)) {
            return message;
          }
        } else if (closeCode.get() != 0) {
          throw new AssertionError("the socket was closed with " + closeCode + " before " + what + " came");
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError(what + " did not come");
  }

  /** The code with which the server closed the socket. */
  int awaitClosed() {
    Await.that("the end of the socket", () -> closeCode.get() != 0);
    return closeCode.get();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      heard.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    closeCode.compareAndSet(0, statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closeCode.compareAndSet(0, -1);
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
