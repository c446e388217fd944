package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.DamagedEntryException;
import dev.binnacle.protocol.JournalCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on the journal's file. */
final class JournalFile {
  static final Schema SCHEMA = new Schema("journal", 1);
  private static final int PAGE_BYTES = 4 << 20;
  private static final int PAGE_ROWS = 1_000;

  private JournalFile() {}

  /** A commit as it lies in the file. */
  @SuppressWarnings("ArrayRecordComponent") // Passed through, never compared.
  record Row(long firstIndex, long lastIndex, byte[] bytes) {

    /**
     * @throws StorageDamagedException if the bytes are not the entries that the row names
     */
    List<JournalEntry> decode(SqliteFile file) {
      List<JournalEntry> entries;
      try {
        entries = new JournalCodec().decodeAll(bytes);
      } catch (DamagedEntryException e) {
        throw damaged(file, String.valueOf(e.getMessage()), e);
      }
      long before = firstIndex - 1;
      for (JournalEntry entry : entries) {
        if (entry.index() <= before) {
          throw damaged(file, "entry " + entry.index() + " follows " + before, null);
        }
        before = entry.index();
      }
      if (entries.isEmpty() || entries.getFirst().index() != firstIndex || before != lastIndex) {
        throw damaged(file, "they are others", null);
      }
      return entries;
    }

    private StorageDamagedException damaged(SqliteFile file, String how, @Nullable Exception cause) {
      return new StorageDamagedException(
          file.path() + ": entries " + firstIndex + " to " + lastIndex + " are damaged: " + how + ": restore it from a backup",
          cause);
    }
  }

  static void insert(Connection connection, Row row, long atMillis) throws SQLException {
    Sql.update(connection, "INSERT INTO journal VALUES (?, ?, ?, ?)", row.firstIndex, row.lastIndex, atMillis, row.bytes);
  }

  /** The index of the last entry; 0 when there is none. */
  static long lastIndex(Connection connection) throws SQLException {
    Long last = Sql.number(connection, "SELECT last_index FROM journal ORDER BY first_index DESC LIMIT 1");
    return last == null ? 0 : last;
  }

  /** Entries up to this index are gone. */
  static long prunedIndex(Connection connection) throws SQLException {
    Long last = Sql.number(connection, "SELECT last_index FROM pruned");
    return last == null ? 0 : last;
  }

  /** The youngest rows, the youngest first. */
  static List<Row> lastRows(Connection connection, int count) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT first_index, last_index, bytes FROM journal ORDER BY first_index DESC LIMIT ?")) {
      statement.setInt(1, count);
      return rows(statement);
    }
  }

  /** Rows in order from the one that holds {@code index}, or the first after it; as many as are read at once. */
  static List<Row> rowsFrom(Connection connection, long index) throws SQLException {
    String sql =
        """
        SELECT first_index, last_index, bytes FROM journal
        WHERE first_index >= coalesce((SELECT max(first_index) FROM journal WHERE first_index <= ?1), ?1) AND last_index >= ?1
        ORDER BY first_index""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, index);
      return rows(statement);
    }
  }

  private static List<Row> rows(PreparedStatement statement) throws SQLException {
    List<Row> rows = new ArrayList<>();
    long bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (bytes < PAGE_BYTES && rows.size() < PAGE_ROWS && row.next()) {
        Row next = new Row(row.getLong(1), row.getLong(2), row.getBytes(3));
        rows.add(next);
        bytes += next.bytes.length;
      }
    }
    return rows;
  }

  /** Deletes the oldest rows, at most {@code most}, that lie wholly up to the index and before the time; says how many. */
  static int prune(Connection connection, long lastIndex, long beforeMillis, int most) throws SQLException {
    // The oldest first and then the conditions, not the other way round: else it would search the whole file for more.
    String oldest =
        "(SELECT first_index FROM (SELECT first_index, last_index, at FROM journal ORDER BY first_index LIMIT ?3)"
            + " WHERE last_index <= ?1 AND at < ?2)";
    Sql.update(
        connection,
        "UPDATE pruned SET last_index = max(last_index, coalesce((SELECT max(last_index) FROM journal WHERE first_index IN "
            + oldest
            + "), 0))",
        lastIndex,
        beforeMillis,
        most);
    return Sql.update(connection, "DELETE FROM journal WHERE first_index IN " + oldest, lastIndex, beforeMillis, most);
  }
}
