package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * At most a few connections that read one file, opened when first needed. A question sees one state of the file from its begin
 * to its end.
 *
 * <p><b>Threads:</b> thread-safe; who asks when all are in use waits its turn.
 */
final class Readers implements AutoCloseable {
  private static final int MOST = 4;

  private final SqliteFile file;
  private final Semaphore turns = new Semaphore(MOST, true);
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Readers(SqliteFile file) {
    this.file = file;
  }

  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  /** {@code doing} completes "cannot …" in the message of the error. */
  <T> T read(String doing, Question<T> question) {
    turns.acquireUninterruptibly();
    try {
      return answer(doing, question);
    } finally {
      turns.release();
      if (closed) {
        closeIdle();
      }
    }
  }

  private <T> T answer(String doing, Question<T> question) {
    if (closed) {
      throw new IllegalStateException(file.path() + " is closed");
    }
    try {
      Connection connection = idle.pollFirst();
      if (connection == null) {
        connection = file.openReader();
      }
      boolean well = false;
      try {
        T answer = question.ask(connection);
        connection.rollback();
        well = true;
        return answer;
      } finally {
        if (well) {
          idle.addFirst(connection);
        } else {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw file.failure(doing, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
      Sql.close(connection);
    }
  }
}
