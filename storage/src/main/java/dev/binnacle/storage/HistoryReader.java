package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.EventReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The questions to the history's file: one statement each, by an index, from the newest. */
final class HistoryReader {
  /** Of a closing, the last opening before it; or, if the opening came late, the first after it. */
  private static final String OPENING =
      """
      CASE WHEN e.list = 2 THEN (SELECT o.body FROM event AS o WHERE o.bot = e.bot AND o.ref = e.ref AND abs(o.list) = 1
        ORDER BY o.id > e.id, o.id DESC LIMIT 1) END""";

  private static final EventReader JSON = new EventReader();

  private HistoryReader() {}

  /** Makes a row of the answer. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  static Page<Trade> trades(Connection connection, HistoryQuery query, Trade.State state) throws SQLException {
    List<Listing> lists =
        switch (state) {
          case ANY -> List.of(Listing.TRADES_OPEN, Listing.TRADES_CLOSED);
          case OPEN -> List.of(Listing.TRADES_OPEN);
          case CLOSED -> List.of(Listing.TRADES_CLOSED);
        };
    return page(connection, "event", "e.body, " + OPENING, lists, query, HistoryReader::trade);
  }

  static <E extends Event> Page<Happened<E>> events(Connection connection, HistoryQuery query, Listing list, Class<E> type)
      throws SQLException {
    return page(connection, "event", "e.body", List.of(list), query, row -> happened(row, type));
  }

  /** Those whose place was taken by a younger one, too. */
  static Page<Happened<Event.OrderUpdate>> orderChanges(Connection connection, HistoryQuery query) throws SQLException {
    int orders = Listing.ORDERS.number();
    return page(
        connection, "event", "e.body", new Lists("orderchanges", List.of(orders, -orders)), query,
        row -> happened(row, Event.OrderUpdate.class));
  }

  static Page<Fact.StatusChanged> statusChanges(Connection connection, HistoryQuery query) throws SQLException {
    return page(
        connection,
        "decision",
        "e.kind, e.subject, e.object, e.reason, e.low, e.high",
        List.of(Listing.STATUS_CHANGES),
        query,
        row -> (Fact.StatusChanged) decision(row));
  }

  static Page<Fact> irregularities(Connection connection, HistoryQuery query) throws SQLException {
    return page(
        connection,
        "decision",
        "e.kind, e.subject, e.object, e.reason, e.low, e.high",
        List.of(Listing.IRREGULARITIES),
        query,
        HistoryReader::decision);
  }

