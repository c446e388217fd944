package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a journal has on disk, with or without telling its followers at once. */
final class FakeJournal implements Follower.Source {
  private final List<JournalEntry> entries = new ArrayList<>();

  synchronized void add(JournalEntry entry) {
    entries.add(entry);
  }

  /** As a journal that is restored from a backup. */
  synchronized void takeBackTheLast() {
    entries.removeLast();
  }

  @Override
  public void replayWhatIsLeft(long afterIndex, Consumer<JournalEntry> reader) {
    List<JournalEntry> all;
    synchronized (this) {
      all = List.copyOf(entries);
    }
    all.stream().filter(entry -> entry.index() > afterIndex).forEach(reader);
  }

  @Override
  public synchronized long durableIndex() {
    return entries.isEmpty() ? 0 : entries.getLast().index();
  }
}
