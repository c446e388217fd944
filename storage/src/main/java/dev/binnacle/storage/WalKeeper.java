package dev.binnacle.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "binnacle-keeper": it copies the journal's write-ahead log into its file whenever the log has grown, so that the
 * committer hardly stops for that.
 */
final class WalKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WalKeeper.class);
  private static final long TURN_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final long WORTH_COPYING_BYTES = 4 << 20;

  private final SqliteFile file;
  private final Path wal;
  private final Thread thread = Thread.ofPlatform().name("binnacle-keeper").daemon().unstarted(this::run);
  private final Object turn = new Object();
  private final AtomicBoolean copied = new AtomicBoolean();
  private boolean closing;
  private long pauseMillis = TURN_MILLIS;
  private @Nullable Connection connection;

  WalKeeper(SqliteFile file) {
    this.file = file;
    this.wal = wal(file);
  }

  /** Where SQLite keeps the file's write-ahead log. */
  static Path wal(SqliteFile file) {
    return file.path().resolveSibling(file.path().getFileName() + "-wal");
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (awaitTurn()) {
      try {
        if (Files.exists(wal) && Files.size(wal) >= WORTH_COPYING_BYTES) {
          copy();
        }
      } catch (SQLException | IOException e) {
        // Nothing is lost: the log only stays longer.
        LOG.debug("{}: cannot copy the write-ahead log now", wal, e);
        Sql.close(connection);
        connection = null;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
      }
    }
    Sql.close(connection);
  }

  private boolean awaitTurn() {
    synchronized (turn) {
      if (!closing) {
        try {
          turn.wait(pauseMillis);
        } catch (InterruptedException e) {
          return false;
        }
      }
      return !closing;
    }
  }

  private void copy() throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = file.openWriter();
      connection = present;
    }
    Sql.execute(present, "PRAGMA wal_checkpoint(PASSIVE)");
    copied.set(true);
    pauseMillis = TURN_MILLIS;
  }

  /** Whether the log has been copied since this was last asked: what is left to copy is little. */
  boolean hasJustCopied() {
    return copied.getAndSet(false);
  }

  @Override
  public void close() {
    synchronized (turn) {
      closing = true;
      turn.notifyAll();
    }
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(Duration.ofSeconds(5))) {
        LOG.warn("{}: still copying after 5 s; left to itself", wal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
