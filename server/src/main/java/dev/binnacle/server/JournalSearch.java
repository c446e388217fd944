package dev.binnacle.server;

import dev.binnacle.model.JournalEntry;
import dev.binnacle.storage.Journal;
import dev.binnacle.storage.StorageDamagedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds a time in a journal, by looking at some forty entries of it. */
final class JournalSearch {
  private final Journal journal;

  JournalSearch(Journal journal) {
    this.journal = journal;
  }

  /** An index after which every entry of that time or later comes, and few before it. */
  long before(Instant time) {
    long low = 0;
    long high = journal.durableIndex();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (isBefore(middle, time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // The entry that was found is the first one after this index, and one before it may be no longer kept.
    return low;
  }

  /** Whether the first entry after the index is of an earlier time. What is no longer kept is. */
  private boolean isBefore(long index, Instant time) {
    try {
      JournalEntry entry = firstAfter(index);
      return entry != null && entry.time().isBefore(time);
    } catch (StorageDamagedException e) {
      return true;
    }
  }

  private @Nullable JournalEntry firstAfter(long index) {
    try {
      journal.replay(index, entry -> {
        throw new Found(entry);
      });
      return null;
    } catch (Found found) {
      return found.entry;
    }
  }

  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JournalEntry entry;

    Found(JournalEntry entry) {
      super(null, null, false, false);
      this.entry = entry;
    }
  }
}
