package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MemoryJournalTest extends JournalContract {
  @Override
  Journal open() {
    return new MemoryJournal();
  }

  @Override
  void close(Journal opened) {
    ((MemoryJournal) opened).close();
  }

  @Test
  void heldEntriesAreDurableWhenTheyAreReleased() throws Exception {
    MemoryJournal journal = new MemoryJournal();
    journal.fail("disk full");

    journal.append(Facts.entry(1));

    assertThat(journal.durableIndex()).isZero();
    assertThat(journal.backlog().entries()).isOne();
    assertThat(journal.health().reason()).isEqualTo("disk full");
    assertThat(journal.awaitDurable(1, Duration.ofMillis(1))).isFalse();

    journal.release();

    assertThat(journal.durableIndex()).isOne();
    assertThat(journal.health().failing()).isFalse();
  }
}
