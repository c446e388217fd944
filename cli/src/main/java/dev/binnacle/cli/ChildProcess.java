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
      "BINNACLE_TOKEN", "SESSION_SECRET", "FLASK_SECRET_KEY", "DATABASE_URL", "TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_ID",
      "DISCORD_WEBHOOK_URL");

  private final String name;
  private final Process process;

  /**
   * A main class and how to run it.
   *
   * @param jar its place in the distribution; it knows the libraries that it needs
   * @param memoryMegabytes the largest heap
   * @param archive names the archive of loaded classes that makes the next start quick
   */
  record Program(String jar, String main, int memoryMegabytes, String archive) {
    private boolean isCommand() {
      return main.equals(Main.class.getName());
    }

    List<String> jvm() {
      List<String> words = new ArrayList<>(List.of(
          "-Xmx" + memoryMegabytes + "m",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          // What nobody waits for lets others go first; the compiler neither lets nor goes. The warning is that none can be put in front without root.
          "-XX:ThreadPriorityPolicy=1",
          "-XX:CompilerThreadPriority=0",
          "-XX:-PrintWarnings",
          // The JDK sends a POST again when its answer is lost: a market order would fill twice.
          "-Dsun.net.http.retryPost=false",
          "-Xlog:disable",
          "-Xlog:all=error,cds*=off,aot*=off:stderr",
          "--sun-misc-unsafe-memory-access=allow"));
      String home = System.getProperty("binnacle.home");
      if (home == null) {
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main));
      } else {
        words.add("-XX:+AutoCreateSharedArchive");
        words.add("-XX:SharedArchiveFile=" + Path.of(home, archive + ".jsa"));
        words.add("-Dbinnacle.home=" + home);
        // The manifest of the command's own jar lets SQLite in; as an option that would switch off a part of the archive.
        words.addAll(
            isCommand() ? List.of("-jar", Path.of(home, jar).toString()) : List.of("-cp", Path.of(home, jar).toString(), main));
      }
      return words;
    }
  }

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * @param program what to run
   * @param environment what the child is told besides the environment that it inherits less our secrets
   */
  static ChildProcess start(
      String name, Path log, Program program, List<String> words, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      // The terminal sends Ctrl-C to all of us; the children are to go in our order.
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", name));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program.jvm());
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

  /** Ends it at once, without asking. */
  void kill() {
    process.destroyForcibly();
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
