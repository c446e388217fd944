package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast entries get to disk, by events in an entry, with the history following. At most 10,000 events are in flight, as
 * admission would have it. Prints a table; run by hand with a directory on the disk in question.
 */
final class AppendThroughput {
  private static final int EVENTS_IN_FLIGHT = 10_000;
  private static final Duration EACH = Duration.ofSeconds(6);

  private AppendThroughput() {}

  private record Sent(long index, long nanos) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(
        "| events an entry | entries/s | events/s | p50 ms to disk | p99 ms | commits/s | committer's CPU us an event | largest WAL MB | history behind at the end |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int events : new int[] {1, 1, 10, 100, 1_000}) {
      Path directory = Files.createTempDirectory(Path.of(args[0]), "append");
      try (Storage storage = Storage.open(directory, StorageSettings.DEFAULTS)) {
        run(storage, directory, events);
      }
    }
  }

  private static void run(Storage storage, Path directory, int events) throws IOException {
    Journal journal = storage.journal();
    List<Long> waits = new ArrayList<>();
    ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    journal.onDurable(
        index -> {
          long now = System.nanoTime();
          for (Sent first = sent.peek(); first != null && first.index <= index; first = sent.peek()) {
            waits.add(now - first.nanos);
            sent.remove();
          }
        });
    JournalEntry[] made = new JournalEntry[64];
    Arrays.setAll(made, i -> Facts.trades(i + 1, events));
    Path wal = directory.resolve("journal.db-wal");
    long begin = System.nanoTime();
    long index = 0;
    long largestWal = 0;
    long cpuBefore = committerNanos();
    long commitsBefore = journal.health().commits();
    while (System.nanoTime() - begin < EACH.toNanos()) {
      while (journal.backlog().entries() * events >= EVENTS_IN_FLIGHT) {
        LockSupport.parkNanos(100_000);
      }
      index++;
      JournalEntry template = made[(int) (index % made.length)];
      sent.add(new Sent(index, System.nanoTime()));
      journal.append(new JournalEntry(index, template.time(), template.facts()));
      if (index % 1_000 == 0 && Files.exists(wal)) {
        largestWal = Math.max(largestWal, Files.size(wal));
      }
    }
    while (journal.durableIndex() < index) {
      LockSupport.parkNanos(100_000);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long behind = index - storage.history().projectedIndex();
    long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %d | %.0f | %.0f | %.2f | %.2f | %.0f | %.2f | %.1f | %d events |%n",
        events,
        index / seconds,
        index * events / seconds,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        (journal.health().commits() - commitsBefore) / seconds,
        (committerNanos() - cpuBefore) / 1e3 / (index * events),
        largestWal / 1e6,
        behind * events);
  }

  private static long committerNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().equals("binnacle-committer")) {
        return threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    return 0;
  }
}
