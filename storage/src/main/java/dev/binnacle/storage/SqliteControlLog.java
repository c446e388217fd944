package dev.binnacle.storage;

import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers from the outbox's file, which the postman writes. */
final class SqliteControlLog implements ControlLog {
  private static final String FACT = "SELECT at, id, body FROM control WHERE ";

  private final Readers readers;

  SqliteControlLog(Readers readers) {
    this.readers = readers;
  }

  @Override
  public Page<Fact.HaltBegun> halts(HistoryQuery query) {
    Page<Fact.OfControl> page = byTime("halts", "begun = 1", query, List.of());
    return new Page<>(page.rows().stream().map(Fact.HaltBegun.class::cast).toList(), page.next());
  }

  @Override
  public Page<Fact.OfControl> timeline(HaltId halt, int limit, @Nullable String cursor) {
    HistoryQuery.checkLimit(limit);
    Cursor after = Cursor.parse(cursor, "halt");
    String sql = FACT + "halt = ?" + (after == null ? "" : " AND id < ?") + " ORDER BY id DESC";
    List<Object> parameters = after == null ? List.of(halt) : List.of(halt, after.id());
    return readers.read("read what became of a halt", connection -> page(connection, sql, parameters, "halt", limit));
  }

  @Override
  public Optional<Halt> halt(HaltId halt) {
    HaltFold fold = new HaltFold();
    replay(halt, fold::take);
    return fold.halt();
  }

  @Override
  public void replay(HaltId halt, Consumer<? super Fact.OfControl> each) {
    boolean _ = readers.read("read what became of a halt", connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FACT + "halt = ? ORDER BY id")) {
        Sql.bind(statement, halt);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            each.accept(ControlFile.fact(Objects.requireNonNull(row.getBytes(3))));
          }
        }
      }
      return true;
    });
  }

  @Override
  public Page<Fact.OfControl> facts(HistoryQuery query) {
    return query.bot() == null
        ? byTime("control", "1", query, List.of())
        : byTime("control", "bot = ?", query, List.of(query.bot()));
  }

  private Page<Fact.OfControl> byTime(String list, String condition, HistoryQuery query, List<Object> values) {
    StringBuilder sql = new StringBuilder(FACT).append(condition);
    List<Object> parameters = new ArrayList<>(values);
    if (query.from() != null) {
      sql.append(" AND at >= ?");
      parameters.add(HistoryFile.nanos(query.from()));
    }
    if (query.to() != null) {
      sql.append(" AND at < ?");
      parameters.add(HistoryFile.nanos(query.to()));
    }
    Cursor after = Cursor.parse(query.cursor(), list);
    if (after != null) {
      sql.append(" AND (at, id) < (?, ?)");
      parameters.add(after.at());
      parameters.add(after.id());
    }
    sql.append(" ORDER BY at DESC, id DESC");
    return readers.read("read " + list, connection -> page(connection, sql.toString(), parameters, list, query.limit()));
  }

  private static Page<Fact.OfControl> page(
      Connection connection, String sql, List<Object> parameters, String list, int limit) throws SQLException {
    List<Fact.OfControl> rows = new ArrayList<>();
    Cursor last = null;
    try (PreparedStatement statement = connection.prepareStatement(sql + " LIMIT " + (limit + 1))) {
      Sql.bind(statement, parameters.toArray());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (rows.size() == limit && last != null) {
            return new Page<>(rows, last.text());
          }
          rows.add(ControlFile.fact(Objects.requireNonNull(row.getBytes(3))));
          last = new Cursor(list, row.getLong(1), row.getLong(2));
        }
      }
    }
    return new Page<>(rows, null);
  }
}
