package dev.binnacle.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Prometheus and Alertmanager, as fast as both can be made with what their settings allow: a scrape and an evaluation each second, each alert a
 * group of its own, and no waiting for others of the group. A fault is a gauge that becomes 1 at the source.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class PrometheusRival implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final HttpServer source;
  private final Process prometheus;
  private final Process alertmanager;

  private PrometheusRival(Path folder, Path prometheusCommand, Path alertmanagerCommand, HookReceiver hook) throws IOException {
    source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    source.createContext("/metrics", this::expose);
    source.start();
    int alertmanagerPort = Probe.freePort();
    int prometheusPort = Probe.freePort();
    Path routes = Files.writeString(folder.resolve("alertmanager.yml"), routes(hook.uri()));
    Path scrapes = Files.writeString(folder.resolve("prometheus.yml"), scrapes(source.getAddress().getPort(), alertmanagerPort));
    Files.writeString(folder.resolve("rules.yml"), RULES);
    alertmanager =
        start(folder, alertmanagerCommand, "--config.file=" + routes, "--storage.path=" + folder.resolve("alertmanager"),
            "--web.listen-address=127.0.0.1:" + alertmanagerPort, "--cluster.listen-address=", "--log.level=warn");
    prometheus =
        start(folder, prometheusCommand, "--config.file=" + scrapes, "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.listen-address=127.0.0.1:" + prometheusPort, "--log.level=warn");
    awaitReady(alertmanagerPort, alertmanager);
    awaitReady(prometheusPort, prometheus);
  }

  private static final String RULES = """
      groups:
        - name: faults
          rules:
            - { alert: fault, expr: "fault == 1" }
      """;

  private static String scrapes(int source, int alertmanager) {
    return """
        global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
        rule_files: [ rules.yml ]
        scrape_configs:
          - job_name: bots
            static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
        alerting:
          alertmanagers:
            - static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
        """.formatted(source, alertmanager);
  }

  private static String routes(URI hook) {
    return """
        route: { receiver: hook, group_by: [ part ], group_wait: 0s, group_interval: 1s, repeat_interval: 4h }
        receivers:
          - name: hook
            webhook_configs: [ { url: "%s", send_resolved: false } ]
        """.formatted(hook);
  }

  /** The same faults at the same pace; empty when the two are not installed. */
  static Optional<AlertTimes> measure(Path folder, HookReceiver hook, int alerts, int pace) throws IOException {
    Optional<Path> prometheus = command("prometheus");
    Optional<Path> alertmanager = command("prometheus-alertmanager").or(() -> command("alertmanager"));
    if (prometheus.isEmpty() || alertmanager.isEmpty()) {
      return Optional.empty();
    }
    try (PrometheusRival rival = new PrometheusRival(folder, prometheus.get(), alertmanager.get(), hook)) {
      AlertTimes.measure("rival-cold", 1, pace, rival.faults::add, hook, PATIENCE).whole("Prometheus");
      return Optional.of(AlertTimes.measure("rival", alerts, pace, rival.faults::add, hook, PATIENCE).whole("Prometheus"));
    }
  }

  private static Optional<Path> command(String name) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Process start(Path folder, Path command, String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(words));
    return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("rival.log").toFile())).start();
  }

  private static void awaitReady(int port, Process process) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready")).timeout(PATIENCE).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (status(http, request) != 200) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException("Prometheus or Alertmanager does not get ready at port " + port);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private static int status(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // nobody listens yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void expose(HttpExchange exchange) throws IOException {
    try (exchange) {
      StringBuilder text = new StringBuilder("# TYPE fault gauge\n");
      faults.forEach(fault -> text.append("fault{part=\"").append(fault).append("\"} 1\n"));
      byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    for (Process process : List.of(prometheus, alertmanager)) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    source.stop(0);
  }
}
