package dev.binnacle.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The product as its users have it: the distribution, run as processes of their own, in a folder of their own. */
final class Product implements AutoCloseable {
  static final String ADMIN = "administrators-token-of-this-test";

  private final Path folder;
  private @Nullable Process process;

  Product(Path folder) {
    this.folder = folder;
  }

  static Path distribution() {
    return Path.of(String.valueOf(System.getProperty("binnacle.home")));
  }

  /** Words that run the command of the distribution, as its launcher does. */
  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "-XX:TieredStopAtLevel=1",
        "-XX:+AutoCreateSharedArchive",
        // As the launcher does: what a command loads is a small part of what a server does.
        "-XX:SharedArchiveFile=" + distribution().resolve(List.of(words).contains("run") ? "server.jsa" : "command.jsa"),
        "-Xlog:disable",
        "-Xlog:all=error,cds*=off,aot*=off:stderr",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dbinnacle.home=" + distribution(),
        "-jar",
        distribution().resolve("lib/binnacle-cli.jar").toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** The command, not started yet, with the state of this folder and nothing of the machine's. */
  ProcessBuilder command(Path state, String... words) {
    ProcessBuilder builder = new ProcessBuilder(command(words)).directory(folder.toFile());
    builder.environment().keySet()
        .removeIf(name -> name.startsWith("BINNACLE_") || name.equals("PORT") || name.equals("LOG_LEVEL"));
    builder.environment().putAll(Map.of("BINNACLE_STATE", state.toString(), "BINNACLE_TOKEN", ADMIN));
    return builder;
  }

  /** Runs the command to its end. */
  Ended run(String... words) throws IOException, InterruptedException {
    return Ended.of(command(state(), words));
  }

  /** Starts a program that goes on, and whose words go to this file. */
  Process start(String log, ProcessBuilder program) throws IOException {
    Path file = folder.resolve(log);
    return program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile())).start();
  }

  /**
   * Starts the server at this port, 0 for a free one, and waits until it answers.
   *
   * @param more words of the command
   */
  void startServer(int port, String... more) throws IOException {
    Process started = launch(port, more);
    Await.that("the server", () -> {
      if (!started.isAlive()) {
        throw new AssertionError("the server has ended:\n" + Files.readString(folder.resolve("server.log")));
      }
      return pointsTo(started) && api().status("/health/ready") == 200;
    });
  }

  /** As {@link #startServer}, and waits for nothing. */
  Process launch(int port, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("run", "--port", String.valueOf(port), "--data", data().toString()));
    words.addAll(List.of(more));
    Process started = start("server.log", command(state(), words.toArray(String[]::new)));
    process = started;
    return started;
  }

  /** Whether the file that names the server names this process. */
  boolean pointsTo(Process server) throws IOException {
    Path pointer = state().resolve("server");
    return Files.exists(pointer) && Long.parseLong(Files.readAllLines(pointer).get(2)) == server.pid();
  }

  Path state() {
    return folder.resolve("state");
  }

  Path data() {
    return folder.resolve("data");
  }

  URI url() throws IOException {
    return URI.create(Files.readAllLines(state().resolve("server")).get(0));
  }

  long pid() {
    Process running = process;
    return running == null ? -1 : running.pid();
  }

  /** The server, to its administrator. */
  Api api() throws IOException {
    return new Api(url(), ADMIN);
  }

  /** Ends the server as a power cut would. */
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(60, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    }
  }
}
