package dev.binnacle.cli;

import dev.binnacle.model.BotId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A bot's program and what is seen of it from outside: memory, CPU, the size of its log, its end. What it prints is shown and kept in a
 * bounded log.
 */
final class WatchedProgram implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final BotId bot;
  private final URI events;
  private final String token;
  private final Process process;
  private final BoundedLog log;
  private final Thread pump;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("sampler").daemon().factory());
  private long lastCpuNanos;
  private long lastSampleNanos = System.nanoTime();

  private WatchedProgram(BotId bot, URI server, String token, Process process, BoundedLog log) {
    this.bot = bot;
    this.events = server.resolve("/api/v1/bots/" + bot + "/events");
    this.token = token;
    this.process = process;
    this.log = log;
    this.pump = Thread.ofPlatform().name("pump").daemon().start(() -> copy(process.getInputStream()));
  }

  static WatchedProgram start(BotId bot, URI server, String token, List<String> command, PassOn signals) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.INHERIT);
    ChildProcess.withoutSecrets(builder.environment());
    builder.environment().put("BINNACLE_URL", server.toString());
    builder.environment().put("BINNACLE_BOT", bot.value());
    builder.environment().put("BINNACLE_TOKEN", token);
    BoundedLog log = BoundedLog.open(ChildProcess.logs().resolve(bot + ".log"));
    try {
      WatchedProgram program = new WatchedProgram(bot, server, token, signals.start(builder), log);
      program.sampler.scheduleAtFixedRate(program::sample, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
      return program;
    } catch (IOException e) {
      log.close();
      throw CommandFailedException.failed("cannot run " + command.get(0) + ": " + e.getMessage());
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits for the program's end, reports it, and gives its exit code. */
  int await() throws InterruptedException {
    int exit = process.waitFor();
    sampler.shutdownNow();
    pump.join(Duration.ofSeconds(2));
    Map<String, Object> stopped = event("stopped");
    stopped.put("id", UUID.randomUUID().toString());
    stopped.put("exit_code", exit);
    stopped.put("reason", exit == 0 ? "the program ended" : "the program ended with exit code " + exit);
    send(List.of(stopped));
    return exit;
  }

  private void sample() {
    try {
      Map<String, Object> values = new LinkedHashMap<>();
      memoryMegabytes().ifPresent(mb -> values.put("memory_usage_mb", mb));
      cpuPercent().ifPresent(percent -> values.put("cpu_usage_percent", percent));
      values.put("log_file_size_mb", log.size() / 1e6);
      Map<String, Object> metrics = event("metrics");
      metrics.put("values", values);
      send(List.of(metrics));
    } catch (RuntimeException e) {
      // A sample that fails is one sample less: the program must not notice.
    }
  }

  private OptionalDouble memoryMegabytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return OptionalDouble.of(Long.parseLong(line.replaceAll("[^0-9]", "")) / 1000.0);
        }
      }
    } catch (IOException e) {
      // Not Linux, or the program has just ended.
    }
    return OptionalDouble.empty();
  }

  private OptionalDouble cpuPercent() {
    long now = System.nanoTime();
    long cpu = process.info().totalCpuDuration().map(Duration::toNanos).orElse(-1L);
    long usedNanos = cpu - lastCpuNanos;
    long passedNanos = now - lastSampleNanos;
    boolean first = lastCpuNanos == 0;
    lastCpuNanos = cpu;
    lastSampleNanos = now;
    return cpu < 0 || first ? OptionalDouble.empty() : OptionalDouble.of(100.0 * usedNanos / passedNanos);
  }

  private static Map<String, Object> event(String type) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put("at", Instant.now().toString());
    return event;
  }

  private void send(List<Map<String, Object>> batch) {
    HttpRequest request = HttpRequest.newBuilder(events)
        .timeout(Duration.ofSeconds(5))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(ApiClient.JSON.writeValueAsBytes(batch)))
        .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        System.err.println("binnacle: the server answered " + status + " to what was seen of " + bot);
      }
    } catch (IOException e) {
      // The server is away; the next sample may find it again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(InputStream in) {
    byte[] buffer = new byte[8192];
    OutputStream screen = System.out;
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        screen.write(buffer, 0, n);
        screen.flush();
        log.write(buffer, n);
      }
    } catch (IOException e) {
      // The program's end closes the pipe.
    }
  }

  @Override
  public void close() {
    sampler.shutdownNow();
    log.close();
    http.shutdownNow();
  }
}
