package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small durable things in a SQLite file of their own, so that putting one never waits for the journal's lock. */
final class SqliteRegistry implements Registry, AutoCloseable {
  private static final Schema SCHEMA = new Schema("registry", 1);

  private final SqliteFile file;
  private @Nullable Connection connection;

  SqliteRegistry(SqliteFile file) {
    this.file = file;
    this.connection = file.openWriter(SCHEMA);
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  @Override
  public void put(String kind, String key, byte[] value) {
    checkName("kind", kind);
    checkName("key", key);
    if (value.length > LARGEST_VALUE) {
      throw new IllegalArgumentException(
          "value of " + kind + " has " + value.length + " bytes, at most " + LARGEST_VALUE + " are kept");
    }
    run("keep a " + kind, open -> Sql.update(open, "INSERT OR REPLACE INTO registry VALUES (?, ?, ?)", kind, key, value));
  }

  @Override
  public Optional<byte[]> get(String kind, String key) {
    return run(
        "read a " + kind,
        open -> {
          try (PreparedStatement statement = open.prepareStatement("SELECT value FROM registry WHERE kind = ? AND name = ?")) {
            Sql.bind(statement, kind, key);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public SortedMap<String, byte[]> all(String kind) {
    return run(
        "read all of " + kind,
        open -> {
          SortedMap<String, byte[]> all = new TreeMap<>();
          try (PreparedStatement statement = open.prepareStatement("SELECT name, value FROM registry WHERE kind = ?")) {
            Sql.bind(statement, kind);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                all.put(row.getString(1), row.getBytes(2));
              }
            }
          }
          return Collections.unmodifiableSortedMap(all);
        });
  }

  @Override
  public boolean remove(String kind, String key) {
    return run("remove a " + kind, open -> Sql.update(open, "DELETE FROM registry WHERE kind = ? AND name = ?", kind, key) > 0);
  }

  List<String> verify() {
    return run("check the registry", Sql::integrity);
  }

  private synchronized <T> T run(String doing, Work<T> work) {
    Connection open = connection;
    if (open == null) {
      throw new IllegalStateException(file.path() + " is closed");
    }
    try {
      return work.run(open);
    } catch (SQLException e) {
      throw file.failure(doing, e);
    }
  }

  private static void checkName(String what, String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(what + " must have 1 to " + LONGEST_NAME + " characters, had " + name.length());
    }
  }

  @Override
  public synchronized void close() {
    Sql.close(connection);
    connection = null;
  }
}
