package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.EventWriter;
import dev.binnacle.protocol.OutputBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history's file.
 *
 * <p><b>Threads:</b> confined to the historian.
 */
final class HistoryFile implements AutoCloseable {
  static final Schema SCHEMA = new Schema("history", 1);

  private final Connection connection;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertDecision;
  private final PreparedStatement supersede;
  private final PreparedStatement closing;
  private final Map<BotId, Long> bots = new HashMap<>();
  private final OutputBuffer paper = new OutputBuffer();
  private final EventWriter json = new EventWriter(paper);
  private long index;
  private int order;

  HistoryFile(Connection connection) throws SQLException {
    this.connection = connection;
    this.insertEvent = connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    this.insertDecision = connection.prepareStatement("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.supersede = connection.prepareStatement("UPDATE event SET list = -list WHERE bot = ? AND ref = ? AND list = ?");
    this.closing = connection.prepareStatement("SELECT 1 FROM event WHERE bot = ? AND ref = ? AND list = ? LIMIT 1");
  }

  static long projectedIndex(Connection connection) throws SQLException {
    Long index = Sql.number(connection, "SELECT idx FROM progress");
    return index == null ? 0 : index;
  }

  /** Writes these entries, whose indexes are all above the projected one, and moves that to the last of them. */
  void write(List<JournalEntry> entries) throws SQLException {
    boolean done = false;
    try {
      Sql.transaction(
          connection,
          () -> {
            for (JournalEntry entry : entries) {
              write(entry);
            }
            setProgress(entries.getLast().index());
          });
      done = true;
    } finally {
      if (!done) {
        // Numbers that were given in a transaction that is undone are given anew.
        bots.clear();
      }
    }
  }

  /** Commits nothing new but waits for the disk, and so for all that was committed before. */
  void force(long projectedIndex) throws SQLException {
    Sql.execute(connection, "PRAGMA synchronous = FULL");
    setProgress(projectedIndex);
    Sql.execute(connection, "PRAGMA synchronous = NORMAL");
  }

  private void setProgress(long index) throws SQLException {
    Sql.update(connection, "UPDATE progress SET idx = ?", index);
  }

  private void write(JournalEntry entry) throws SQLException {
    index = entry.index();
    order = 0;
    for (Fact fact : entry.facts()) {
      switch (fact) {
        case Fact.Accepted accepted -> writeEvent(accepted.bot(), accepted.envelope());
        case Fact.StatusChanged f ->
            writeDecision(
                f.bot(), f.at(), Listing.STATUS_CHANGES, "status", word(f.from()), word(f.to()), f.reason(), null, null);
        case Fact.GapFound f ->
            writeDecision(f.bot(), f.at(), Listing.IRREGULARITIES, "gap", f.instance().value(), null, null, f.from(), f.to());
        case Fact.OwnerChanged f ->
            writeDecision(
                f.bot(),
                f.at(),
                Listing.IRREGULARITIES,
                "owner",
                f.owner().value(),
                f.before() == null ? null : f.before().value(),
                null,
                null,
                null);
        case Fact.InstanceFenced f ->
            writeDecision(
                f.bot(), f.at(), Listing.IRREGULARITIES, "fenced", f.instance().value(), f.owner().value(), null, null, null);
        case Fact.BotForgotten f ->
            writeDecision(f.bot(), f.at(), Listing.IRREGULARITIES, "forgotten", f.operator(), null, null, null, null);
        // Only numbers that are used up, figures that the samples keep, and what is of the present alone.
        case Fact.Refused _,Fact.EquityMarked _,Fact.ConfigSeen _ -> {}
      }
      order++;
    }
  }

  private void writeEvent(BotId bot, Envelope envelope) throws SQLException {
    Event event = envelope.event();
    long botNumber = bot(bot);
    Listing.Entry entry = Listing.of(event);
    int list = entry.list().number();
    switch (entry.list()) {
      case ORDERS -> supersede(botNumber, entry.ref(), Listing.ORDERS);
      case TRADES_CLOSED -> supersede(botNumber, entry.ref(), Listing.TRADES_OPEN);
      case TRADES_OPEN -> list = isClosed(botNumber, entry.ref()) ? -list : list;
      case POSITIONS, BALANCES, ERRORS, REPORTS, OCCURRENCES, CONFIGURATIONS, STATUS_CHANGES, IRREGULARITIES -> {}
    }
    insertEvent.setLong(1, index);
    insertEvent.setInt(2, order);
    insertEvent.setLong(3, nanos(event.at()));
    insertEvent.setLong(4, botNumber);
    insertEvent.setInt(5, list);
    insertEvent.setString(6, entry.ref());
    insertEvent.setString(7, entry.symbol());
    paper.clear();
    json.write(envelope);
    insertEvent.setString(8, paper.toText());
    insertEvent.executeUpdate();
  }

  private void supersede(long bot, @Nullable String ref, Listing list) throws SQLException {
    supersede.setLong(1, bot);
    supersede.setString(2, ref);
    supersede.setInt(3, list.number());
    supersede.executeUpdate();
  }

  private boolean isClosed(long bot, @Nullable String ref) throws SQLException {
    if (ref == null) {
      return false;
    }
    closing.setLong(1, bot);
    closing.setString(2, ref);
    closing.setInt(3, Listing.TRADES_CLOSED.number());
    try (ResultSet row = closing.executeQuery()) {
      return row.next();
    }
  }

  private void writeDecision(
      BotId bot,
      Instant at,
      Listing list,
      String kind,
      @Nullable String subject,
      @Nullable String object,
      @Nullable String reason,
      @Nullable Long low,
      @Nullable Long high)
      throws SQLException {
    insertDecision.setLong(1, index);
    insertDecision.setInt(2, order);
    insertDecision.setLong(3, nanos(at));
    insertDecision.setLong(4, bot(bot));
    insertDecision.setInt(5, list.number());
    insertDecision.setString(6, kind);
    insertDecision.setString(7, subject);
    insertDecision.setString(8, object);
    insertDecision.setString(9, reason);
    setOptional(10, low);
    setOptional(11, high);
    insertDecision.executeUpdate();
  }

  private void setOptional(int place, @Nullable Long number) throws SQLException {
    if (number == null) {
      insertDecision.setNull(place, Types.BIGINT);
    } else {
      insertDecision.setLong(place, number);
    }
  }

  private long bot(BotId name) throws SQLException {
    Long known = bots.get(name);
    if (known == null) {
      Sql.update(connection, "INSERT OR IGNORE INTO bot (name) VALUES (?)", name.value());
      known = Sql.number(connection, "SELECT id FROM bot WHERE name = ?", name.value());
      if (known == null) {
        throw new SQLException("bot " + name + " was not kept");
      }
      bots.put(name, known);
    }
    return known;
  }

  /**
   * Takes back everything after this index: the journal does not have it (it was restored from a backup that is older than this
   * file), and will give the same indexes to other entries.
   */
  static void rewind(Connection connection, long index) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          Sql.update(connection, "DELETE FROM event WHERE idx > ?", index);
          Sql.update(connection, "DELETE FROM decision WHERE idx > ?", index);
          // Rows whose place had been taken by what is gone get it back.
          Sql.update(
              connection,
              """
              UPDATE event AS e SET list = -list WHERE list = ?1 AND NOT EXISTS (
                SELECT 1 FROM event AS o WHERE o.bot = e.bot AND o.ref = e.ref AND abs(o.list) = -?1 AND (o.idx, o.ord) > (e.idx, e.ord))""",
              -Listing.ORDERS.number());
          Sql.update(
              connection,
              """
              UPDATE event AS e SET list = -list WHERE list = ?1 AND NOT EXISTS (
                SELECT 1 FROM event AS o WHERE o.bot = e.bot AND o.ref = e.ref AND o.list = ?2)""",
              -Listing.TRADES_OPEN.number(),
              Listing.TRADES_CLOSED.number());
          Sql.update(connection, "UPDATE progress SET idx = ?", index);
        });
  }

  /** Deletes at most so many rows that are older and not kept for good; says whether there may be more. */
  boolean letGo(Instant before, int most) throws SQLException {
    int deleted = 0;
    for (Listing list : Listing.values()) {
      if (!list.isKeptForGood() && deleted < most) {
        deleted += letGo(list.number(), list.isOfEvents() ? "event" : "decision", before, most);
        deleted += list == Listing.ORDERS ? letGo(-list.number(), "event", before, most) : 0;
      }
    }
    return deleted >= most;
  }

  private int letGo(int list, String table, Instant before, int most) throws SQLException {
    return Sql.update(
        connection,
        "DELETE FROM " + table + " WHERE (idx, ord) IN (SELECT idx, ord FROM " + table + " WHERE list = ? AND at < ? LIMIT ?)",
        list,
        nanos(before),
        most);
  }

  /** Since 1970: times between 1990 and 2200 fit, and the model takes no others. */
  static long nanos(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -9_000_000_000L, 9_000_000_000L);
    return seconds * 1_000_000_000 + time.getNano();
  }

  static Instant time(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    Sql.close(connection);
  }
}
