package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread "binnacle-keeper": it copies a file's write-ahead log into the file, so that who writes the log hardly stops for that. Each time
 * little, and often: what is forced to the disk in one piece makes all wait that write meanwhile, into whatever file; 16 MB took 20 ms.
 *
 * <p><b>Threads:</b> {@link #grew} by any.
 */
final class WalKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WalKeeper.class);
  private static final long LONG_BEHIND_BYTES = 16 << 20;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final SqliteFile file;
  private final int worthCopyingBytes;
  private final Thread thread = Background.thread("keeper", this::run);
  private final Object turn = new Object();
  /** What the log grew since it was last looked at, and since all of it was last copied. */
  private long grown;
  private long behind;
  private boolean closing;
  private long pauseMillis;
  private @Nullable Connection connection;

  /** @param worthCopyingBytes how much must have been written for the log to be looked at */
  WalKeeper(SqliteFile file, int worthCopyingBytes) {
    this.file = file;
    this.worthCopyingBytes = worthCopyingBytes;
  }

  void start() {
    thread.start();
  }

  /** So much was written, or about. */
  void grew(int bytes) {
    synchronized (turn) {
      grown += bytes;
      behind += bytes;
      if (grown >= worthCopyingBytes) {
        turn.notifyAll();
      }
    }
  }

  /**
   * Whether the log has grown for long without being copied to its end, and so was never begun anew. It happens where writes follow one another
   * without a gap: then the writer itself should copy what is left.
   */
  boolean isLongBehind() {
    synchronized (turn) {
      return behind >= LONG_BEHIND_BYTES;
    }
  }

  /** Somebody else has copied what there was. */
  void caughtUp() {
    synchronized (turn) {
      behind = 0;
    }
  }

  private void run() {
    while (awaitGrowth()) {
      try {
        copy();
        pauseMillis = 0;
      } catch (SQLException e) {
        // Nothing is lost: the log only stays longer.
        LOG.debug("{}: cannot copy its write-ahead log now", file.path(), e);
        Sql.close(connection);
        connection = null;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pauseMillis * 2));
      }
    }
    Sql.close(connection);
  }

  private boolean awaitGrowth() {
    synchronized (turn) {
      try {
        if (!closing && pauseMillis > 0) {
          turn.wait(pauseMillis);
        }
        while (!closing && grown < worthCopyingBytes) {
          turn.wait();
        }
      } catch (InterruptedException e) {
        return false;
      }
      grown = 0;
      return !closing;
    }
  }

  private void copy() throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = file.openWriter();
      connection = present;
    }
    long before;
    synchronized (turn) {
      before = behind;
    }
    if (copyAll(present)) {
      synchronized (turn) {
        behind = Math.max(0, behind - before);
      }
    }
  }

  /** Copies what no reader holds back, without making anybody wait; says whether that was all. */
  static boolean copyAll(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      // Whether it was kept from it, how long the log is, and how much of that is copied.
      return result.next() && result.getInt(1) == 0 && result.getInt(2) == result.getInt(3);
    }
  }

  @Override
  public void close() {
    synchronized (turn) {
      closing = true;
      turn.notifyAll();
    }
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(Duration.ofSeconds(5))) {
        LOG.warn("{}: its write-ahead log is still being copied after 5 s; left to itself", file.path());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
