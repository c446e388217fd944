package dev.binnacle.storage;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.DamagedEntryException;
import dev.binnacle.protocol.JournalCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what becomes of alerts into the outbox's file.
 *
 * <p><b>Threads:</b> one at a time, as {@link OutboxFile}.
 */
final class AlertsFile {
  private final Connection connection;
  private final PreparedStatement insertChange;
  private final PreparedStatement insertLink;
  private final PreparedStatement upsert;
  private final JournalCodec codec = new JournalCodec();

  AlertsFile(Connection connection) throws SQLException {
    this.connection = connection;
    this.insertChange = connection.prepareStatement("INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?)");
    this.insertLink =
        connection.prepareStatement("INSERT OR IGNORE INTO alert_change SELECT num, ? FROM alert WHERE id = ?");
    this.upsert =
        connection.prepareStatement(
            """
            INSERT INTO alert (id, rule, bot, level, state, over, at, change, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, bot = excluded.bot, level = excluded.level, state = excluded.state,
              over = excluded.over, at = excluded.at, change = excluded.change, body = excluded.body""");
  }

  static AlertLog.Topic topic(Fact.OfAlerts fact) {
    return switch (fact) {
      case Fact.AlertChanged _,Fact.AlertAcknowledged _,Fact.AcknowledgementEnded _ -> AlertLog.Topic.TRANSITIONS;
      case Fact.NoticeIssued _,Fact.NoticeHidden _ -> AlertLog.Topic.NOTICES;
      case Fact.SilenceBegun _,Fact.SilenceEnded _ -> AlertLog.Topic.SILENCES;
    };
  }

  /** The topic's number in the file. */
  static int number(AlertLog.Topic topic) {
    return topic.ordinal() + 1;
  }

  /** The facts of an entry that speak of alerts. One that is in already changes nothing. */
  void write(JournalEntry entry) throws SQLException {
    long id = HistoryFile.firstId(entry.index());
    for (Fact fact : entry.facts()) {
      if (fact instanceof Fact.OfAlerts ofAlerts) {
        write(id, ofAlerts);
      }
      id++;
    }
  }

  private void write(long id, Fact.OfAlerts fact) throws SQLException {
    Sql.bind(insertChange, id, HistoryFile.nanos(fact.at()), number(topic(fact)), encode(id, fact));
    if (insertChange.executeUpdate() == 0) {
      return;
    }
    Alert changed = changed(fact);
    if (changed != null) {
      write(id, fact.at(), changed);
    }
    for (AlertId alert : alerts(fact)) {
      Sql.bind(insertLink, id, alert);
      insertLink.executeUpdate();
    }
  }

  private void write(long id, Instant at, Alert alert) throws SQLException {
    Sql.bind(
        upsert,
        alert.id(),
        alert.rule(),
        alert.subject().bot(),
        alert.level().ordinal(),
        alert.state().ordinal(),
        alert.state().isOver() ? 1 : 0,
        HistoryFile.nanos(at),
        id,
        encode(id, new Fact.AlertChanged(at, alert, null)));
    upsert.executeUpdate();
  }

  /** The alert as the fact leaves it; null if the fact changes none that is known. */
  private @Nullable Alert changed(Fact.OfAlerts fact) throws SQLException {
    return switch (fact) {
      case Fact.AlertChanged f -> f.alert();
      case Fact.AlertAcknowledged f -> acknowledged(find(f.alert()), f.acknowledgement());
      case Fact.AcknowledgementEnded f -> acknowledged(find(f.alert()), null);
      case Fact.NoticeIssued _,Fact.NoticeHidden _,Fact.SilenceBegun _,Fact.SilenceEnded _ -> null;
    };
  }

