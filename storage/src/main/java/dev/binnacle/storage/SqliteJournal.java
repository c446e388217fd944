package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The journal in a SQLite file with WAL and synchronous=FULL, and its checkpoints in files beside it. */
final class SqliteJournal implements Journal, Follower.Source {
  private static final int COPIED_BYTES = 512 << 10;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int ROWS_CHECKED_AT_OPENING = 4;

  private final SqliteFile file;
  private final Checkpoints checkpoints;
  private final Readers readers;
  private final Committer committer;
  private final WalKeeper keeper;
  private final Duration retention;
  private final InstantSource clock;
  private volatile LongSupplier projectedOnDisk = () -> 0;
  private volatile Consumer<JournalEntry> announced = entry -> {};
  /** Held while rows may go, and while a copy is made that must not miss any. */
  private final ReentrantLock pruning = new ReentrantLock();

  SqliteJournal(SqliteFile file, Checkpoints checkpoints, StorageSettings settings, InstantSource clock) {
    this.file = file;
    this.checkpoints = checkpoints;
    this.readers = new Readers(file);
    this.retention = settings.journalRetention();
    this.clock = clock;
    this.keeper = new WalKeeper(file, COPIED_BYTES);
    this.committer = new Committer(file, prepare(file), keeper, clock);
  }

  /** Creates the file or brings it up to date, looks whether the newest rows can be read, and gives the last index. */
  private static long prepare(SqliteFile file) {
    Connection connection = file.openWriter(JournalFile.SCHEMA);
    try {
      for (JournalFile.Row row : JournalFile.lastRows(connection, ROWS_CHECKED_AT_OPENING)) {
        row.decode(file);
      }
      return Math.max(JournalFile.lastIndex(connection), JournalFile.prunedIndex(connection));
    } catch (SQLException e) {
      throw file.failure("read the last entries", e);
    } finally {
      Sql.close(connection);
    }
  }

  /**
   * Begins to commit.
   *
   * @param announced gets each entry that is to be committed, on the thread that appends it, and must not block
   * @param follower gets the entries of each commit, on the committer's thread
   * @param onDisk entries above this index are still needed by the follower
   */
  void start(Consumer<JournalEntry> announced, Consumer<List<JournalEntry>> follower, LongSupplier onDisk) {
    this.announced = announced;
    projectedOnDisk = onDisk;
    committer.start(follower);
    keeper.start();
  }

  @Override
  public void append(JournalEntry entry) {
    committer.append(entry);
    announced.accept(entry);
  }

  @Override
  public long lastIndex() {
    return committer.lastIndex();
  }

  @Override
  public long durableIndex() {
    return committer.durableIndex();
  }

  @Override
  public void onDurable(LongConsumer listener) {
    committer.onDurable(listener);
  }

  @Override
  public boolean awaitDurable(long index, Duration timeout) throws InterruptedException {
    return committer.awaitDurable(index, timeout);
  }

  @Override
  public Backlog backlog() {
    return committer.backlog();
  }

  @Override
  public JournalHealth health() {
    return committer.health();
  }

  @Override
  public void replay(long afterIndex, Consumer<JournalEntry> reader) {
    long pruned = prunedIndex();
    if (afterIndex < pruned) {
      throw new StorageDamagedException(
          file.path()
              + ": entries up to "
              + pruned
              + " are no longer kept, and all after "
              + afterIndex
              + " were asked for: no checkpoint that covers them can be read: restore a backup",
          null);
    }
    replayWhatIsLeft(afterIndex, reader);
  }

  long prunedIndex() {
    return readers.read("read the last index", JournalFile::prunedIndex);
  }

  @Override
  public void replayWhatIsLeft(long afterIndex, Consumer<JournalEntry> reader) {
    long next = afterIndex + 1;
    while (true) {
      long from = next;
      // Page by page: a reader that stayed on one state of the file would keep the log from beginning anew.
      List<JournalFile.Row> rows = readers.read("read entries", connection -> JournalFile.rowsFrom(connection, from));
      for (JournalFile.Row row : rows) {
        for (JournalEntry entry : row.decode(file)) {
          if (entry.index() >= next) {
            reader.accept(entry);
          }
        }
        next = row.lastIndex() + 1;
      }
      if (rows.isEmpty()) {
        return;
      }
    }
  }

  @Override
  public void checkpoint(long index, Instant at, byte[] state) {
    try {
      if (!awaitDurable(index, LONGEST_WAIT)) {
        throw new StorageException(
            file.path() + ": no checkpoint at " + index + ": the entries up to it are not on disk: see the journal's health",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(file.path() + ": no checkpoint at " + index + ": interrupted", e);
    }
    checkpoints.write(new Checkpoint(index, at, state));
    // Not while a copy is made: the next checkpoint will do it.
    if (pruning.tryLock()) {
      try {
        long needed = Math.min(checkpoints.olderIndex(), projectedOnDisk.getAsLong());
        committer.prune(new Committer.Prune(needed, clock.instant().minus(retention).toEpochMilli()));
      } finally {
        pruning.unlock();
      }
    }
  }

  @Override
  public Optional<Checkpoint> lastCheckpoint() {
    return checkpoints.last();
  }

  /** Reads all rows and checkpoints; gives what does not fit. */
  List<String> verify() {
    List<String> problems = new ArrayList<>();
    try {
      problems.addAll(checkpoints.verify());
      problems.addAll(readers.read("check the journal", Sql::integrity));
      replayWhatIsLeft(0, entry -> {});
    } catch (StorageException e) {
      problems.add(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      problems.add("checkpoints: cannot be listed: " + e);
    }
    return problems;
  }

  /** Keeps old rows in their place until the lock is given back. */
  ReentrantLock pruning() {
    return pruning;
  }

  /** Commits what waits and ends the threads; reading goes on. */
  void stop(Duration timeout) {
    keeper.close();
    committer.close(timeout);
  }

  void close() {
    readers.close();
    file.settle();
  }
}
