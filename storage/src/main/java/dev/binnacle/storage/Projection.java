package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.sql.SQLException;
import java.util.List;

/**
 * What a {@link Follower} writes into: a file that is made from the journal.
 *
 * <p><b>Threads:</b> confined to the follower's.
 */
interface Projection extends AutoCloseable {

  /** Opens it, again after each failure. */
  interface Opening {
    Projection open() throws SQLException;
  }

  /**
   * Writes these entries, whose indexes are all above the ones before, and that they are in. After a failure the same entries come again,
   * and perhaps more with them.
   */
  void write(List<JournalEntry> entries) throws SQLException;

  /**
   * Prepares for entries that are announced and not on disk yet. All before the first are written or were foreseen. None of it may be seen
   * outside before the disk has them, and a crash may come that has never heard of them.
   */
  default void foresee(List<JournalEntry> entries) throws SQLException {}

  /** Waits for the disk to have all that was written, up to this index. */
  void force(long index) throws SQLException;

  /** Deletes some of what is old; says whether there may be more. */
  boolean letGo() throws SQLException;

  /** Writes what waits besides, after {@link Follower#wake}. */
  default void writeTheRest() throws SQLException {}

  @Override
  void close();
}
