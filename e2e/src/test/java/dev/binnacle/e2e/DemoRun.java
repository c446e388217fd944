package dev.binnacle.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of {@code binnacle demo}, with all its processes. */
final class DemoRun implements AutoCloseable {
  /** With what follows it: else half a link that is being written would be one. */
  private static final Pattern LINK = Pattern.compile("https?://\\S+#code=\\S+(?=\\s)");

  private final Path folder;
  private final Path log;
  private final Process process;
  private final long begunNanos = System.nanoTime();

  private DemoRun(Path folder, Path log, Process process) {
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /** Starts the demo in this folder, and waits for its link. What it remembers from an earlier run there it goes on with. */
  static DemoRun start(Path folder, String... words) throws IOException {
    return start(folder, Map.of(), words);
  }

  /** @param environment variables that it has beside its own */
  static DemoRun start(Path folder, Map<String, String> environment, String... words) throws IOException {
    Product product = new Product(folder);
    List<String> all = new ArrayList<>(List.of("demo", "--port", "0", "--data", folder.resolve("demo").toString()));
    all.addAll(List.of(words));
    ProcessBuilder command = product.command(product.state(), all.toArray(String[]::new));
    command.environment().keySet().removeIf(name -> name.startsWith("TELEGRAM_") || name.startsWith("DISCORD_"));
    command.environment().remove("BINNACLE_TOKEN");
    command.environment().putAll(environment);
    Path log = Files.createTempFile(folder, "demo", ".log");
    DemoRun run = new DemoRun(folder, log, product.start(log.getFileName().toString(), command));
    try {
      Await.that("the demo's link", () -> {
        if (!run.process.isAlive()) {
          throw new AssertionError("the demo has ended:\n" + run.said());
        }
        return LINK.matcher(run.said()).find();
      });
      return run;
    } catch (AssertionError e) {
      run.close();
      throw e;
    }
  }

  /** What it has said so far, of which the last letter may be half written. */
  String said() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  URI link() throws IOException {
    Matcher link = LINK.matcher(said());
    if (!link.find()) {
      throw new AssertionError("no link in:\n" + said());
    }
    return URI.create(link.group());
  }

  /** The server, to the command line of the user who started it. */
  Api api() throws IOException {
    List<String> pointer = Files.readAllLines(folder.resolve("state/server"));
    return new Api(URI.create(pointer.get(0)), pointer.get(1));
  }

  Process process() {
    return process;
  }

  /** All its processes, itself first. */
  List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    process.descendants().forEach(all::add);
    return all;
  }

  /** The process that has this word among its own. */
  ProcessHandle process(String word) {
    return find(word).orElseThrow(() -> new AssertionError("no process of the demo has the word " + word));
  }

  /** As {@link #process}; empty while there is none. */
  Optional<ProcessHandle> find(String word) {
    return process
        .descendants()
        .filter(handle -> List.of(handle.info().arguments().orElse(new String[0])).contains(word))
        .findFirst();
  }

  double secondsSinceStart() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  @Override
  public void close() {
    List<ProcessHandle> all = processes();
    process.destroy();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
