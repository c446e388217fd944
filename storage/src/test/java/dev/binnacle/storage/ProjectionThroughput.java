package dev.binnacle.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How fast the historian catches up with a journal that is far ahead. Run by hand with a directory on the disk in question. */
final class ProjectionThroughput {
  private static final int ENTRIES = 2_000;
  private static final int EVENTS = 100;

  private ProjectionThroughput() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(Path.of(args[0]), "project");
    try (Storage storage = Storage.open(directory, StorageSettings.DEFAULTS)) {
      for (int i = 1; i <= ENTRIES; i++) {
        storage.journal().append(Facts.trades(i, EVENTS));
      }
      storage.journal().awaitDurable(ENTRIES, Duration.ofMinutes(1));
      long done = storage.history().projectedIndex();
      long begin = System.nanoTime();
      storage.history().sync(ENTRIES, Duration.ofMinutes(5));
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(Locale.ROOT, "%.0f events/s%n", (ENTRIES - done) * EVENTS / seconds);
    }
    System.out.printf(Locale.ROOT, "history.db: %.0f bytes an event%n",
        (double) Files.size(directory.resolve("history.db")) / ENTRIES / EVENTS);
    System.out.printf(Locale.ROOT, "journal.db: %.0f bytes an event%n",
        (double) Files.size(directory.resolve("journal.db")) / ENTRIES / EVENTS);
  }
}
