package dev.binnacle.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server as its users have it: a process of its own, with a folder of its own for all that it writes.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class ServerProcess implements AutoCloseable {
  static final String TOKEN = "token-of-the-benchmarks-bots";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final int port;
  private final Duration startUp;

  private ServerProcess(Process process, int port, Duration startUp) {
    this.process = process;
    this.port = port;
    this.startUp = startUp;
  }

  /** The words that begin a command of Binnacle's, and the environment that goes with them. */
  record Launcher(List<String> words, Map<String, String> environment) {
    /** The launcher of the repository, with a distribution that is built already. */
    static Launcher of(Path root, Path distribution) {
      return new Launcher(List.of(root.resolve("binnacle").toString()), Map.of("BINNACLE_HOME", distribution.toString()));
    }
  }

  static ServerProcess start(Launcher launcher, Path folder) throws IOException {
    return start(launcher, folder, "");
  }

  /** @param more settings, in YAML, beside the benchmark's bots */
  static ServerProcess start(Launcher launcher, Path folder, String more) throws IOException {
    int port = Probe.freePort();
    List<String> command = new ArrayList<>(launcher.words());
    command.addAll(List.of("run", "--port", Integer.toString(port), "--data", folder.resolve("data").toString()));
    command.addAll(List.of("--config", settings(folder, more).toString(), "--log-level", "warn"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(ServerProcess::isOurs);
    builder.environment().putAll(launcher.environment());
    builder.environment().put("BINNACLE_STATE", folder.resolve("state").toString());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
    long begun = System.nanoTime();
    Process process = builder.start();
    try {
      Probe.awaitAnswer(port, process, PATIENCE);
    } catch (IllegalStateException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e.getMessage() + ":\n" + Files.readString(folder.resolve("server.log")), e);
    }
    return new ServerProcess(process, port, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** What would tell the server something else than we do. Options of the JVM pass, so that a profiler can be put into it. */
  private static boolean isOurs(String variable) {
    return variable.equals("PORT") || (variable.startsWith("BINNACLE_") && !variable.equals("BINNACLE_JAVA_OPTS"));
  }

  private static Path settings(Path folder, String more) throws IOException {
    StringBuilder yaml = new StringBuilder("bots:\n");
    for (int bot = 0; bot < IngestLoad.MOST_LINKS; bot++) {
      yaml.append("  ").append(bot(bot)).append(": { token: ").append(TOKEN).append('-').append(bot).append(" }\n");
    }
    return Files.writeString(folder.resolve("binnacle.yaml"), yaml.append(more));
  }

  static String bot(int number) {
    return "bench-" + number;
  }

  static String token(int bot) {
    return TOKEN + "-" + bot;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  long pid() {
    return process.pid();
  }

  /** From the start of the process to its first answer. */
  Duration startUp() {
    return startUp;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