  static List<Happened<Event.BalanceUpdate>> closingBalances(Connection connection, HistoryQuery query, long everyNanos)
      throws SQLException {
    Conditions conditions = new Conditions(Listing.BALANCES.number(), query, null, false);
    // With a single max() SQLite takes the other columns from the row that has it.
    String sql =
        "SELECT max(e.at), e.id, b.name, e.body FROM event AS e JOIN bot AS b ON b.id = e.bot WHERE "
            + conditions.sql
            + " GROUP BY e.bot, e.at / ? ORDER BY max(e.at) DESC LIMIT ?";
    conditions.parameters.add(everyNanos);
    conditions.parameters.add(query.limit());
    List<Happened<Event.BalanceUpdate>> balances = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, conditions.parameters.toArray());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          balances.add(happened(row, Event.BalanceUpdate.class));
        }
      }
    }
    return balances;
  }

  /** Lists that are read as one, under the name that its cursors have. */
  private record Lists(String name, List<Integer> numbers) {
    static Lists of(List<Listing> lists) {
      return new Lists(HistoryReader.name(lists), lists.stream().map(Listing::number).toList());
    }
  }

  private static <T> Page<T> page(
      Connection connection, String table, String columns, List<Listing> lists, HistoryQuery query, Reading<T> reading)
      throws SQLException {
    return page(connection, table, columns, Lists.of(lists), query, reading);
  }

  private static <T> Page<T> page(
      Connection connection, String table, String columns, Lists lists, HistoryQuery query, Reading<T> reading)
      throws SQLException {
    String name = lists.name();
    Cursor after = Cursor.parse(query.cursor(), name);
    List<Object> parameters = new ArrayList<>();
    List<String> selects = new ArrayList<>();
    for (int list : lists.numbers()) {
      Conditions conditions = new Conditions(list, query, after, table.equals("event"));
      // CROSS JOIN keeps the order of the loops, and so that of the index.
      selects.add(
          "SELECT * FROM (SELECT e.at AS at, e.id AS id, b.name, %s FROM %s AS e CROSS JOIN bot AS b ON b.id = e.bot WHERE %s"
              .formatted(columns, table, conditions.sql)
              + " ORDER BY e.at DESC, e.id DESC LIMIT ?)");
      parameters.addAll(conditions.parameters);
      parameters.add(query.limit() + 1);
    }
    String sql =
        selects.size() == 1
            ? selects.getFirst()
            : String.join(" UNION ALL ", selects) + " ORDER BY at DESC, id DESC LIMIT " + (query.limit() + 1);
    return fetch(connection, sql, parameters, name, query.limit(), reading);
  }

  private static <T> Page<T> fetch(
      Connection connection, String sql, List<Object> parameters, String name, int limit, Reading<T> reading)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    Cursor last = null;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, parameters.toArray());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (rows.size() == limit && last != null) {
            return new Page<>(rows, last.text());
          }
          rows.add(reading.read(row));
          last = new Cursor(name, row.getLong(1), row.getLong(2));
        }
      }
    }
    return new Page<>(rows, null);
  }

  private static String name(List<Listing> lists) {
    return lists.stream().map(list -> list.name().toLowerCase(Locale.ROOT).replace("_", "")).collect(Collectors.joining());
  }

  /** What restricts a list, as SQL and its parameters. */
  private static final class Conditions {
    private final String sql;
    private final List<Object> parameters = new ArrayList<>();

    Conditions(int list, HistoryQuery query, @Nullable Cursor after, boolean hasSymbol) {
      StringBuilder where = new StringBuilder("e.list = ?");
      parameters.add(list);
      BotId bot = query.bot();
      if (bot != null) {
        where.append(" AND e.bot = (SELECT id FROM bot WHERE name = ?)");
        parameters.add(bot.value());
      }
      if (query.symbol() != null && hasSymbol) {
        where.append(" AND e.symbol = ?");
        parameters.add(query.symbol().value());
      }
      Instant from = query.from();
      if (from != null) {
        where.append(" AND e.at >= ?");
        parameters.add(HistoryFile.nanos(from));
      }
      Instant to = query.to();
      if (to != null) {
        where.append(" AND e.at < ?");
        parameters.add(HistoryFile.nanos(to));
      }
      if (after != null) {
        where.append(" AND (e.at, e.id) < (?, ?)");
        parameters.add(after.at());
        parameters.add(after.id());
      }
      sql = where.toString();
    }
  }

  private static Trade trade(ResultSet row) throws SQLException {
    Envelope envelope = envelope(row.getString(4));
    String opening = row.getString(5);
    BotId bot = new BotId(row.getString(3));
    return switch (envelope.event()) {
      case Event.TradeOpened opened -> new Trade(HistoryFile.index(row.getLong(2)), bot, envelope.instance(), opened, null);
      case Event.TradeClosed closed ->
          new Trade(
              HistoryFile.index(row.getLong(2)), bot, envelope.instance(),
              opening == null ? null : (Event.TradeOpened) envelope(opening).event(),
              closed);
      case Event other -> throw new SQLException("a trade was expected, found " + other.type());
    };
  }

  private static <E extends Event> Happened<E> happened(ResultSet row, Class<E> type) throws SQLException {
    Envelope envelope = envelope(row.getString(4));
    return new Happened<>(HistoryFile.index(row.getLong(2)), new BotId(row.getString(3)), envelope.instance(),
        type.cast(envelope.event()));
  }

  private static Envelope envelope(String body) throws SQLException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      return JSON.readOne(bytes, 0, bytes.length);
    } catch (IllegalArgumentException e) {
      throw new SQLException("an event cannot be read: " + e.getMessage(), e);
    }
  }

  private static Fact decision(ResultSet row) throws SQLException {
    BotId bot = new BotId(row.getString(3));
    Instant at = HistoryFile.time(row.getLong(1));
    String kind = row.getString(4);
    String subject = Objects.requireNonNull(row.getString(5));
    String object = row.getString(6);
    return switch (kind) {
      case "status" -> new Fact.StatusChanged(bot, at, status(subject), status(Objects.requireNonNull(object)), row.getString(7));
      case "gap" -> new Fact.GapFound(bot, new InstanceId(subject), row.getLong(8), row.getLong(9), at);
      case "owner" -> new Fact.OwnerChanged(bot, at, new InstanceId(subject), object == null ? null : new InstanceId(object));
      case "fenced" -> new Fact.InstanceFenced(bot, at, new InstanceId(subject), new InstanceId(Objects.requireNonNull(object)));
      case "forgotten" -> new Fact.BotForgotten(bot, at, subject);
      default -> throw new SQLException("unknown decision " + kind);
    };
  }

  private static BotStatus status(String word) {
    return BotStatus.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
