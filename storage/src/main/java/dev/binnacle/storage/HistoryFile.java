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
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history's file.
 *
 * <p><b>Threads:</b> confined to its follower's, "binnacle-historian".
 */
final class HistoryFile implements Projection {
  static final Schema SCHEMA = new Schema("history", 2);

  private static final int ORDER_BITS = 20;
  private static final int LET_GO_AT_ONCE = 5_000;
  /**
   * More would have pages that change again and again, as those of indexes do, copied the less often; but the disk takes it in one piece, and
   * makes the journal wait: 4,000 pages took 20 ms, twice.
   */
  private static final int WAL_PAGES = 400;
  /** A large transaction fits, so that no page is written twice. */
  private static final int CACHE_KILOBYTES = 8_192;

  private final Connection connection;
  private final Supplier<Instant> oldest;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertDecision;
  private final Map<BotId, Long> bots = new HashMap<>();
  private final OutputBuffer paper = new OutputBuffer();
  private final EventWriter json = new EventWriter(paper);
  private long id;

  /** {@code oldest}: what is older may go, if it is not kept for good. */
  HistoryFile(Connection connection, Supplier<Instant> oldest) throws SQLException {
    this.connection = connection;
    this.oldest = oldest;
    Sql.execute(connection, "PRAGMA wal_autocheckpoint = " + WAL_PAGES);
    Sql.execute(connection, "PRAGMA cache_size = -" + CACHE_KILOBYTES);
    this.insertEvent = connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.insertDecision = connection.prepareStatement("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  static long projectedIndex(Connection connection) throws SQLException {
    Long index = Sql.number(connection, "SELECT idx FROM progress");
    return index == null ? 0 : index;
  }

  @Override
  public void write(List<JournalEntry> entries) throws SQLException {
    boolean done = false;
    try {
      Sql.transaction(
          connection,
          () -> {
            Succession succession = Succession.of(entries);
            succession.applyTo(connection, this::bot);
            for (JournalEntry entry : entries) {
              write(entry, succession);
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
  @Override
  public void force(long projectedIndex) throws SQLException {
    Sql.execute(connection, "PRAGMA synchronous = FULL");
    setProgress(projectedIndex);
    Sql.execute(connection, "PRAGMA synchronous = NORMAL");
  }

  private void setProgress(long index) throws SQLException {
    Sql.update(connection, "UPDATE progress SET idx = ?", index);
  }

  private void write(JournalEntry entry, Succession succession) throws SQLException {
    id = firstId(entry.index());
    for (Fact fact : entry.facts()) {
      switch (fact) {
        case Fact.Accepted accepted -> writeEvent(accepted.bot(), accepted.envelope(), succession);
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
        // Alerts and halts have a file of their own.
        case Fact.OfAlerts _ -> {}
        case Fact.OfControl _ -> {}
      }
      id++;
    }
  }

  /** The number of the first row of an entry. An entry has far fewer facts than there is room for. */
  static long firstId(long index) {
    return index << ORDER_BITS;
  }

  /** The index of the entry that a row is of. */
  static long index(long id) {
    return id >> ORDER_BITS;
  }

  private void writeEvent(BotId bot, Envelope envelope, Succession succession) throws SQLException {
    Event event = envelope.event();
    Listing.Entry entry = Listing.of(event);
    int list = entry.list().number();
    insertEvent.setLong(1, id);
    insertEvent.setLong(2, nanos(event.at()));
    insertEvent.setLong(3, bot(bot));
    insertEvent.setInt(4, succession.isSucceeded(bot, entry, id) ? -list : list);
    insertEvent.setString(5, entry.ref());
    insertEvent.setString(6, entry.symbol());
    paper.clear();
    json.write(envelope);
    insertEvent.setString(7, paper.toText());
    insertEvent.executeUpdate();
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
    insertDecision.setLong(1, id);
    insertDecision.setLong(2, nanos(at));
    insertDecision.setLong(3, bot(bot));
    insertDecision.setInt(4, list.number());
    insertDecision.setString(5, kind);
    insertDecision.setString(6, subject);
    insertDecision.setString(7, object);
    insertDecision.setString(8, reason);
    setOptional(9, low);
    setOptional(10, high);
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
          Sql.update(connection, "DELETE FROM event WHERE id >= ?", firstId(index + 1));
          Sql.update(connection, "DELETE FROM decision WHERE id >= ?", firstId(index + 1));
          // Rows whose place had been taken by what is gone get it back.
          Sql.update(
              connection,
              """
              UPDATE event AS e SET list = -list WHERE list = ?1 AND NOT EXISTS (
                SELECT 1 FROM event AS o WHERE o.bot = e.bot AND o.ref = e.ref AND abs(o.list) = -?1 AND o.id > e.id)""",
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

  @Override
  public boolean letGo() throws SQLException {
    return letGo(oldest.get(), LET_GO_AT_ONCE);
  }

  /** Deletes at most so many rows that are older and not kept for good; says whether there may be more. */
  private boolean letGo(Instant before, int most) throws SQLException {
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
        "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE list = ? AND at < ? LIMIT ?)",
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
