package dev.binnacle.storage;

import dev.binnacle.testkit.Orphan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that appends entries as fast as it may, prints the index of each commit when it is durable, and makes checkpoints and
 * history on the way, until it is killed. Each entry holds three events.
 */
final class AppendingChild {
  private static final int MOST_WAITING = 50;

  private AppendingChild() {}

  public static void main(String[] args) throws IOException {
    Orphan.endsWithItsParent();
    // At a time when nothing is old enough to be let go: the test looks at all entries.
    Storage storage = Storage.open(Path.of(args[0]), StorageSettings.DEFAULTS, () -> Facts.NOON);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Journal journal = storage.journal();
    long index = Math.max(journal.lastIndex(), journal.lastCheckpoint().map(Journal.Checkpoint::index).orElse(0L));
    journal.onDurable(out::println);
    out.println("from " + index);
    Thread.ofPlatform().daemon().start(() -> checkpointForEver(storage));
    while (true) {
      while (journal.backlog().entries() > MOST_WAITING) {
        LockSupport.parkNanos(50_000);
      }
      index++;
      journal.append(
          Facts.entry(
              index,
              Facts.opened("alpha", index * 3, "t-" + index),
              Facts.closed("alpha", index * 3 + 1, "t-" + index, String.valueOf(index)),
              Facts.error("alpha", index * 3 + 2, "e-" + index)));
    }
  }

  private static void checkpointForEver(Storage storage) {
    while (true) {
      LockSupport.parkNanos(20_000_000);
      long index = storage.journal().durableIndex();
      storage.checkpoint(index, Facts.NOON, String.valueOf(index).getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(30));
    }
  }
}
