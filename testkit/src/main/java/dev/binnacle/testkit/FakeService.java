package dev.binnacle.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A service on a loopback port that serves until it is told what goes wrong with the next requests.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public abstract class FakeService implements AutoCloseable {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedDeque<Mishap> mishaps = new ConcurrentLinkedDeque<>();
  private volatile CountDownLatch away = new CountDownLatch(1);
  private volatile @Nullable HttpServer server;
  private volatile @Nullable ExecutorService threads;
  private volatile @Nullable Mishap always;
  private volatile int port;

  FakeService() {
    comeBack();
  }

  /** What was asked. Header names are in lower case; the raw query is as it came, and empty when there is none. */
  public record Request(
      String method, String path, String rawQuery, Map<String, String> query, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** A header's first value, empty when there is none. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  record Reply(int status, Map<String, String> headers, String body) {
    static Reply json(int status, String body) {
      return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    static Reply of(Mishap.Refuse refusal) {
      return new Reply(refusal.status(), refusal.headers(), refusal.body());
    }
  }

  /** Does what the real one does. */
  abstract Reply serve(Request request) throws InterruptedException;

  /** Whether a mishap that was ordered may befall this request. */
  boolean canGoWrong(Request request) {
    return true;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What goes wrong with the next requests, one each, in this order. */
  public void next(Mishap... ordered) {
    mishaps.addAll(List.of(ordered));
  }

  /** What goes wrong with every request, after what {@link #next} ordered; null for nothing. */
  public void always(@Nullable Mishap ordered) {
    always = ordered;
  }

  /** Nothing that was ordered goes wrong any more, and somebody listens. */
  public void mend() {
    mishaps.clear();
    always = null;
    if (server == null) {
      comeBack();
    }
  }

  /** Everything that was asked, whatever came of it, the oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Nobody listens any more: connections break and are refused, until {@link #comeBack}. */
  public void goAway() {
    away.countDown();
    HttpServer running = server;
    if (running != null) {
      running.stop(0);
      server = null;
    }
    ExecutorService workers = threads;
    if (workers != null) {
      workers.shutdownNow();
      threads = null;
    }
  }

  /** Listens again, on the same port. */
  public final void comeBack() {
    try {
      HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
      ExecutorService workers = Executors.newCachedThreadPool(FakeService::thread);
      away = new CountDownLatch(1);
      fresh.setExecutor(workers);
      fresh.createContext("/", this::handle);
      fresh.start();
      port = fresh.getAddress().getPort();
      threads = workers;
      server = fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    goAway();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "fake-service");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      Mishap mishap = canGoWrong(request) ? nextMishap() : null;
      if (mishap == null) {
        answer(exchange, serve(request));
      } else if (mishap instanceof Mishap.Refuse refusal) {
        answer(exchange, Reply.of(refusal));
      } else if (mishap instanceof Mishap.DropAfterTaking) {
        serve(request);
      } else if (mishap instanceof Mishap.Hang) {
        serve(request);
        away.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Mishap nextMishap() {
    Mishap ordered = mishaps.poll();
    return ordered == null ? always : ordered;
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    URI uri = exchange.getRequestURI();
    return new Request(exchange.getRequestMethod(), uri.getPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        Forms.decode(uri.getRawQuery()), headers, exchange.getRequestBody().readAllBytes());
  }

  private static void answer(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
