package dev.binnacle.cli;

import dev.binnacle.server.ServerPointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process of our own: a Java program of this distribution. It hears Ctrl-C only through us, and ends when we do: both by the pipe to
 * its standard input. What it prints goes to a log file.
 */
final class ChildProcess implements AutoCloseable {
  /** What a child has no business to know. */
  private static final Set<String> SECRETS = Set.of(
      "BINNACLE_TOKEN", "SESSION_SECRET", "FLASK_SECRET_KEY", "DATABASE_URL", "TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_ID", "DISCORD_WEBHOOK_URL");

  private final String name;
  private final Process process;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * @param jvm options of the Java machine
   * @param environment what the child is told besides the environment that it inherits less our secrets
   */
  static ChildProcess start(String name, Path log, List<String> jvm, String main, List<String> words, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      // The terminal sends Ctrl-C to all of us; the children are to go in our order.
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", name));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    withoutSecrets(builder.environment());
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      builder.redirectOutput(log.toFile());
      return new ChildProcess(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  static void withoutSecrets(Map<String, String> environment) {
    environment.keySet().removeAll(SECRETS);
  }

  /** Where the logs of children go when nothing else is said. */
  static Path logs() {
    return ServerPointer.home().resolve("logs");
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end, and after ten seconds ends it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroy();
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
