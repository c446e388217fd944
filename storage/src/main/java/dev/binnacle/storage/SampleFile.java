package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on the samples' file. Each works within its caller's transaction. */
final class SampleFile {
  static final Schema SCHEMA = new Schema("samples", 1);

  private static final Logger LOG = LoggerFactory.getLogger(SampleFile.class);

  private SampleFile() {}

  /** A compressed chunk as it lies in the file. */
  @SuppressWarnings("ArrayRecordComponent") // Passed through, never compared.
  record Row(long firstTime, long lastTime, byte[] bytes) {
    /** Null when it is damaged: one chunk must not make the others useless. */
    @Nullable Chunk decode() {
      try {
        return Chunk.decode(firstTime, bytes);
      } catch (IllegalArgumentException e) {
        LOG.warn("samples from {} to {} ms are damaged and passed over: {}", firstTime, lastTime, e.getMessage());
        return null;
      }
    }
  }

  /** Up to which times (ms) minutes and hours are made; {@link Long#MIN_VALUE} when none are. */
  record Progress(long minutes, long hours) {
    static final Progress NONE = new Progress(Long.MIN_VALUE, Long.MIN_VALUE);
  }

  static List<OpenSeries> loadSeries(Connection connection) throws SQLException {
    List<OpenSeries> all = new ArrayList<>();
    String sql =
        """
        SELECT id, bot, metric, minuted,
          (SELECT t1 FROM chunk WHERE tier = 0 AND series = id ORDER BY t0 DESC LIMIT 1),
          (SELECT t FROM state WHERE series = id ORDER BY t DESC LIMIT 1),
          (SELECT word FROM state WHERE series = id ORDER BY t DESC LIMIT 1)
        FROM series""";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String bot = row.getString(2);
        var key = new SampleStore.Series(bot.isEmpty() ? null : new BotId(bot), new MetricName(row.getString(3)));
        long settled = row.getLong(4);
        long last = row.getLong(5);
        Long lastTime = row.wasNull() ? null : Long.valueOf(last);
        OpenSeries series = OpenSeries.loaded(key, row.getInt(1), lastTime, row.getLong(6), row.getString(7));
        if (settled != Long.MIN_VALUE) {
          series.settleBefore(settled);
        }
        all.add(series);
      }
    }
    return all;
  }

  static void insertSeries(Connection connection, OpenSeries series) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?, ?)")) {
      BotId bot = series.key().bot();
      statement.setInt(1, series.id());
      statement.setString(2, bot == null ? "" : bot.value());
      statement.setString(3, series.key().metric().value());
      statement.setLong(4, Long.MIN_VALUE);
      statement.setLong(5, Long.MIN_VALUE);
      statement.executeUpdate();
    }
  }

  /** Repeating an insertion whose commit may or may not have come through changes nothing. */
  static void insertChunk(Connection connection, Tier tier, int series, Chunk chunk) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT OR REPLACE INTO chunk (tier, series, t0, t1, data) VALUES (?, ?, ?, ?, ?)")) {
      statement.setInt(1, tier.number());
      statement.setInt(2, series);
      statement.setLong(3, chunk.firstTime());
      statement.setLong(4, chunk.lastTime());
      statement.setBytes(5, chunk.encode());
      statement.executeUpdate();
    }
  }

  static void insertChange(Connection connection, int series, OpenSeries.Change change) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("INSERT OR REPLACE INTO state VALUES (?, ?, ?)")) {
      statement.setInt(1, series);
      statement.setLong(2, change.time());
      statement.setString(3, change.word());
      statement.executeUpdate();
    }
  }

  /** Chunks with readings from {@code from} (inclusive) to {@code to} (exclusive), and around them what else they hold. */
  static List<Row> chunks(Connection connection, Tier tier, int series, long from, long to) throws SQLException {
    List<Row> rows = new ArrayList<>();
    String sql =
        """
        SELECT t0, t1, data FROM chunk WHERE tier = ?1 AND series = ?2 AND t1 >= ?3 AND t0 < ?4
          AND t0 >= coalesce((SELECT max(t0) FROM chunk WHERE tier = ?1 AND series = ?2 AND t0 <= ?3), ?3)
        ORDER BY t0""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, tier.number(), series, from, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Row(row.getLong(1), row.getLong(2), row.getBytes(3)));
        }
      }
    }
    return rows;
  }

  /** The first time of a tier; null when it holds nothing of the series. */
  static @Nullable Long firstTime(Connection connection, Tier tier, int series) throws SQLException {
    return Sql.number(connection, "SELECT t0 FROM chunk WHERE tier = ? AND series = ? ORDER BY t0 LIMIT 1", tier.number(),
        series);
  }

  static @Nullable Long lastTime(Connection connection, Tier tier, int series) throws SQLException {
    return Sql.number(connection, "SELECT t1 FROM chunk WHERE tier = ? AND series = ? ORDER BY t0 DESC LIMIT 1", tier.number(),
        series);
  }

  static Progress progress(Connection connection, int series) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT minuted, houred FROM series WHERE id = ?")) {
      Sql.bind(statement, series);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Progress(row.getLong(1), row.getLong(2)) : Progress.NONE;
      }
    }
  }

  static void setProgress(Connection connection, int series, Progress progress) throws SQLException {
    Sql.update(connection, "UPDATE series SET minuted = ?, houred = ? WHERE id = ?", progress.minutes, progress.hours, series);
  }

  static void deleteChunk(Connection connection, Tier tier, int series, long firstTime) throws SQLException {
    Sql.update(connection, "DELETE FROM chunk WHERE tier = ? AND series = ? AND t0 = ?", tier.number(), series, firstTime);
  }

  /** Deletes chunks all of whose readings are older. */
  static void deleteChunksBefore(Connection connection, Tier tier, int series, long time) throws SQLException {
    Sql.update(connection, "DELETE FROM chunk WHERE tier = ? AND series = ? AND t0 < ? AND t1 < ?", tier.number(), series, time,
        time);
  }

  /**
   * Deletes transitions that are older, but for the last of them, which is still in force then; and all but the youngest {@code
   * most}.
   */
  static void deleteChanges(Connection connection, int series, long before, int most) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM state WHERE series = ? AND t < (SELECT max(t) FROM state WHERE series = ? AND t < ?)",
        series,
        series,
        before);
    Sql.update(
        connection,
        "DELETE FROM state WHERE series = ? AND t < (SELECT t FROM state WHERE series = ? ORDER BY t DESC LIMIT 1 OFFSET ?)",
        series,
        series,
        most - 1);
  }

  /** The youngest {@code most} transitions from the one in force at {@code from} to {@code to} (exclusive), youngest first. */
  static List<OpenSeries.Change> changes(Connection connection, int series, long from, long to, int most) throws SQLException {
    List<OpenSeries.Change> changes = new ArrayList<>();
    String sql =
        """
        SELECT t, word FROM state WHERE series = ? AND t < ?
          AND t >= coalesce((SELECT max(t) FROM state WHERE series = ? AND t <= ?), ?)
        ORDER BY t DESC LIMIT ?""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, series, to, series, from, from, most);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changes.add(new OpenSeries.Change(row.getLong(1), row.getString(2)));
        }
      }
    }
    return changes;
  }

  static boolean isEmpty(Connection connection, int series) throws SQLException {
    Long found =
        Sql.number(
            connection,
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM chunk WHERE tier = 0 AND series = ?1)
              OR EXISTS (SELECT 1 FROM chunk WHERE tier = 1 AND series = ?1) OR EXISTS (SELECT 1 FROM chunk WHERE tier = 2 AND series = ?1)
              OR EXISTS (SELECT 1 FROM state WHERE series = ?1)""",
            series);
    return found == null;
  }

  static void deleteSeries(Connection connection, int series) throws SQLException {
    Sql.update(connection, "DELETE FROM series WHERE id = ?", series);
  }

  /** A change that is there only to be committed. */
  static void countFlush(Connection connection) throws SQLException {
    Sql.update(connection, "UPDATE flush SET number = number + 1");
  }
}
