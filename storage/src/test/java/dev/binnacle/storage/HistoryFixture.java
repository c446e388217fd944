package dev.binnacle.storage;

import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A history of its own for each test, with a journal by hand. */
abstract class HistoryFixture {
  static final Duration SOON = Duration.ofSeconds(60);
  static final HistoryQuery ALL = HistoryQuery.newest(HistoryQuery.LARGEST);
  static final BotId ALPHA = new BotId("alpha");

  @TempDir
  Path directory;
  final FakeJournal journal = new FakeJournal();
  SqliteHistory history;
  Instant now = NOON;

  @BeforeEach
  void open() {
    history = new SqliteHistory(file(), Long.MAX_VALUE, journal, StorageSettings.DEFAULTS, () -> now);
    history.start();
  }

  @AfterEach
  void close() {
    history.close(SOON);
  }

  SqliteFile file() {
    return new SqliteFile(directory.resolve("history.db"), SqliteFile.Durability.NORMAL);
  }

  void record(JournalEntry... entries) throws InterruptedException {
    for (JournalEntry entry : entries) {
      journal.add(entry);
      history.record(entry);
    }
    sync();
  }

  void sync() throws InterruptedException {
    assertThat(history.sync(Long.MAX_VALUE, SOON)).isTrue();
  }

  static Event event(Fact fact) {
    return ((Fact.Accepted) fact).envelope().event();
  }

  void record1(JournalEntry entry) {
    journal.add(entry);
    history.record(entry);
  }

  static List<String> messages(List<Happened<Event.ErrorRaised>> rows) {
    return rows.stream().map(row -> row.event().message()).toList();
  }

  static <T> List<T> allPages(Function<HistoryQuery, Page<T>> list, int limit) {
    List<T> rows = new ArrayList<>();
    HistoryQuery query = HistoryQuery.newest(limit);
    while (true) {
      Page<T> page = list.apply(query);
      rows.addAll(page.rows());
      if (page.next() == null) {
        return rows;
      }
      query = query.after(page.next());
    }
  }
}
