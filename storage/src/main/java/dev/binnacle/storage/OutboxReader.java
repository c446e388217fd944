package dev.binnacle.storage;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The questions to the outbox's file about parcels. */
final class OutboxReader {
  private static final String LIST = "parcels";
  private static final Outbox.State[] STATES = Outbox.State.values();
  private static final Level[] LEVELS = Level.values();
  private static final String COLUMNS =
      "id, key, channel, kind, level, bot, alerts, at, state, attempts, next, attempted, ended, doubt, why, reference, body, decided";

  /** Parcels are put in while the disk is still being waited for that is to have the entry which means them. */
  private static final String DURABLE = " AND (idx IS NULL OR idx <= ?)";

  /** A channel's line. The index is named, since without it SQLite takes one by which it must sort. */
  static final String LINE =
      "SELECT " + COLUMNS + " FROM parcel INDEXED BY parcel_line WHERE channel = ? AND state < 2"
          + DURABLE + " ORDER BY id LIMIT ?";

  /** The alerts and halts of it. The condition is the index's, word for word. */
  static final String PRESSING =
      "SELECT " + COLUMNS + " FROM parcel INDEXED BY parcel_pressing"
          + " WHERE channel = ? AND state < 2 AND kind IN ('alert', 'halt')" + DURABLE + " ORDER BY id LIMIT ?";

  private OutboxReader() {}

  static List<Outbox.Entry> pressing(Connection connection, ChannelName channel, long durable, int limit) throws SQLException {
    return entries(connection, PRESSING, channel, durable, limit);
  }

  static List<Outbox.Entry> waiting(Connection connection, ChannelName channel, long durable, int limit) throws SQLException {
    return entries(connection, LINE, channel, durable, limit);
  }

  static List<Outbox.Entry> one(Connection connection, long id) throws SQLException {
    return entries(connection, "SELECT " + COLUMNS + " FROM parcel WHERE id = ?", id);
  }

  static Page<Outbox.Entry> list(Connection connection, OutboxQuery query) throws SQLException {
    StringBuilder where = new StringBuilder("1");
    List<Object> parameters = new ArrayList<>();
    restrict(where, parameters, "channel = ?", query.channel());
    restrict(where, parameters, "state = ?", query.state() == null ? null : query.state().ordinal());
    restrict(where, parameters, "bot = ?", query.bot());
    Cursor after = Cursor.parse(query.cursor(), LIST);
    restrict(where, parameters, "id < ?", after == null ? null : after.id());
    parameters.add(query.limit() + 1);
    List<Outbox.Entry> rows =
        entries(connection, "SELECT " + COLUMNS + " FROM parcel WHERE " + where + " ORDER BY id DESC LIMIT ?",
            parameters.toArray());
    if (rows.size() <= query.limit()) {
      return new Page<>(rows, null);
    }
    List<Outbox.Entry> page = rows.subList(0, query.limit());
    return new Page<>(page, new Cursor(LIST, 0, page.getLast().id()).text());
  }

  private static void restrict(StringBuilder where, List<Object> parameters, String condition, @Nullable Object value) {
    if (value != null) {
      where.append(" AND ").append(condition);
      parameters.add(value);
    }
  }

  static Map<ChannelName, Map<Outbox.State, Long>> counts(Connection connection) throws SQLException {
    Map<ChannelName, Map<Outbox.State, Long>> counts = new TreeMap<>();
    String sql = "SELECT channel, state, count(*) FROM parcel GROUP BY channel, state";
    try (PreparedStatement statement = connection.prepareStatement(sql); ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        counts
            .computeIfAbsent(new ChannelName(row.getString(1)), channel -> new EnumMap<>(Outbox.State.class))
            .put(STATES[row.getInt(2)], row.getLong(3));
      }
    }
    return counts;
  }

  static List<Outbox.Unrouted> unrouted(Connection connection, int limit) throws SQLException {
    List<Outbox.Unrouted> rows = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT idx, at, why FROM unrouted ORDER BY idx DESC LIMIT ?")) {
      Sql.bind(statement, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Outbox.Unrouted(row.getLong(1), HistoryFile.time(row.getLong(2)), row.getString(3)));
        }
      }
    }
    return rows;
  }

  static long unroutedCount(Connection connection) throws SQLException {
    return Objects.requireNonNull(Sql.number(connection, "SELECT count(*) FROM unrouted"));
  }

  private static List<Outbox.Entry> entries(Connection connection, String sql, Object... parameters) throws SQLException {
    List<Outbox.Entry> entries = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, parameters);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
    }
    return entries;
  }

  private static Outbox.Entry entry(ResultSet row) throws SQLException {
    String bot = row.getString(6);
    String alerts = Objects.requireNonNull(row.getString(7));
    Parcel parcel =
        new Parcel(
            row.getString(2),
            new ChannelName(row.getString(3)),
            row.getString(4),
            LEVELS[row.getInt(5)],
            bot == null ? null : new BotId(bot),
            alerts.isEmpty() ? List.of() : Arrays.stream(alerts.split(" ", 0)).map(AlertId::new).toList(),
            HistoryFile.time(row.getLong(8)),
            row.getBytes(17));
    Instant decided = time(row, 18);
    return new Outbox.Entry(
        row.getLong(1),
        parcel,
        decided == null ? parcel.at() : decided, // an older version has not kept it
        STATES[row.getInt(9)],
        row.getInt(10),
        time(row, 11),
        time(row, 12),
        time(row, 13),
        row.getString(15),
        row.getString(16),
        row.getInt(14) != 0);
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? null : HistoryFile.time(nanos);
  }
}
