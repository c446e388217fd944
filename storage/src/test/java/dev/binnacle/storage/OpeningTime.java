package dev.binnacle.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How long it takes to open a directory, at first with the driver not loaded yet, and to read its journal. Run by hand, twice. */
final class OpeningTime {
  private OpeningTime() {}

  public static void main(String[] args) throws InterruptedException {
    Path directory = Path.of(args[0]);
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      try (Storage storage = Storage.open(directory, StorageSettings.DEFAULTS)) {
        System.out.printf(Locale.ROOT, "opened in %.1f ms, %d entries%n", (System.nanoTime() - begin) / 1e6,
            storage.journal().lastIndex());
        if (storage.journal().lastIndex() == 0) {
          for (int index = 1; index <= 1_000; index++) {
            storage.journal().append(Facts.trades(index, 100));
          }
          storage.journal().awaitDurable(1_000, Duration.ofMinutes(1));
        }
        begin = System.nanoTime();
        int[] facts = {0};
        storage.journal().replay(0, entry -> facts[0] += entry.facts().size());
        System.out.printf(Locale.ROOT, "replayed %d facts in %.0f ms%n", facts[0], (System.nanoTime() - begin) / 1e6);
      }
    }
  }
}
