package dev.binnacle.storage;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers from the outbox's file, which the postman writes. */
final class SqliteAlertLog implements AlertLog {
  private static final String ALERT = "SELECT at, num, change, body FROM alert WHERE ";

  private final Readers readers;

  SqliteAlertLog(Readers readers) {
    this.readers = readers;
  }

  /** Makes a row of the answer. */
  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Conditions and their parameters. */
  private static final class Where {
    private final StringBuilder sql = new StringBuilder("1");
    private final List<Object> parameters = new ArrayList<>();

    Where and(String condition, @Nullable Object... values) {
      for (Object value : values) {
        if (value == null) {
          return this;
        }
      }
      sql.append(" AND ").append(condition);
      for (Object value : values) {
        parameters.add(Objects.requireNonNull(value));
      }
      return this;
    }

    Where between(@Nullable Instant from, @Nullable Instant to) {
      return and("at >= ?", from == null ? null : HistoryFile.nanos(from)).and("at < ?",
          to == null ? null : HistoryFile.nanos(to));
    }

    Where after(@Nullable Cursor cursor, String place) {
      return cursor == null ? this : and("(at, " + place + ") < (?, ?)", cursor.at(), cursor.id());
    }
  }

  @Override
  public Page<AlertRow> alerts(AlertQuery query) {
    Where where =
        new Where()
            .and("rule = ?", query.rule())
            .and("bot = ?", query.bot())
            .and("level >= ?", query.leastLevel() == null ? null : query.leastLevel().ordinal())
            .between(query.from(), query.to())
            .after(Cursor.parse(query.cursor(), "alerts"), "num");
    if (!query.states().isEmpty()) {
      where.and(
          query.states().stream().map(AlertState::ordinal).map(String::valueOf)
              .collect(Collectors.joining(",", "state IN (", ")")));
    }
    return readers.read(
        "read alerts",
        connection -> page(connection, ALERT + where.sql + " ORDER BY at DESC, num DESC", where.parameters, "alerts",
            query.limit(), this::alert));
  }

  @Override
  public Optional<AlertRow> alert(AlertId id) {
    List<AlertRow> rows =
        readers.read(
            "read an alert", connection -> page(connection, ALERT + "id = ?", List.of(id), "alerts", 1, this::alert).rows());
    return rows.stream().findFirst();
  }

  @Override
  public Page<Fact.OfAlerts> timeline(AlertId id, int limit, @Nullable String cursor) {
    HistoryQuery.checkLimit(limit);
    Cursor after = Cursor.parse(cursor, "timeline");
    Where where =
        new Where()
            .and("l.alert = (SELECT num FROM alert WHERE id = ?)", id)
            .and("l.change < ?", after == null ? null : after.id());
    String sql =
        "SELECT c.at, c.id, c.body FROM alert_change AS l CROSS JOIN change AS c ON c.id = l.change WHERE "
            + where.sql
            + " ORDER BY l.change DESC";
    return readers.read(
        "read what became of an alert",
        connection -> page(connection, sql, where.parameters, "timeline", limit, SqliteAlertLog::fact));
  }

  @Override
  public Page<Fact.OfAlerts> facts(Topic topic, HistoryQuery query) {
    String name = topic.name().toLowerCase(Locale.ROOT);
    Where where =
        new Where()
            .and("topic = ?", AlertsFile.number(topic))
            .between(query.from(), query.to())
            .after(Cursor.parse(query.cursor(), name), "id");
    String sql = "SELECT at, id, body FROM change WHERE " + where.sql + " ORDER BY at DESC, id DESC";
    return readers.read(
        "read " + name, connection -> page(connection, sql, where.parameters, name, query.limit(), SqliteAlertLog::fact));
  }

  private AlertRow alert(ResultSet row) throws SQLException {
    return new AlertRow(
        HistoryFile.index(row.getLong(3)),
        HistoryFile.time(row.getLong(1)),
        AlertsFile.alert(Objects.requireNonNull(row.getBytes(4))));
  }

  private static Fact.OfAlerts fact(ResultSet row) throws SQLException {
    return AlertsFile.fact(Objects.requireNonNull(row.getBytes(3)));
  }

  /** The statement's first two columns are the place in the list. */
  private static <T> Page<T> page(
      Connection connection, String sql, List<Object> parameters, String list, int limit, Reading<T> reading)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    Cursor last = null;
    try (PreparedStatement statement = connection.prepareStatement(sql + " LIMIT " + (limit + 1))) {
      Sql.bind(statement, parameters.toArray());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (rows.size() == limit && last != null) {
            return new Page<>(rows, last.text());
          }
          rows.add(reading.read(row));
          last = new Cursor(list, row.getLong(1), row.getLong(2));
        }
      }
    }
    return new Page<>(rows, null);
  }
}
