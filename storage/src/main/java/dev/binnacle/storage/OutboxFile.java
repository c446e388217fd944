package dev.binnacle.storage;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.JournalEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parcels of the outbox's file.
 *
 * <p><b>Threads:</b> one at a time, which {@link OutboxWriter} sees to.
 */
final class OutboxFile implements AutoCloseable {
  static final Schema SCHEMA = new Schema("alerts", 4);

  private static final int COUNTED_EVERY = 500;
  private static final int LET_GO_AT_ONCE = 2_000;
  /** Another thread copies the log; this only keeps it from growing without end. */
  private static final int WAL_PAGES = 16_000;

  private final Connection connection;
  private final AlertsFile alerts;
  private final ControlFile control;
  private final PreparedStatement insert;
  private final PreparedStatement attempt;
  private final PreparedStatement outcome;
  private final PreparedStatement routed;
  private final PreparedStatement progress;
  /** How many parcels were put in for a channel since those that wait were counted. */
  private final Map<ChannelName, Integer> uncounted = new HashMap<>();

  OutboxFile(Connection connection) throws SQLException {
    this.connection = connection;
    Sql.execute(connection, "PRAGMA wal_autocheckpoint = " + WAL_PAGES);
    this.alerts = new AlertsFile(connection);
    this.control = new ControlFile(connection);
    this.insert =
        connection.prepareStatement(
            """
            INSERT INTO parcel (key, idx, channel, kind, level, bot, alerts, at, decided, state, attempts, doubt, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?) ON CONFLICT (key) DO NOTHING""");
    this.attempt = connection.prepareStatement("UPDATE parcel SET state = 1, attempted = ? WHERE id = ? AND state < 2");
    this.outcome =
        connection.prepareStatement(
            """
            UPDATE parcel SET state = ?, attempts = attempts + ?, next = ?, ended = ?, why = ?, reference = ?, doubt = max(doubt, ?)
            WHERE id = ? AND state < 2""");
    this.routed = connection.prepareStatement("UPDATE progress SET idx = max(idx, ?)");
    this.progress = connection.prepareStatement("UPDATE progress SET idx = max(idx, ?1), logged = max(logged, ?1)");
  }

  AlertsFile alerts() {
    return alerts;
  }

  ControlFile control() {
    return control;
  }

  void transaction(Sql.Work work) throws SQLException {
    Sql.transaction(connection, work);
  }

  /** As {@link #transaction}, and returns when it and all before are on disk. */
  void durably(Sql.Work work) throws SQLException {
    Sql.execute(connection, "PRAGMA synchronous = FULL");
    transaction(work);
    Sql.execute(connection, "PRAGMA synchronous = NORMAL");
  }

  /**
   * @param index of the entry that means it; null when none does
   * @param decided {@link Outbox.Entry#decided}
   * @return false if its key is known
   */
  boolean insert(Parcel parcel, @Nullable Long index, Instant decided, boolean doubt) throws SQLException {
    Sql.bind(
        insert,
        parcel.key(),
        index,
        parcel.channel(),
        parcel.kind(),
        parcel.level().ordinal(),
        parcel.bot(),
        parcel.alerts().stream().map(alert -> alert + " ").collect(Collectors.joining()),
        HistoryFile.nanos(parcel.at()),
        HistoryFile.nanos(decided),
        doubt ? 1 : 0,
        parcel.body());
    boolean inserted = insert.executeUpdate() == 1;
    if (inserted) {
      uncounted.merge(parcel.channel(), 1, Integer::sum);
    }
    return inserted;
  }

