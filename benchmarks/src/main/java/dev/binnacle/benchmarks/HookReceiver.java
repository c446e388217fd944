package dev.binnacle.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes webhooks on a loopback port and notes when the last byte of each body had come, for every alert that the body names by its {@code
 * part}. Each is answered at once.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class HookReceiver implements AutoCloseable {
  private static final Pattern PART = Pattern.compile("\"part\":\\s*\"([\\w.-]+)\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<Long>> arrivals = new ConcurrentHashMap<>();

  HookReceiver() throws IOException {
    // Else an answer on a connection that is kept may wait for 40 ms until its caller has confirmed its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** When each body came that names this alert, on the clock of {@link System#nanoTime}; empty for none. */
  List<Long> arrivals(String part) {
    return List.copyOf(arrivals.getOrDefault(part, List.of()));
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      long now = System.nanoTime();
      Set<String> named = new HashSet<>();
      Matcher part = PART.matcher(new String(body, StandardCharsets.UTF_8));
      while (part.find()) {
        named.add(part.group(1));
      }
      named.forEach(each -> arrivals.computeIfAbsent(each, _ -> new CopyOnWriteArrayList<>()).add(now));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
