package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A directory with a SQLite file for each part, checkpoints, and the lock. */
final class SqliteStorage implements Storage {
  private static final Duration LEAST_STEP = Duration.ofMillis(200);

  private final DirectoryLock lock;
  private final Duration closeTimeout;
  private final SqliteFile journalFile;
  private final SqliteFile historyFile;
  private final SqliteFile samplesFile;
  private final SqliteFile registryFile;
  private final SqliteFile alertsFile;
  private final Checkpoints checkpoints;
  private final SqliteJournal journal;
  private final SqliteHistory history;
  private final SqliteSamples samples;
  private final SqliteRegistry registry;
  private final SqliteOutbox outbox;
  private boolean closed;

  private SqliteStorage(DirectoryLock lock, StorageSettings settings, InstantSource clock) {
    Path directory = lock.directory();
    this.lock = lock;
    this.closeTimeout = settings.closeTimeout();
    this.journalFile = new SqliteFile(directory.resolve("journal.db"), SqliteFile.Durability.FULL);
    this.historyFile = new SqliteFile(directory.resolve("history.db"), SqliteFile.Durability.NORMAL);
    this.samplesFile = new SqliteFile(directory.resolve("samples.db"), SqliteFile.Durability.NORMAL);
    this.registryFile = new SqliteFile(directory.resolve("registry.db"), SqliteFile.Durability.FULL);
    this.alertsFile = new SqliteFile(directory.resolve("alerts.db"), SqliteFile.Durability.NORMAL);
    this.checkpoints = new Checkpoints(directory);
    this.journal = new SqliteJournal(journalFile, checkpoints, settings, clock);
    this.history = new SqliteHistory(historyFile, journal.lastIndex(), journal, settings, clock);
    this.samples = SqliteSamples.openIdle(samplesFile, settings, clock);
    this.registry = new SqliteRegistry(registryFile);
    this.outbox = new SqliteOutbox(alertsFile, journal.lastIndex(), journal, settings, clock, OutboxOpening.boot());
  }

  static SqliteStorage open(Path directory, StorageSettings settings, InstantSource clock) {
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      SqliteStorage storage = new SqliteStorage(lock, settings, clock);
      storage.history.start();
      storage.journal.start(storage.outbox::announce, storage::follow, storage::followedIndex);
      storage.samples.start();
      return storage;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** People first. */
  private void follow(List<JournalEntry> entries) {
    entries.forEach(outbox::record);
    entries.forEach(history::record);
  }

  /** What the journal need not keep for others. */
  private long followedIndex() {
    return Math.min(history.forcedIndex(), outbox.forcedIndex());
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public SampleStore samples() {
    return samples;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public AlertLog alerts() {
    return outbox.alerts();
  }

  @Override
  public ControlLog control() {
    return outbox.control();
  }

  @Override
  public void checkpoint(long index, Instant at, byte[] state, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      step(journal.awaitDurable(index, left(deadline)), index, "the journal does not get to disk");
      step(samples.flush(left(deadline)), index, "the samples do not get to disk");
      // They may be far behind and need not be here: each reads on from its own place, and the journal keeps what it has not on disk.
      outbox.sync(Math.min(index, outbox.routedIndex()), left(deadline));
      history.sync(Math.min(index, history.projectedIndex()), left(deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("no checkpoint at " + index + ": interrupted", e);
    }
    journal.checkpoint(index, at, state);
  }

  private static void step(boolean done, long index, String failure) {
    if (!done) {
      throw new StorageException("no checkpoint at " + index + ": " + failure + " in time: see the log; the one before it stays",
          null);
    }
  }

  @Override
  public void backup(Path target) {
    journal.pruning().lock();
    try {
      new Backup(target)
          .write(
              backup -> {
                flushBeforeBackup();
                // The journal last: the copy of the history must not know more than the copy of the journal.
                backup.copy(samplesFile);
                backup.copy(registryFile);
                backup.copy(historyFile);
                backup.copy(alertsFile);
                OutboxOpening.markCopy(backup.directory().resolve(alertsFile.path().getFileName()));
                checkpoints.copyTo(backup.directory());
                backup.copy(journalFile);
              });
    } finally {
      journal.pruning().unlock();
    }
  }

  private void flushBeforeBackup() throws SQLException {
    try {
      samples.flush(closeTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  @Override
  public List<String> verify() {
    List<String> problems = new ArrayList<>();
    add(problems, journalFile, journal.verify());
    add(problems, historyFile, history.verify());
    add(problems, samplesFile, samples.verify());
    add(problems, registryFile, registry.verify());
    add(problems, alertsFile, outbox.verify());
    return problems;
  }

  private static void add(List<String> all, SqliteFile file, List<String> problems) {
    problems.forEach(problem -> all.add(file.path().getFileName() + ": " + problem));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long deadline = System.nanoTime() + closeTimeout.toNanos();
    try {
      // In the order in which each still needs the next.
      journal.stop(left(deadline));
      outbox.close(left(deadline));
      history.close(left(deadline));
      samples.close(left(deadline));
    } finally {
      journal.close();
      registry.close();
      lock.close();
    }
  }

  private static Duration left(long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    return left.compareTo(LEAST_STEP) < 0 ? LEAST_STEP : left;
  }
}
