package dev.binnacle.storage;

import static dev.binnacle.storage.AlertFacts.PHONE;
import static dev.binnacle.storage.AlertFacts.parcel;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.JournalEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An outbox that follows a journal, and can be closed, left as after a crash, and opened again. */
abstract class OutboxScene {
  static final Duration SOON = Duration.ofSeconds(60);
  static final String BOOT = "boot-1";

  @TempDir
  private Path directory;
  final FakeJournal journal = new FakeJournal();
  SqliteOutbox outbox;
  Instant now = NOON;
  Router router = entry -> List.of(parcel("n-" + entry.index() + ":phone", PHONE));

  @BeforeEach
  void openTheFirst() {
    open(0, BOOT);
  }

  @AfterEach
  void close() {
    outbox.close(SOON);
  }

  final void open(long lastIndex, String boot) {
    outbox = new SqliteOutbox(file(), lastIndex, journal, StorageSettings.DEFAULTS, () -> now, boot);
  }

  void openAndFollow(long lastIndex, String boot) {
    open(lastIndex, boot);
    outbox.follow(router);
  }

  SqliteFile file() {
    return new SqliteFile(directory.resolve("alerts.db"), SqliteFile.Durability.NORMAL);
  }

  /** As {@code kill -9} leaves it: no word in the file that nobody has it open. */
  void leaveAsAfterACrash() throws Exception {
    Path copy = Files.createDirectory(directory.resolve("crash-" + System.nanoTime()));
    try (Connection connection = file().openWriter()) {
      Sql.update(connection, "VACUUM INTO ?", copy.resolve("alerts.db").toString());
    }
    outbox.close(SOON);
    Files.move(copy.resolve("alerts.db"), file().path(), StandardCopyOption.REPLACE_EXISTING);
  }

  void record(long... indexes) throws Exception {
    for (long index : indexes) {
      JournalEntry entry = entry(index);
      journal.add(entry);
      outbox.record(entry);
    }
    assertThat(outbox.sync(Long.MAX_VALUE, SOON)).isTrue();
  }

  List<String> waiting(ChannelName channel) {
    return keys(outbox.waiting(channel, 1_000));
  }

  static List<String> keys(List<Outbox.Entry> entries) {
    return entries.stream().map(entry -> entry.parcel().key()).toList();
  }

  Outbox.Entry first() {
    return outbox.waiting(PHONE, 1).getFirst();
  }
}
