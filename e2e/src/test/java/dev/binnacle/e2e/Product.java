package dev.binnacle.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product as its users have it: the distribution, run as processes of their own, in a folder of their own. */
final class Product implements AutoCloseable {
  static final String ADMIN = "administrators-token-of-this-test";
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private @Nullable Process process;

  Product(Path folder) {
    this.folder = folder;
  }

  static Path distribution() {
    return Path.of(String.valueOf(System.getProperty("binnacle.home")));
  }

  /** Words that run the command of the distribution. */
  static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dbinnacle.home=" + distribution(),
        "-jar",
        distribution().resolve("lib/binnacle-cli.jar").toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** Starts the command, with the state of this folder and nothing of the machine's. */
  Process start(String log, String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(words)).redirectErrorStream(true).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BINNACLE_") || name.equals("PORT"));
    builder.environment().putAll(Map.of("BINNACLE_STATE", folder.resolve("state").toString(), "BINNACLE_TOKEN", ADMIN));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
    return builder.start();
  }

  /** Starts the server at this port, 0 for a free one, and waits until it answers. */
  void startServer(int port) throws IOException {
    Process started = start("server.log", "run", "--port", String.valueOf(port), "--data", folder.resolve("data").toString());
    process = started;
    await("the server", () -> {
      if (!started.isAlive()) {
        throw new AssertionError("the server has ended:\n" + Files.readString(folder.resolve("server.log")));
      }
      return pid() == started.pid() && status("/health/ready") == 200;
    });
  }

  private long pid() throws IOException {
    Path pointer = folder.resolve("state/server");
    return Files.exists(pointer) ? Long.parseLong(Files.readAllLines(pointer).get(2)) : -1;
  }

  URI url() throws IOException {
    return URI.create(Files.readAllLines(folder.resolve("state/server")).get(0));
  }

  /** Ends the server as a power cut would. */
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }

  int status(String path) {
    try {
      return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode get(String path) throws Exception {
    HttpResponse<String> response = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError("GET " + path + " answered " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request = request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(20)).header("Authorization", "Bearer " + ADMIN);
  }

  /** Something that may be so, looked at again and again. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Condition condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(what + " did not come about within " + PATIENCE.toSeconds() + " s");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
      }
    } catch (Exception e) {
      throw new AssertionError("while waiting for " + what, e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(15, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    }
    http.close();
  }
}
