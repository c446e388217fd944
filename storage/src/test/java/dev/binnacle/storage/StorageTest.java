package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final HistoryQuery ALL = HistoryQuery.newest(HistoryQuery.LARGEST);
  private static final byte[] STATE = "state".getBytes(StandardCharsets.UTF_8);

  @TempDir
  private Path parent;

  private Storage open(Path directory) {
    return Storage.open(directory, StorageSettings.DEFAULTS);
  }

  private Path directory() {
    return parent.resolve("new/data");
  }

  private static void append(Storage storage, long first, long last) throws InterruptedException {
    LongStream.rangeClosed(first, last).forEach(i -> storage.journal().append(Facts.entry(i)));
    assertThat(storage.journal().awaitDurable(last, SOON)).isTrue();
  }

  private static List<Long> indexes(Storage storage, long after) {
    List<Long> indexes = new ArrayList<>();
    storage.journal().replay(after, entry -> indexes.add(entry.index()));
    return indexes;
  }

  @Test
  void remembersEverythingOverARestart() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 10);
      storage.samples().keep(new BotId("alpha"), Facts.NOON, List.of(Sample.of("equity", 12_500.5)));
      storage.registry().put("token", "a", STATE);
    }

    try (Storage storage = open(directory())) {
      assertThat(indexes(storage, 0)).hasSize(10);
      assertThat(storage.history().sync(10, SOON)).isTrue();
      assertThat(storage.history().balances(ALL).rows()).hasSize(10);
      assertThat(storage.samples().query(SampleStore.Series.of("alpha", "equity"), Instant.MIN, Instant.MAX, 10).points())
          .hasSize(1);
      assertThat(storage.registry().get("token", "a")).isPresent();
      assertThat(storage.verify()).isEmpty();
    }
  }

  /** A checkpoint waited until the history had caught up, and under constant load there was none. */
  @Test
  void aCheckpointIsTakenThoughTheHistoryIsBehind() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 10);
      assertThat(storage.history().sync(10, SOON)).isTrue();
      SqliteFile history = new SqliteFile(directory().resolve("history.db"), SqliteFile.Durability.NORMAL);
      try (Connection holder = history.openWriter()) {
        Sql.execute(holder, "BEGIN IMMEDIATE");
        append(storage, 11, 20);

        storage.checkpoint(20, Facts.NOON, STATE, Duration.ofMillis(200));

        assertThat(storage.history().projectedIndex()).isEqualTo(10);
        assertThat(storage.journal().lastCheckpoint()).get().extracting(Journal.Checkpoint::index).isEqualTo(20L);
        Sql.execute(holder, "ROLLBACK");
      }
    }

    try (Storage storage = open(directory())) {
      assertThat(storage.history().sync(20, SOON)).isTrue();
      assertThat(storage.history().balances(ALL).rows()).hasSize(20);
    }
  }

  @Test
  void aCheckpointIsTheBeginOfTheNextStart() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 10);
      // The state holds inputs that decided nothing and so are in no entry.
      storage.checkpoint(12, Facts.NOON, STATE, SOON);
      append(storage, 13, 15);
    }

    try (Storage storage = open(directory())) {
      Journal.Checkpoint last = storage.journal().lastCheckpoint().orElseThrow();
      assertThat(last.index()).isEqualTo(12);
      assertThat(last.state()).isEqualTo(STATE);
      assertThat(indexes(storage, last.index())).containsExactly(13L, 14L, 15L);
    }
  }

  @Test
  void aCheckpointComesOnlyAfterTheSamples() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 500);
      storage.samples().keep(null, Facts.NOON, List.of(Sample.of("equity", 1)));

      storage.checkpoint(500, Facts.NOON, STATE, SOON);

      try (Connection connection = new SqliteFile(directory().resolve("samples.db"), SqliteFile.Durability.NORMAL).openReader()) {
        assertThat(Sql.number(connection, "SELECT count(*) FROM chunk")).isOne();
      }
    }
  }

  @Test
  void aSecondOpeningIsRefusedAndLeavesTheFirstAlone() throws Exception {
    try (Storage storage = open(directory())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> open(directory()))
            .isInstanceOf(StorageInUseException.class)
            .hasMessageContaining("process " + ProcessHandle.current().pid())
            .hasMessageContaining("another directory");
      }
      append(storage, 1, 1);
    }
    open(directory()).close();
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 1);
      storage.checkpoint(1, Facts.NOON, STATE, SOON);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory()))).isEqualTo("rwx------");
      for (Path file : files(directory())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString()).isEqualTo("rw-------");
      }
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void aNewerFileIsRefusedAndLeftAsItIs() throws Exception {
    open(directory()).close();
    for (String name : List.of("journal.db", "history.db", "samples.db", "registry.db")) {
      SqliteFile file = new SqliteFile(directory().resolve(name), SqliteFile.Durability.FULL);
      Long version;
      try (Connection connection = file.openWriter()) {
        version = Sql.number(connection, "PRAGMA user_version");
        Sql.execute(connection, "PRAGMA user_version = 99");
      }

      assertThatThrownBy(() -> open(directory()))
          .isInstanceOf(StorageVersionException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("version 99")
          .hasMessageContaining("newer program");

      try (Connection connection = file.openWriter()) {
        assertThat(Sql.number(connection, "PRAGMA user_version")).isEqualTo(99);
        Sql.execute(connection, "PRAGMA user_version = " + version);
      }
    }
    open(directory()).close();
  }

  @Test
  void anotherProgramsFileIsRefused() throws Exception {
    Files.createDirectories(directory());
    try (Connection connection = new SqliteFile(directory().resolve("journal.db"), SqliteFile.Durability.FULL).openWriter()) {
      Sql.execute(connection, "CREATE TABLE theirs (x)");
      Sql.execute(connection, "PRAGMA user_version = 1");
    }

    assertThatThrownBy(() -> open(directory())).isInstanceOf(StorageVersionException.class)
        .hasMessageContaining("not a file of Binnacle");
  }

  @Test
  void aFileWhereTheDirectoryShouldBeIsNamed() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "x");

    assertThatThrownBy(() -> open(file)).isInstanceOf(StorageException.class).hasMessageContaining(file.toString());
  }

  @Test
  void aDirectoryWithOddCharactersWorks() throws Exception {
    Path odd = parent.resolve("a b?c=d%20#\u00fc");
    try (Storage storage = open(odd)) {
      append(storage, 1, 3);
      storage.backup(parent.resolve("copy ?of=it'"));
    }
    try (Storage storage = open(parent.resolve("copy ?of=it'"))) {
      assertThat(indexes(storage, 0)).hasSize(3);
    }
    assertThat(files(odd)).extracting(file -> file.getFileName().toString()).contains("journal.db", "history.db");
  }

  @Test
  void leavesNoLogsBehindThatWouldSpoilARestoredFile() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 10);
      storage.history().sync(10, SOON);
      assertThat(storage.history().balances(ALL).rows()).hasSize(10);
      assertThat(indexes(storage, 0)).hasSize(10);
      storage.samples().keep(null, Facts.NOON, List.of(Sample.of("equity", 1)));
    }

    assertThat(files(directory()))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("journal.db", "history.db", "samples.db", "registry.db", "alerts.db", "lock");
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    Storage storage = open(directory());
    append(storage, 1, 1);
    storage.close();
    storage.close();

    assertThatThrownBy(() -> storage.journal().append(Facts.entry(2))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> storage.history().balances(ALL)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBackupWhileAllGoesOnOpensAsItIs() throws Exception {
    Path copy = parent.resolve("copy");
    long[] appended = {0};
    try (Storage storage = open(directory())) {
      append(storage, 1, 50);
      storage.checkpoint(50, Facts.NOON, STATE, SOON);
      storage.samples().keep(null, Facts.NOON, List.of(Sample.of("equity", 1)));
      storage.registry().put("token", "a", STATE);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long i = 51; !Thread.currentThread().isInterrupted() && i < 100_000; i++) {
                      storage.journal().append(Facts.entry(i));
                      appended[0] = i;
                    }
                  });
      storage.backup(copy);
      writer.interrupt();
      writer.join();
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy))).isEqualTo("rwx------");
    for (Path file : files(copy)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString()).isEqualTo("rw-------");
    }
    try (Storage storage = open(copy)) {
      long last = storage.journal().lastIndex();
      assertThat(last).isBetween(50L, appended[0]);
      assertThat(indexes(storage, 0)).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
      assertThat(storage.journal().lastCheckpoint()).isPresent();
      assertThat(storage.history().sync(last, SOON)).isTrue();
      assertThat(storage.samples().metrics(null)).hasSize(1);
      assertThat(storage.registry().get("token", "a")).isPresent();
      assertThat(storage.verify()).isEmpty();
      append(storage, last + 1, last + 1);
    }
  }

  @Test
  void aBackupIsNeverWrittenOverSomethingAndNeverLeftInParts() throws Exception {
    Path there = Files.createDirectory(parent.resolve("there"));
    try (Storage storage = open(directory())) {
      assertThatThrownBy(() -> storage.backup(there)).isInstanceOf(StorageException.class).hasMessageContaining("exists already");
      Path file = Files.writeString(parent.resolve("file"), "x");
      assertThatThrownBy(() -> storage.backup(file.resolve("copy"))).isInstanceOf(StorageException.class)
          .hasMessageContaining("nothing of it stays");
    }
    assertThat(files(there)).isEmpty();
  }

  @Test
  void verifyNamesWhatIsDamaged() throws Exception {
    try (Storage storage = open(directory())) {
      for (int i = 1; i <= 20; i++) {
        append(storage, i, i);
      }
    }
    try (Connection connection = new SqliteFile(directory().resolve("journal.db"), SqliteFile.Durability.FULL).openWriter()) {
      Sql.execute(connection, "UPDATE journal SET last_index = 6 WHERE first_index = 5");
    }

    try (Storage storage = open(directory())) {
      assertThat(storage.verify()).singleElement().asString().contains("journal.db").contains("entries 5 to 6");
    }
  }

  @Test
  void startsWhenTheHistoryIsLostAndMakesItAnewFromTheJournal() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 10);
    }
    Files.delete(directory().resolve("history.db"));

    try (Storage storage = open(directory())) {
      assertThat(storage.history().sync(10, SOON)).isTrue();
      assertThat(storage.history().balances(ALL).rows()).hasSize(10);
    }
  }

  @Test
  void theJournalGoesOnWithNewIndexesAfterARestoreAndTheHistoryFollows() throws Exception {
    try (Storage storage = open(directory())) {
      append(storage, 1, 5);
      storage.backup(parent.resolve("copy"));
      append(storage, 6, 9);
      storage.history().sync(9, SOON);
    }
    // Somebody restores only the journal.
    Files.copy(parent.resolve("copy/journal.db"), directory().resolve("journal.db"), StandardCopyOption.REPLACE_EXISTING);

    try (Storage storage = open(directory())) {
      assertThat(storage.journal().lastIndex()).isEqualTo(5);
      assertThat(storage.history().projectedIndex()).isLessThanOrEqualTo(5);
      append(storage, 6, 6);
      assertThat(storage.history().sync(6, SOON)).isTrue();
      assertThat(storage.history().balances(ALL).rows()).hasSize(6);
    }
  }
}
