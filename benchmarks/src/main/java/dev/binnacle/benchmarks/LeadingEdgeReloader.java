package dev.binnacle.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The rival of {@link ConfigSuite}: a reloader as Python bots commonly have it, as a process. What it does and leaves out is said in
 * {@code leading_edge_reloader.py}. Its clock is ours: on Linux both are CLOCK_MONOTONIC.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class LeadingEdgeReloader implements AutoCloseable {
  private static final String SCRIPT = "leading_edge_reloader.py";

  private final Process process;
  private final Map<Integer, Long> reloads = new ConcurrentHashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private LeadingEdgeReloader(Process process) {
    this.process = process;
  }

  /** Null when there is no Python to run it. */
  static @Nullable LeadingEdgeReloader start(Path file, Path folder) throws IOException, InterruptedException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream source = LeadingEdgeReloader.class.getResourceAsStream(SCRIPT)) {
      if (source == null) {
        throw new IllegalStateException(SCRIPT + " is not among the resources");
      }
      Files.write(script, source.readAllBytes());
    }
    Process process;
    try {
      process = new ProcessBuilder("python3", script.toString(), file.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      return null;
    }
    LeadingEdgeReloader reloader = new LeadingEdgeReloader(process);
    Thread.ofPlatform().daemon().name("leading-edge-reloader").start(reloader::listen);
    if (!reloader.ready.await(20, TimeUnit.SECONDS)) {
      reloader.close();
      throw new IllegalStateException(SCRIPT + " did not begin to watch");
    }
    return reloader;
  }

  /** Nanoseconds from then to the moment this revision was loaded; null when it has not been. */
  @Nullable Long nanosSince(long then, int revision) {
    Long at = reloads.get(revision);
    return at == null ? null : at - then;
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("ready")) {
          ready.countDown();
        } else if (words[0].equals("reloaded")) {
          reloads.putIfAbsent(Integer.parseInt(words[1]), Long.parseLong(words[2]));
        }
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
