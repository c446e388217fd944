package dev.binnacle.benchmarks;

import dev.binnacle.config.LiveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A configuration file of a certain size that is saved again and again, and the live configuration that watches it.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class SavedFile implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 50_000;
  private static final long REST_NANOS = 100_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What is in the file: as many strategies as make up its size. */
  public record Settings(int revision, List<Strategy> strategies) {}

  /** One entry, of some 85 bytes. */
  public record Strategy(String name, int period, double stop, boolean enabled) {}

  private final Path file;
  private final Duration quiet;
  private final String body;
  private final LiveConfig<Settings> live;
  private int revision;

  /** @param state where the versions are kept, which decides what forcing them to the disk costs */
  SavedFile(Path folder, Path state, int bytes, Duration quiet) throws IOException {
    this.file = folder.resolve("settings.json");
    this.quiet = quiet;
    this.body = body(bytes);
    Files.createDirectories(folder);
    Files.writeString(file, text());
    // One that others may read is warned of.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    this.live = LiveConfig.builder(file, Settings.class).stateDirectory(state).quietTime(quiet).open();
  }

  private static String body(int bytes) {
    StringBuilder text = new StringBuilder(bytes + 100);
    for (int i = 0; text.length() < bytes - 100; i++) {
      text.append(i == 0 ? "" : ",\n")
          .append(String.format(Locale.ROOT,
              "    {\"name\": \"strategy %04d\", \"period\": %d, \"stop\": %.2f, \"enabled\": true}", i,
              10 + i % 90, 0.5 + i % 7 * 0.25));
    }
    return text.toString();
  }

  private String text() {
    return "{\n  \"revision\": " + revision + ",\n  \"strategies\": [\n" + body + "\n  ]\n}\n";
  }

  Path file() {
    return file;
  }

  /** What was saved last. */
  int revision() {
    return revision;
  }

  /** Saves by writing another file and renaming it; the moment before the rename. */
  long rename() throws IOException {
    revision++;
    Path other = file.resolveSibling("settings.json.tmp");
    Files.writeString(other, text());
    long begun = System.nanoTime();
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return begun;
  }

  /** Saves by emptying and writing the file; the moment after the last byte. */
  long inPlace() throws IOException {
    revision++;
    Files.writeString(file, text());
    return System.nanoTime();
  }

  /** Waits until what was saved last is in force; nanoseconds since then. */
  long awaitActive(long then) {
    while (!isActive()) {
      if (System.nanoTime() - then > PATIENCE.toNanos()) {
        throw new IllegalStateException("revision " + revision + " of " + file + " never came in force: " + live.health());
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return System.nanoTime() - then;
  }

  boolean isActive() {
    return live.get().revision() == revision;
  }

  /** Saves in place so many times, each some time after the one before has come in force, and records all but the first ones. */
  Histogram inPlaceOneAfterAnother(int discarded, int saves) throws IOException {
    Histogram times = histogram();
    for (int i = 0; i < discarded + saves; i++) {
      LockSupport.parkNanos(REST_NANOS);
      long saved = inPlace();
      LockSupport.parkNanos(quiet.toNanos() * 9 / 10);
      long nanos = awaitActive(saved);
      if (i >= discarded) {
        times.recordValue(nanos);
      }
    }
    return times;
  }

  static Histogram histogram() {
    return new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
  }

  @Override
  public void close() {
    live.close();
  }
}
