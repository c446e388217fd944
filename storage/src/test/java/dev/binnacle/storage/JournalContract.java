package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.OrderStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal keeps to. */
abstract class JournalContract {
  static final Duration SOON = Duration.ofSeconds(60);

  private Journal journal;

  /** An empty journal. */
  abstract Journal open() throws Exception;

  abstract void close(Journal opened) throws Exception;

  @BeforeEach
  void openJournal() throws Exception {
    journal = open();
  }

  @AfterEach
  void closeJournal() throws Exception {
    close(journal);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(journal.lastIndex()).isZero();
    assertThat(journal.durableIndex()).isZero();
    assertThat(journal.lastCheckpoint()).isEmpty();
    assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(0, 0));
    assertThat(journal.health().failing()).isFalse();
    assertThat(replayed(0)).isEmpty();
  }

  @Test
  void givesBackWhatWasAppendedInItsOrder() throws Exception {
    List<JournalEntry> entries =
        List.of(
            Facts.entry(3, Facts.opened("alpha", 1, "t-1")),
            Facts.entry(4, Facts.order("alpha", 2, "o-1", OrderStatus.OPEN), Facts.balance("beta", 1, "0.1")),
            Facts.entry(9, Facts.closed("alpha", 3, "t-1", "-0.00000001")));

    entries.forEach(journal::append);

    assertThat(journal.lastIndex()).isEqualTo(9);
    assertThat(journal.awaitDurable(9, SOON)).isTrue();
    assertThat(journal.durableIndex()).isEqualTo(9);
    assertThat(replayed(0)).isEqualTo(entries);
  }

  @Test
  void replaysOnlyWhatComesAfterAnIndex() throws Exception {
    LongStream.rangeClosed(1, 500).map(i -> i * 2).forEach(i -> journal.append(Facts.entry(i)));
    journal.awaitDurable(1_000, SOON);

    assertThat(indexes(replayed(997))).containsExactly(998L, 1_000L);
    assertThat(indexes(replayed(998))).containsExactly(1_000L);
    assertThat(replayed(1_000)).isEmpty();
    assertThat(replayed(5_000)).isEmpty();
  }

  @Test
  void refusesAnIndexThatDoesNotRise() {
    journal.append(Facts.entry(5));

    assertThatThrownBy(() -> journal.append(Facts.entry(5))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 after 5");
    assertThatThrownBy(() -> journal.append(Facts.entry(4))).isInstanceOf(IllegalArgumentException.class);
    assertThat(journal.lastIndex()).isEqualTo(5);
  }

  @Test
  void tellsListenersOfRisingIndexesUpToTheLast() throws Exception {
    List<Long> heard = new CopyOnWriteArrayList<>();
    journal.onDurable(heard::add);

    LongStream.rangeClosed(1, 200).forEach(i -> journal.append(Facts.entry(i)));
    journal.awaitDurable(200, SOON);

    await().atMost(SOON).until(() -> heard.contains(200L));
    assertThat(heard).isSorted().doesNotHaveDuplicates();
    assertThat(heard.getLast()).isEqualTo(200);
  }

  @Test
  void waitsForNothingBeyondWhatWasAppended() throws Exception {
    journal.append(Facts.entry(1));

    assertThat(journal.awaitDurable(Long.MAX_VALUE, SOON)).isTrue();
  }

  @Test
  void backlogIsEmptyWhenAllIsDurable() throws Exception {
    LongStream.rangeClosed(1, 50).forEach(i -> journal.append(Facts.entry(i)));

    journal.awaitDurable(50, SOON);

    assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(0, 0));
  }

  @Test
  void keepsTheYoungestCheckpoint() {
    journal.append(Facts.entry(1));
    journal.checkpoint(1, Facts.NOON, "one".getBytes(StandardCharsets.UTF_8));
    journal.checkpoint(7, Facts.NOON.plusNanos(1), "seven".getBytes(StandardCharsets.UTF_8));

    Journal.Checkpoint last = journal.lastCheckpoint().orElseThrow();

    assertThat(last.index()).isEqualTo(7);
    assertThat(last.at()).isEqualTo(Facts.NOON.plusNanos(1));
    assertThat(new String(last.state(), StandardCharsets.UTF_8)).isEqualTo("seven");
  }

  @Test
  void takesNothingWhenClosed() throws Exception {
    close(journal);

    assertThatThrownBy(() -> journal.append(Facts.entry(1))).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private List<JournalEntry> replayed(long after) {
    List<JournalEntry> entries = new ArrayList<>();
    journal.replay(after, entries::add);
    return entries;
  }

  static List<Long> indexes(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::index).toList();
  }
}
