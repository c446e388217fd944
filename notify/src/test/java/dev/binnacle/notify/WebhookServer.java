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
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private volatile HttpServer http;
  private final int port;
  private boolean away;

  record Received(String path, Map<String, List<String>> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.entrySet().stream().filter(h -> h.getKey().equalsIgnoreCase(name)).findFirst().orElseThrow().getValue()
          .getFirst();
    }
  }

  /** {@code status} -1 hangs up without having taken the message, -2 takes it and never answers, -3 takes it and hangs up. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status) {
      return new Reply(status, Map.of(), "");
    }

    static Reply dropping(boolean taken) {
      return of(taken ? -3 : -1);
    }

    boolean takes() {
      return status == -2 || status == -3 || (status >= 200 && status < 300);
    }
  }

  WebhookServer() {
    http = listen(0);
    port = http.getAddress().getPort();
  }

  private HttpServer listen(int port) {
    try {
      HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
      fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      fresh.createContext("/", this::handle);
      fresh.start();
      return fresh;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nobody listens until {@link #comeBack}. */
  void goAway() {
    http.stop(0);
    away = true;
  }

  void comeBack() {
    if (away) {
      http = listen(port);
      away = false;
    }
  }

  /** The bodies that were taken, in order. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  WebhookServer answering(Reply... answers) {
    replies.addAll(List.of(answers));
    return this;
  }

  private void handle(HttpExchange call) throws IOException {
    Received request = new Received(
        call.getRequestURI().toString(), Map.copyOf(call.getRequestHeaders()), call.getRequestBody().readAllBytes());
    received.add(request);
    Reply queued = replies.poll();
    Reply reply = queued == null ? Reply.of(200) : queued;
    if (reply.takes()) {
      taken.add(request.text());
    }
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