  private static List<AlertId> alerts(Fact.OfAlerts fact) {
    return switch (fact) {
      case Fact.AlertChanged f -> List.of(f.alert().id());
      case Fact.AlertAcknowledged f -> List.of(f.alert());
      case Fact.AcknowledgementEnded f -> List.of(f.alert());
      case Fact.NoticeIssued f -> f.notice().alerts().stream().map(Alert::id).toList();
      case Fact.NoticeHidden f -> List.of(f.alert());
      case Fact.SilenceBegun _,Fact.SilenceEnded _ -> List.of();
    };
  }

  private static @Nullable Alert acknowledged(@Nullable Alert a, Alert.@Nullable Acknowledgement by) {
    return a == null
        ? null
        : new Alert(
            a.id(), a.rule(), a.subject(), a.level(), a.state(), a.begun(), a.since(), a.value(), a.threshold(), a.reason(),
            a.evidence(), a.labels(), a.runbook(), by, a.silenced());
  }

  private @Nullable Alert find(AlertId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT body FROM alert WHERE id = ?")) {
      Sql.bind(statement, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? alert(row.getBytes(1)) : null;
      }
    }
  }

  private byte[] encode(long id, Fact.OfAlerts fact) {
    return codec.encode(new JournalEntry(HistoryFile.index(id), fact.at(), List.of(fact)));
  }

  static Alert alert(byte[] body) throws SQLException {
    return ((Fact.AlertChanged) fact(body)).alert();
  }

  static Fact.OfAlerts fact(byte[] body) throws SQLException {
    try {
      return (Fact.OfAlerts) new JournalCodec().decode(body).facts().getFirst();
    } catch (DamagedEntryException | ClassCastException e) {
      throw new SQLException("a fact about an alert cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Takes back everything after this index: the journal does not have it, and will give the same indexes to other entries. Alerts
   * become what the changes before say.
   */
  void rewind(long index) throws SQLException {
    long gone = HistoryFile.firstId(index + 1);
    Sql.update(connection, "DELETE FROM change WHERE id >= ?", gone);
    Sql.update(connection, "DELETE FROM alert_change WHERE change >= ?", gone);
    List<Long> stale = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement("SELECT num FROM alert WHERE change >= ?")) {
      Sql.bind(statement, gone);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          stale.add(row.getLong(1));
        }
      }
    }
    for (long num : stale) {
      rebuild(num);
    }
  }

  private void rebuild(long num) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM alert WHERE num = ?1 AND NOT EXISTS (
          SELECT 1 FROM alert_change AS l JOIN change AS c ON c.id = l.change WHERE l.alert = ?1 AND c.topic = 1)""",
        num);
    String changes =
        """
        SELECT c.id, c.body FROM alert_change AS l JOIN change AS c ON c.id = l.change
        WHERE l.alert = ? AND c.topic = 1 ORDER BY c.id""";
    List<Fact.OfAlerts> facts = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(changes)) {
      Sql.bind(statement, num);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
          facts.add(fact(Objects.requireNonNull(row.getBytes(2))));
        }
      }
    }
    for (int i = 0; i < facts.size(); i++) {
      Alert alert = changed(facts.get(i));
      if (alert != null) {
        write(ids.get(i), facts.get(i).at(), alert);
      }
    }
  }

  /** Deletes at most about so many alerts that ended before, with what was decided of them; says how many rows went. */
  int letGo(long before, int most) throws SQLException {
    String old = "(SELECT num FROM alert WHERE over = 1 AND at < ?1 ORDER BY at LIMIT ?2)";
    Sql.update(connection, "DELETE FROM alert_change WHERE alert IN " + old, before, most);
    int alerts = Sql.update(connection, "DELETE FROM alert WHERE num IN " + old, before, most);
    int changes =
        Sql.update(
            connection,
            """
            DELETE FROM change WHERE id IN (SELECT id FROM (SELECT id, at FROM change ORDER BY id LIMIT ?2) AS c
              WHERE at < ?1 AND NOT EXISTS (SELECT 1 FROM alert_change WHERE change = c.id))""",
            before,
            most);
    return Math.max(alerts, changes);
  }
}
