package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.OrderStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalTest extends JournalContract {
  private static final byte[] STATE = {1, 2, 3};

  @TempDir
  private Path directory;
  private Instant now = Facts.NOON;

  @Override
  Journal open() throws IOException {
    return started(Files.createTempDirectory(directory, "contract"));
  }

  @Override
  void close(Journal opened) {
    stop((SqliteJournal) opened);
  }

  private SqliteFile file(Path in) {
    return new SqliteFile(in.resolve("journal.db"), SqliteFile.Durability.FULL);
  }

  private SqliteJournal started(Path in) {
    return started(file(in), in);
  }

  private SqliteJournal started(SqliteFile file, Path in) {
    InstantSource clock = () -> now;
    SqliteJournal journal = new SqliteJournal(file, new Checkpoints(in), StorageSettings.DEFAULTS, clock);
    journal.start(entry -> {}, entries -> {}, () -> Long.MAX_VALUE);
    return journal;
  }

  private static void stop(SqliteJournal journal) {
    journal.stop(SOON);
    journal.close();
  }

  private static void appendAndWait(Journal journal, long first, long last) throws InterruptedException {
    LongStream.rangeClosed(first, last).forEach(i -> journal.append(Facts.entry(i)));
    assertThat(journal.awaitDurable(last, SOON)).isTrue();
  }

  private static List<Long> indexes(Journal journal, long after) {
    List<JournalEntry> entries = new ArrayList<>();
    journal.replay(after, entries::add);
    return indexes(entries);
  }

  private static void write(SqliteFile file, String sql) throws SQLException {
    try (Connection connection = file.openWriter()) {
      Sql.execute(connection, sql);
    }
  }

  @Test
  void goesOnWhereItEnded() throws Exception {
    SqliteJournal before = started(directory);
    appendAndWait(before, 1, 300);
    stop(before);

    SqliteJournal after = started(directory);
    assertThat(after.lastIndex()).isEqualTo(300);
    assertThat(after.durableIndex()).isEqualTo(300);
    assertThatThrownBy(() -> after.append(Facts.entry(300))).isInstanceOf(IllegalArgumentException.class);
    appendAndWait(after, 301, 302);

    assertThat(indexes(after, 298)).containsExactly(299L, 300L, 301L, 302L);
    stop(after);
  }

  @Test
  void closingCommitsWhatWaits() {
    SqliteJournal journal = started(directory);
    LongStream.rangeClosed(1, 5_000).forEach(i -> journal.append(Facts.entry(i)));
    stop(journal);

    SqliteJournal after = started(directory);

    assertThat(after.durableIndex()).isEqualTo(5_000);
    assertThat(indexes(after, 0)).hasSize(5_000).isSorted();
    stop(after);
  }

  @Test
  void gathersWhatComesDuringACommitIntoTheNextOne() throws Exception {
    SqliteJournal journal = started(directory);

    appendAndWait(journal, 1, 20_000);

    assertThat(journal.health().commits()).isLessThan(10_000);
    stop(journal);
  }

  @Test
  void splitsWhatIsTooMuchForOneRowAndLosesNothing() throws Exception {
    SqliteJournal journal = started(directory);
    String message = "x".repeat(4_000);

    for (int i = 1; i <= 2_000; i++) {
      journal.append(Facts.entry(i, Facts.error("alpha", i, message)));
    }
    journal.awaitDurable(2_000, SOON);

    assertThat(indexes(journal, 0)).isEqualTo(LongStream.rangeClosed(1, 2_000).boxed().toList());
    assertThat(journal.health().commits()).isGreaterThan(4);
    stop(journal);
  }

  @Test
  void acknowledgesNothingWhileTheDiskIsFullAndLosesNothingOfIt() throws Exception {
    SqliteFile file = file(directory);
    file.limitPages(60);
    SqliteJournal journal = started(file, directory);
    List<Long> heard = new CopyOnWriteArrayList<>();
    journal.onDurable(heard::add);
    String message = "x".repeat(3_000);
    for (int i = 1; i <= 400; i++) {
      journal.append(Facts.entry(i, Facts.error("alpha", i, message)));
      // One after another at first, so that some get through before the disk is full.
      if (i <= 10) {
        journal.awaitDurable(i, SOON);
      }
    }

    await().atMost(SOON).until(() -> journal.health().failures() >= 2);
    JournalHealth health = journal.health();
    long durable = journal.durableIndex();
    assertThat(health.failing()).isTrue();
    assertThat(health.reason()).contains("journal.db").contains("full").contains("free space");
    assertThat(health.since()).isEqualTo(Facts.NOON);
    assertThat(durable).isGreaterThanOrEqualTo(10).isLessThan(400);
    assertThat(heard.getLast()).isEqualTo(durable);
    assertThat(journal.backlog().entries()).isEqualTo(400 - durable);
    assertThat(journal.backlog().bytes()).isGreaterThan((400 - durable) * 3_000);
    assertThat(indexes(journal, 0)).isEqualTo(LongStream.rangeClosed(1, durable).boxed().toList());

    file.limitPages(1_000_000);

    assertThat(journal.awaitDurable(400, SOON)).isTrue();
    assertThat(indexes(journal, 0)).isEqualTo(LongStream.rangeClosed(1, 400).boxed().toList());
    await().atMost(SOON).until(() -> !journal.health().failing());
    assertThat(journal.health().reason()).isNull();
    stop(journal);
  }

  @Test
  void givesUpAfterItsTimeWhenItIsClosedOnAFullDisk() throws Exception {
    SqliteFile file = file(directory);
    SqliteJournal journal = started(file, directory);
    appendAndWait(journal, 1, 10);
    file.limitPages(1);
    journal.append(Facts.entry(11, Facts.error("alpha", 11, "x".repeat(4_000))));
    write(file, "PRAGMA wal_checkpoint(TRUNCATE)");

    journal.stop(Duration.ofMillis(300));
    journal.close();
    file.limitPages(0);

    SqliteJournal after = started(file, directory);
    assertThat(indexes(after, 0)).startsWith(LongStream.rangeClosed(1, 10).boxed().toArray(Long[]::new));
    stop(after);
  }

  @Test
  void aCommitThatCameThroughThoughItSeemedToFailIsNotRepeated() throws Exception {
    SqliteFile file = file(directory);
    SqliteJournal journal = new SqliteJournal(file, new Checkpoints(directory), StorageSettings.DEFAULTS, () -> now);
    LongStream.rangeClosed(1, 5).forEach(i -> journal.append(Facts.entry(i)));
    // The same row as the committer will write: as if its first try had come through and only the answer was lost.
    SqliteJournal first = started(directory);
    LongStream.rangeClosed(1, 5).forEach(i -> first.append(Facts.entry(i)));
    first.awaitDurable(5, SOON);
    stop(first);

    journal.start(entry -> {}, entries -> {}, () -> 0);

    assertThat(journal.awaitDurable(5, SOON)).isTrue();
    assertThat(indexes(journal, 0)).containsExactly(1L, 2L, 3L, 4L, 5L);
    stop(journal);
  }

  @Test
  void namesTheEntriesOfADamagedRow() throws Exception {
    SqliteJournal journal = started(directory);
    for (int i = 1; i <= 10; i++) {
      appendAndWait(journal, i, i);
    }
    stop(journal);
    write(file(directory),
        "UPDATE journal SET bytes = CAST(substr(bytes, 1, 20) || x'ff' || substr(bytes, 22) AS BLOB) WHERE first_index = 3");

    SqliteJournal after = started(directory);
    List<JournalEntry> read = new ArrayList<>();

    assertThatThrownBy(() -> after.replay(0, read::add))
        .isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining("entries 3 to 3")
        .hasMessageContaining("restore");
    assertThat(indexes(read)).containsExactly(1L, 2L);
    assertThat(after.verify()).singleElement().asString().contains("entries 3 to 3");
    stop(after);
  }

  @Test
  void doesNotOpenWhenItsNewestRowIsCutShort() throws Exception {
    SqliteJournal journal = started(directory);
    appendAndWait(journal, 1, 10);
    stop(journal);
    write(file(directory), "UPDATE journal SET bytes = substr(bytes, 1, length(bytes) - 1)");

    assertThatThrownBy(() -> started(directory)).isInstanceOf(StorageDamagedException.class).hasMessageContaining("journal.db");
  }

  @Test
  void doesNotOpenAFileThatIsNoDatabase() throws Exception {
    Files.write(directory.resolve("journal.db"), new byte[8_192]);
    Files.writeString(directory.resolve("journal.db"), "this is no database, whatever its name says".repeat(100));

    assertThatThrownBy(() -> started(directory)).isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining("not a database");
  }

  @Test
  void keepsTwoCheckpointsAndPassesOverADamagedOne() throws Exception {
    SqliteJournal journal = started(directory);
    appendAndWait(journal, 1, 30);
    journal.checkpoint(10, now, STATE);
    journal.checkpoint(20, now, STATE);
    journal.checkpoint(30, now, STATE);
    List<Path> files = checkpointFiles();
    assertThat(files).hasSize(2);
    flipByte(files.getLast(), 33);

    assertThat(journal.lastCheckpoint()).hasValueSatisfying(last -> assertThat(last.index()).isEqualTo(20));
    assertThat(journal.verify()).singleElement().asString().contains("checksum");
    stop(journal);
  }

  @Test
  void aCheckpointThatWasCutShortByACrashIsNotSeen() throws Exception {
    SqliteJournal journal = started(directory);
    journal.checkpoint(10, now, STATE);
    Files.write(directory.resolve("checkpoint-0000000000000000099.partial"), new byte[10]);
    Files.write(directory.resolve("checkpoint-0000000000000000098"), new byte[10]);

    assertThat(journal.lastCheckpoint()).hasValueSatisfying(last -> assertThat(last.index()).isEqualTo(10));
    journal.checkpoint(99, now, STATE);
    assertThat(journal.lastCheckpoint()).hasValueSatisfying(last -> assertThat(last.index()).isEqualTo(99));
    stop(journal);
  }

  @Test
  void letsGoOfOldEntriesButNeverAfterTheOlderCheckpoint() throws Exception {
    SqliteJournal journal = started(directory);
    for (int i = 1; i <= 300; i++) {
      appendAndWait(journal, i, i);
    }
    now = Facts.NOON.plus(StorageSettings.DEFAULTS.journalRetention()).plusSeconds(3_600);

    journal.checkpoint(100, now, STATE);
    appendAndWait(journal, 301, 301);
    assertThat(indexes(journal, 0)).as("one checkpoint is not enough").hasSize(301);

    journal.checkpoint(200, now, STATE);
    await().atMost(SOON).until(() -> journal.prunedIndex() == 100);
    assertThat(indexes(journal, 100).getFirst()).isEqualTo(101);
    assertThat(indexes(journal, 100)).hasSize(201);

    journal.checkpoint(301, now, STATE);
    await().atMost(SOON).until(() -> journal.prunedIndex() == 200);
    stop(journal);

    SqliteJournal after = started(directory);
    assertThat(indexes(after, 200)).hasSize(101);
    stop(after);
  }

  @Test
  void keepsYoungEntriesHoweverManyCheckpointsThereAre() throws Exception {
    SqliteJournal journal = started(directory);
    appendAndWait(journal, 1, 10);
    journal.checkpoint(10, now, STATE);
    journal.checkpoint(10, now, STATE);
    journal.checkpoint(11, now, STATE);
    appendAndWait(journal, 12, 20);

    assertThat(indexes(journal, 0)).hasSize(19);
    stop(journal);
  }

  @Test
  void keepsWhatTheHistoryHasNotOnDisk() throws Exception {
    SqliteJournal journal = new SqliteJournal(file(directory), new Checkpoints(directory), StorageSettings.DEFAULTS, () -> now);
    journal.start(entry -> {}, entries -> {}, () -> 2);
    for (int i = 1; i <= 5; i++) {
      appendAndWait(journal, i, i);
    }
    now = Facts.NOON.plus(Duration.ofDays(100));

    journal.checkpoint(4, now, STATE);
    journal.checkpoint(5, now, STATE);

    await().atMost(SOON).until(() -> journal.prunedIndex() > 0);
    assertThat(journal.prunedIndex()).isEqualTo(2);
    stop(journal);
  }

  @Test
  void saysSoWhenNothingCoversTheEntriesThatAreGone() throws Exception {
    SqliteJournal journal = started(directory);
    appendAndWait(journal, 1, 5);
    now = Facts.NOON.plus(Duration.ofDays(100));
    journal.checkpoint(5, now, STATE);
    journal.checkpoint(6, now, STATE);
    await().atMost(SOON).until(() -> journal.prunedIndex() == 5);

    assertThatThrownBy(() -> journal.replay(0, entry -> {}))
        .isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining("up to 5")
        .hasMessageContaining("restore");
    assertThat(journal.lastIndex()).isEqualTo(5);
    stop(journal);

    SqliteJournal after = started(directory);
    assertThat(after.lastIndex()).as("an index is never given twice").isEqualTo(5);
    stop(after);
  }

  @Test
  @Tag("slow")
  void theLogBeginsAnewUnderCommitsThatFollowOneAnotherWithoutAGap() throws Exception {
    SqliteJournal journal = started(directory);
    Path wal = directory.resolve("journal.db-wal");
    String message = "x".repeat(4_000);
    long largest = 0;

    for (int i = 1; i <= 40_000; i++) {
      journal.append(Facts.entry(i, Facts.error("alpha", i, message)));
      if (i % 1_000 == 0) {
        await().atMost(SOON).until(() -> journal.backlog().entries() < 2_000);
        largest = Math.max(largest, Files.size(wal));
      }
    }
    journal.awaitDurable(40_000, SOON);

    assertThat(largest).isLessThan(100L << 20);
    assertThat(Files.size(directory.resolve("journal.db"))).isGreaterThan(100L << 20);
    stop(journal);
  }

  @Test
  void aListenerThatFailsHoldsUpNothing() throws Exception {
    SqliteJournal journal = started(directory);
    journal.onDurable(
        index -> {
          throw new IllegalStateException("not today");
        });

    appendAndWait(journal, 1, 2);

    assertThat(journal.health().failing()).isFalse();
    stop(journal);
  }

  @Test
  void ordersAreAsExactAsTheyCame() throws Exception {
    SqliteJournal journal = started(directory);
    JournalEntry entry = Facts.entry(1, Facts.order("alpha", 1, "o-1", OrderStatus.FILLED),
        Facts.closed("alpha", 2, "t-1", "0.000000000000000001"));
    journal.append(entry);
    journal.awaitDurable(1, SOON);
    stop(journal);

    SqliteJournal after = started(directory);
    List<JournalEntry> read = new ArrayList<>();
    after.replay(0, read::add);

    assertThat(read).containsExactly(entry);
    stop(after);
  }

  private List<Path> checkpointFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-")).sorted().toList();
    }
  }

  static void flipByte(Path file, int offset) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      bytes[offset] ^= 0x10;
      Files.write(file, Arrays.copyOf(bytes, bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
