package dev.binnacle.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Everything that is remembered, in one directory that one process has open at a time.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface Storage extends AutoCloseable {

  /**
   * Opens or creates the directory, brings its files to this program's version, and checks the newest rows.
   *
   * @throws StorageInUseException if another process has it open
   * @throws StorageVersionException if a newer program has written it
   * @throws StorageDamagedException if the newest rows cannot be read
   * @throws StorageException if it cannot be read or written for another reason
   */
  static Storage open(Path directory, StorageSettings settings) {
    return open(directory, settings, InstantSource.system());
  }

  /** As {@link #open(Path, StorageSettings)}, with a clock by which retention goes. */
  static Storage open(Path directory, StorageSettings settings, InstantSource clock) {
    return SqliteStorage.open(directory, settings, clock);
  }

  /**
   * Opens a copy of a directory that no process has open, to look at it: the directory stays as it is, whatever version has written it.
   * The copy lies where the system keeps what is temporary and is gone when it is closed.
   *
   * @throws StorageInUseException if a process has the directory open
   * @throws StorageVersionException if a newer program has written it
   * @throws StorageException if it is no such directory, cannot be read, or there is no room for the copy
   */
  static Storage openCopy(Path directory, StorageSettings settings) {
    return FolderCopy.open(directory, settings);
  }

  Journal journal();

  History history();

  SampleStore samples();

  Registry registry();

  Outbox outbox();

  AlertLog alerts();

  ControlLog control();

  /**
   * Keeps a state in the only safe order: journal on disk, samples flushed, what history and outbox have got on disk, then the
   * checkpoint. These two may be behind: the journal keeps what they have not got, whatever is checkpointed. Blocks; call it off the
   * engine's thread.
   *
   * @throws StorageException if a step fails or the time runs out; the checkpoints before stay, and nothing is lost
   */
  void checkpoint(long index, Instant at, byte[] state, Duration timeout);

  /**
   * Writes a copy of everything into a directory that does not exist yet, while all goes on. The copy opens as it is.
   *
   * @throws StorageException if it cannot be written whole; no part of it stays
   */
  void backup(Path target);

  /** Reads everything and says what does not fit; empty when all is well. Takes long on large files, disturbs nobody. */
  List<String> verify();

  /** Commits and flushes what waits, then closes, within {@link StorageSettings#closeTimeout()}. A second call does nothing. */
  @Override
  void close();
}
