package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Statements in few words. Transactions are begun and ended by statements of our own: with {@code setAutoCommit(false)} this
 * driver begins the next one in the very moment in which it ends the one before, and an immediate one holds the write lock.
 */
final class Sql {
  private static final Logger LOG = LoggerFactory.getLogger(Sql.class);

  private Sql() {}

  /** What is to be written together. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Runs the work as one transaction that holds the write lock from its begin, wholly or not at all. */
  static void transaction(Connection connection, Work work) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    boolean done = false;
    try {
      // Else the driver finds out after every statement whether it is in a transaction, by trying to begin one.
      tellDriver(connection, true);
      try {
        work.run();
      } finally {
        tellDriver(connection, false);
      }
      execute(connection, "COMMIT");
      done = true;
    } finally {
      if (!done) {
        rollback(connection);
      }
    }
  }

  private static void tellDriver(Connection connection, boolean inTransaction) throws SQLException {
    connection.unwrap(SQLiteConnection.class).getConnectionConfig().setAutoCommit(!inTransaction);
  }

  private static void rollback(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // A full disk or a broken one has rolled back by itself; the first error tells more than this one.
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Closes it, or leaves that to the end of the process: nothing is pending on it that should be kept. */
  static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("closing a connection failed", e);
      }
    }
  }

  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** The first column of the first row; null when there is none or it holds null. */
  static @Nullable Long number(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        long number = row.getLong(1);
        return row.wasNull() ? null : number;
      }
    }
  }

  /** What SQLite finds wrong with the file's structure. */
  static List<String> integrity(Connection connection) throws SQLException {
    List<String> problems = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      while (row.next()) {
        if (!"ok".equals(row.getString(1))) {
          problems.add(row.getString(1));
        }
      }
    }
    return problems;
  }

  static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case null -> statement.setObject(i + 1, null);
        case Object other -> statement.setString(i + 1, other.toString());
      }
    }
  }
}
