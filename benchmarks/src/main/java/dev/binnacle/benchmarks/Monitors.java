package dev.binnacle.benchmarks;

import dev.binnacle.client.Monitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Monitors over a {@link SwallowingLink}. */
final class Monitors {
  private static final Duration NEVER = Duration.ofHours(1);

  private Monitors() {}

  /** One that says nothing by itself while it is measured. */
  static Monitor quiet() {
    return Monitor.builder("bench", new SwallowingLink())
        .withoutSpoolDirectory()
        .metricsInterval(NEVER)
        .heartbeatInterval(NEVER)
        .connect();
  }

  /** One as a bot has it, with its spool on disk. */
  static Monitor spooling(Path directory) {
    return Monitor.builder("bench", new SwallowingLink()).spoolDirectory(directory).connect();
  }

  /** The instrument, once a thread that lives no more has used it. */
  static <T> T usedByAnother(T instrument, Consumer<T> use) {
    Thread other = Thread.ofPlatform().start(() -> use.accept(instrument));
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a benchmark was set up", e);
    }
    return instrument;
  }
}
