package dev.binnacle.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file: how connections to it are made, and what its errors mean to a person.
 *
 * <p>Nothing in this room opens such a file by other means while it is in use: closing any other handle of it would release
 * SQLite's locks.
 *
 * <p><b>Threads:</b> thread-safe; a connection belongs to one thread at a time.
 */
final class SqliteFile {
  /** When a commit returns. */
  enum Durability {
    /** On disk: survives the loss of power. */
    FULL(SQLiteConfig.SynchronousMode.FULL),
    /** With the operating system: survives {@code kill -9}. The loss of power may undo the newest commits, never a part of one. */
    NORMAL(SQLiteConfig.SynchronousMode.NORMAL);

    private final SQLiteConfig.SynchronousMode mode;

    Durability(SQLiteConfig.SynchronousMode mode) {
      this.mode = mode;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);
  private static final int BUSY_MILLIS = 10_000;
  private static final int CACHE_KILOBYTES = 2_048;
  private static final int WAL_KEPT_BYTES = 16 << 20;

  private final Path path;
  private final Durability durability;
  private volatile int largestPageCount;

  SqliteFile(Path path, Durability durability) {
    this.path = path;
    this.durability = durability;
  }

  Path path() {
    return path;
  }

  /** Makes an empty file that only its owner can read; SQLite gives the files beside it the same permissions. */
  void create() {
    try {
      if (Files.getFileStore(path.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(path);
      }
    } catch (FileAlreadyExistsException e) {
      // It is opened as it is.
    } catch (IOException e) {
      throw new StorageException(path + ": cannot be created: " + e + ": check the directory's owner and permissions", e);
    }
  }

  /** Lets the file grow no further than this, as on a full disk; 0 lifts it. Holds for connections opened from now on. */
  void limitPages(int count) {
    largestPageCount = count;
  }

  /** The one connection that writes: each statement by itself, or several in {@link Sql#transaction}. */
  Connection openWriter() throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(durability.mode);
    config.setJournalSizeLimit(WAL_KEPT_BYTES);
    if (largestPageCount > 0) {
      config.setMaxPageCount(largestPageCount);
    }
    return config.createConnection(url());
  }

  /** Creates the file if there is none, brings it to the program's version, and opens it for writing. */
  Connection openWriter(Schema schema) {
    create();
    try {
      Connection connection = openWriter();
      try {
        schema.migrate(this, connection);
        return connection;
      } catch (SQLException | RuntimeException e) {
        Sql.close(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw failure("open it", e);
    }
  }

  /** A connection that reads, and sees one state of the file from its first statement to the rollback. */
  Connection openReader() throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    Connection connection = config.createConnection(url());
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * Puts all that is in the log beside the file into it and removes the log, after the last connection was closed. SQLite would do
   * so by itself, but not when the last one only reads; and a log that is left behind spoils a file that is put in its place.
   */
  void settle() {
    try (Connection connection = openWriter()) {
      Sql.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      LOG.warn("{}; its log stays beside it, and is read at the next start", failure("be closed", e).getMessage());
    }
  }

  /** Turns what went wrong into words: what was being done, why it failed, what helps. */
  StorageException failure(String doing, Exception cause) {
    String message = path + ": cannot " + doing + ": " + cause.getMessage() + ": " + remedy(cause);
    return isDamage(cause) ? new StorageDamagedException(message, cause) : new StorageException(message, cause);
  }

  private static boolean isDamage(Exception cause) {
    int code = primaryCode(cause);
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private static String remedy(Exception cause) {
    int code = primaryCode(cause);
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return "free space on its disk";
    }
    if (isDamage(cause)) {
      return "restore it from a backup";
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return "check its owner and permissions, and those of its directory";
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return "close the program that holds it open";
    }
    return "check its disk";
  }

  /** The result code without its extension; 0 when the cause is no error of SQLite. */
  private static int primaryCode(Exception cause) {
    return cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KILOBYTES);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // Else the driver compiles and runs a query for the row's number after every insert.
    config.setGetGeneratedKeys(false);
    return config;
  }

  /** As a URI, since in a plain name a question mark would begin the driver's own options. */
  private String url() {
    return "jdbc:sqlite:" + path.toAbsolutePath().toUri();
  }
}
