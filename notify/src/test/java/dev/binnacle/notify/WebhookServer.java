package dev.binnacle.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** What receives webhooks: it keeps what came, and answers as it is told. */
final class WebhookServer implements AutoCloseable {
  final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final HttpServer http;

  record Received(String path, Map<String, List<String>> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.entrySet().stream().filter(h -> h.getKey().equalsIgnoreCase(name)).findFirst().orElseThrow().getValue()
          .getFirst();
    }
  }

  /** {@code status} -1 hangs up without an answer, -2 never answers. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status) {
      return new Reply(status, Map.of(), "");
    }
  }

  WebhookServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::handle);
    http.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + http.getAddress().getPort() + path;
  }

  WebhookServer answering(Reply... answers) {
    replies.addAll(List.of(answers));
    return this;
  }

  private void handle(HttpExchange call) throws IOException {
    received.add(
        new Received(call.getRequestURI().toString(), Map.copyOf(call.getRequestHeaders()),
            call.getRequestBody().readAllBytes()));
    Reply queued = replies.poll();
    Reply reply = queued == null ? Reply.of(200) : queued;
    try (call) {
      if (reply.status() == -2) {
        never.await();
      }
      if (reply.status() < 0) {
        return; // closed without an answer
      }
      reply.headers().forEach(call.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      call.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      call.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    never.countDown();
    http.stop(0);
  }
}
