package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Every fact that was decided, in its order. An entry whose index is at or below {@link #durableIndex()} survives {@code kill
 * -9} and the loss of power; nothing may be acknowledged before that.
 *
 * <p>{@link #append} takes all that is offered: the bound is the caller's, who stops admitting while {@link #backlog()} is large
 * or {@link #health()} says that commits fail. A commit that fails is tried again until it succeeds, in the same order; nothing
 * is skipped.
 *
 * <p><b>Threads:</b> {@code append} belongs to one thread; all else is thread-safe.
 */
public interface Journal {

  /**
   * Takes an entry into the queue of the committer. Never blocks.
   *
   * @throws IllegalArgumentException if the index is not above {@link #lastIndex()}
   * @throws IllegalStateException if the journal is closed
   */
  void append(JournalEntry entry);

  /** The index of the youngest entry that was appended or loaded; 0 when there is none. */
  long lastIndex();

  /** All entries up to this index are on disk. */
  long durableIndex();

  /**
   * Calls the listener with the new {@link #durableIndex()} after every commit, on the committer's thread: it must be quick and
   * must not wait for the journal. Listeners are called in the order in which they were added, and never miss the last value.
   */
  void onDurable(LongConsumer listener);

  /**
   * Waits until all entries appended so far with an index at or below {@code index} are on disk.
   *
   * @return false if the time ran out
   */
  boolean awaitDurable(long index, Duration timeout) throws InterruptedException;

  /** What was appended and is not on disk yet. */
  Backlog backlog();

  /** Whether commits succeed. */
  JournalHealth health();

  /**
   * Reads all durable entries with an index above {@code afterIndex}, in order, on the caller's thread.
   *
   * @throws StorageDamagedException if a row cannot be read as it was written; entries before it have been handed out
   */
  void replay(long afterIndex, Consumer<JournalEntry> reader);

  /**
   * Keeps a state from which a restart begins instead of from the first entry. Waits until the entries up to {@code index} are on
   * disk, and returns when the state is. The two newest checkpoints are kept. Call {@link Storage#checkpoint} rather than this:
   * it first brings history and samples to the same place.
   *
   * @param index the index of the last input that is in the state
   * @throws StorageException if it cannot be written; the checkpoints before it stay
   */
  void checkpoint(long index, Instant at, byte[] state);

  /** The youngest checkpoint that can be read whole. A damaged one is named in the log and passed over for the one before. */
  Optional<Checkpoint> lastCheckpoint();

  /**
   * What waits for the committer.
   *
   * @param entries how many
   * @param bytes about how much memory and disk they take
   */
  record Backlog(long entries, long bytes) {}

  /** A state and its place in the journal. */
  record Checkpoint(long index, Instant at, byte[] state) {}
}