  /** Gives up the oldest of the lowest level where too many wait; says how many. */
  int giveUpWhatIsTooMuch(Collection<ChannelName> channels, Instant now) throws SQLException {
    int given = 0;
    for (ChannelName channel : channels) {
      // The first time the file is open they are counted at once.
      if (uncounted.getOrDefault(channel, COUNTED_EVERY) < COUNTED_EVERY) {
        continue;
      }
      Long waiting = Sql.number(connection, "SELECT count(*) FROM parcel WHERE channel = ? AND state = 0", channel);
      if (waiting != null && waiting > Outbox.MOST_WAITING) {
        given +=
            Sql.update(
                connection,
                """
                UPDATE parcel SET state = 3, ended = ?, why = ? WHERE id IN (
                  SELECT id FROM parcel WHERE channel = ? AND state = 0 ORDER BY level, id LIMIT ?)""",
                HistoryFile.nanos(now),
                "given up: more than " + Outbox.MOST_WAITING + " messages waited for this channel",
                channel,
                waiting - Outbox.MOST_WAITING);
      }
      uncounted.put(channel, 0);
    }
    return given;
  }

  void attempting(Collection<Long> ids, Instant at) throws SQLException {
    for (long id : ids) {
      Sql.bind(attempt, HistoryFile.nanos(at), id);
      attempt.executeUpdate();
    }
  }

  void write(Outcome result) throws SQLException {
    for (long id : result.ids()) {
      Sql.bind(
          outcome,
          result.state().ordinal(),
          result.counted() ? 1 : 0,
          nanos(result.next()),
          nanos(result.ended()),
          result.why(),
          result.reference(),
          result.doubt() ? 1 : 0,
          id);
      outcome.executeUpdate();
    }
  }

  boolean again(long id) throws SQLException {
    return Sql.update(
        connection,
        "UPDATE parcel SET state = 0, attempts = 0, next = NULL, ended = NULL, why = NULL WHERE id = ? AND state = 3",
        id) == 1;
  }

  void unrouted(JournalEntry entry, String why) throws SQLException {
    Sql.update(
        connection, "INSERT OR REPLACE INTO unrouted VALUES (?, ?, ?)", entry.index(), HistoryFile.nanos(entry.time()), why);
  }

  /** The parcels of entries up to this index are in. */
  void setRouted(long index) throws SQLException {
    Sql.bind(routed, index);
    routed.executeUpdate();
  }

  /** All of the entries up to this index is in. */
  void setProgress(long index) throws SQLException {
    Sql.bind(progress, index);
    progress.executeUpdate();
  }

  /** Nobody has the file open from now on; entries up to this index are in, and all of it is on disk. */
  void leave(long index) throws SQLException {
    durably(() -> Sql.update(connection, "UPDATE progress SET boot = NULL, idx = max(idx, ?1), logged = max(logged, ?1)", index));
  }

  /** Deletes some of what is old; says whether there may be more. */
  boolean letGo(Instant now, Duration eventRetention) throws SQLException {
    Duration delivered = eventRetention.compareTo(Outbox.DELIVERED_KEPT) < 0 ? eventRetention : Outbox.DELIVERED_KEPT;
    long old = HistoryFile.nanos(now.minus(eventRetention));
    int most = letGo(Outbox.State.DELIVERED, HistoryFile.nanos(now.minus(delivered)));
    most = Math.max(most, letGo(Outbox.State.DEAD, old));
    Sql.update(connection, "DELETE FROM unrouted WHERE at < ?", old);
    most = Math.max(most, control.letGo(old, LET_GO_AT_ONCE));
    return Math.max(most, alerts.letGo(old, LET_GO_AT_ONCE)) >= LET_GO_AT_ONCE;
  }

  private int letGo(Outbox.State state, long before) throws SQLException {
    // The oldest first and then the condition: else it would look through the whole file for more.
    return Sql.update(
        connection,
        """
        DELETE FROM parcel WHERE id IN (
          SELECT id FROM (SELECT id, ended FROM parcel WHERE state = ? ORDER BY id LIMIT ?) WHERE ended < ?)""",
        state.ordinal(),
        LET_GO_AT_ONCE,
        before);
  }

  private static @Nullable Long nanos(@Nullable Instant time) {
    return time == null ? null : HistoryFile.nanos(time);
  }

  @Override
  public void close() {
    Sql.close(connection);
  }
}
