package dev.binnacle.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the outbox's file to a state from which it can go on, whatever ended the process that had it before.
 *
 * @param progress all of the entries up to this index is in; it is on disk
 * @param routed the parcels of entries up to this index are in
 * @param doubtful parcels of entries up to this index may have been sent already, by a process of which no trace is left
 */
record OutboxOpening(long progress, long routed, long doubtful) {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxOpening.class);

  private static final String COPIED = "copied";

  /**
   * What names this run of the machine: if it is another one than that in which the file was written, the newest commits may be
   * undone. Where the system does not say, each run of the program is one, and so each end that was no orderly one is taken for a loss
   * of power.
   */
  static String boot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return UUID.randomUUID().toString();
    }
  }

  /**
   * @param lastIndex of the journal
   * @param boot from {@link #boot()}
   */
  static OutboxOpening of(SqliteFile file, long lastIndex, String boot) {
    // To the disk, whatever the file's own durability: what is decided here must not be decided otherwise after a loss of power.
    SqliteFile careful = new SqliteFile(file.path(), SqliteFile.Durability.FULL);
    Connection connection = careful.openWriter(OutboxFile.SCHEMA);
    try {
      OutboxOpening[] opening = {null};
      Sql.transaction(connection, () -> opening[0] = open(file, connection, lastIndex, boot));
      Checkpoints.force(file.path().toAbsolutePath().resolveSibling(""));
      return Objects.requireNonNull(opening[0]);
    } catch (SQLException | IOException e) {
      throw file.failure("open the outbox", e);
    } finally {
      Sql.close(connection);
    }
  }

  private static OutboxOpening open(SqliteFile file, Connection connection, long lastIndex, String boot)
      throws SQLException {
    if (Sql.number(connection, "SELECT 1 FROM progress") == null) {
      if (lastIndex > 0) {
        LOG.info("{}: is new: entries of the journal up to {} are not told to anybody", file.path(), lastIndex);
      }
      Sql.update(connection, "INSERT INTO progress VALUES (1, ?1, ?1, 0, ?2)", lastIndex, boot);
    }
    long routed = number(connection, "idx");
    if (routed > lastIndex) {
      // The ordinary end of a program that was killed while it waited for the journal's disk; or the journal was restored from a backup.
      LOG.info("{}: goes up to entry {}, and the journal only to {}: what is beyond is taken back", file.path(), routed,
          lastIndex);
      rewind(connection, lastIndex);
    }
    doubt(file, connection, lastIndex, boot);
    Sql.update(connection, "UPDATE progress SET boot = ?", boot);
    return new OutboxOpening(number(connection, "logged"), number(connection, "idx"), number(connection, "doubtful"));
  }

  private static long number(Connection connection, String column) throws SQLException {
    return Objects.requireNonNull(Sql.number(connection, "SELECT " + column + " FROM progress"));
  }

  private static void rewind(Connection connection, long index) throws SQLException {
    Sql.update(connection, "DELETE FROM parcel WHERE idx > ?", index);
    Sql.update(connection, "DELETE FROM unrouted WHERE idx > ?", index);
    new AlertsFile(connection).rewind(index);
    new ControlFile(connection).rewind(index);
    Sql.update(connection, "UPDATE progress SET idx = ?1, logged = min(logged, ?1), doubtful = min(doubtful, ?1)", index);
  }

  /** Says in a copy that it is one: whoever opens it cannot know what was sent since it was made. */
  static void markCopy(Path copy) throws SQLException {
    Connection connection = new SqliteFile(copy, SqliteFile.Durability.FULL).openWriter();
    try {
      Sql.update(connection, "UPDATE progress SET boot = ?", COPIED);
    } finally {
      Sql.close(connection);
    }
  }

  /** Marks what may have been sent. */
  private static void doubt(SqliteFile file, Connection connection, long lastIndex, String boot) throws SQLException {
    boolean leftOpen = Sql.number(connection, "SELECT 1 FROM progress WHERE boot IS NOT NULL") != null;
    boolean sameRun = Sql.number(connection, "SELECT 1 FROM progress WHERE boot = ?", boot) != null;
    if (leftOpen && !sameRun) {
      LOG.warn(
          "{}: the machine stopped, or this is a copy: what waits may have been sent, and is sent as a possible repeat",
          file.path());
      Sql.update(connection, "UPDATE parcel SET doubt = 1, why = coalesce(why, ?) WHERE state = 0",
          "the machine stopped before it was known whether this was sent");
      Sql.update(connection, "UPDATE progress SET doubtful = ?", lastIndex);
    }
    Sql.update(connection, "UPDATE parcel SET state = 0, doubt = 1, why = ? WHERE state = 1",
        "the program ended while this was being sent");
  }
}
