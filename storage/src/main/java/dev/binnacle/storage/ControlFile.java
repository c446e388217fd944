package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.DamagedEntryException;
import dev.binnacle.protocol.JournalCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is decided of halts into the outbox's file.
 *
 * <p><b>Threads:</b> one at a time, as {@link OutboxFile}.
 */
final class ControlFile {
  private final Connection connection;
  private final PreparedStatement insert;
  private final JournalCodec codec = new JournalCodec();

  ControlFile(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement("INSERT OR IGNORE INTO control VALUES (?, ?, ?, ?, ?, ?)");
  }

  /** The facts of an entry that speak of halts. One that is in already changes nothing. */
  void write(JournalEntry entry) throws SQLException {
    long id = HistoryFile.firstId(entry.index());
    for (Fact fact : entry.facts()) {
      if (fact instanceof Fact.OfControl ofControl && !isCount(ofControl)) {
        write(id, entry.index(), ofControl);
      }
      id++;
    }
  }

  /** How far a trigger has counted is the journal's: what it led to is a halt, and that is kept. */
  private static boolean isCount(Fact.OfControl fact) {
    return fact instanceof Fact.TriggerMoved moved && moved.trigger().halt() == null;
  }

  private void write(long id, long index, Fact.OfControl fact) throws SQLException {
    byte[] body = codec.encode(new JournalEntry(index, fact.at(), List.of(fact)));
    Sql.bind(
        insert, id, HistoryFile.nanos(fact.at()), halt(fact), bot(fact), fact instanceof Fact.HaltBegun ? 1 : 0, body);
    insert.executeUpdate();
  }

  private static @Nullable HaltId halt(Fact.OfControl fact) {
    return switch (fact) {
      case Fact.HaltBegun f -> f.halt().id();
      case Fact.HaltJoined f -> f.halt();
      case Fact.BotHaltMoved f -> f.halt();
      case Fact.HaltMoved f -> f.halt();
      case Fact.HaltReleased f -> f.halt();
      case Fact.TriggerMoved f -> f.trigger().halt();
      case Fact.ActionTaken _ -> null;
    };
  }

  private static @Nullable BotId bot(Fact.OfControl fact) {
    return switch (fact) {
      case Fact.BotHaltMoved f -> f.bot().bot();
      case Fact.ActionTaken f -> f.bot();
      case Fact.TriggerMoved f -> f.trigger().bot();
      case Fact.HaltBegun _,Fact.HaltJoined _,Fact.HaltMoved _,Fact.HaltReleased _ -> null;
    };
  }

  static Fact.OfControl fact(byte[] body) throws SQLException {
    try {
      return (Fact.OfControl) new JournalCodec().decode(body).facts().getFirst();
    } catch (DamagedEntryException | ClassCastException e) {
      throw new SQLException("a fact about a halt cannot be read: " + e.getMessage(), e);
    }
  }

  /** Takes back everything after this index: the journal does not have it, and will give the same indexes to other entries. */
  void rewind(long index) throws SQLException {
    Sql.update(connection, "DELETE FROM control WHERE id >= ?", HistoryFile.firstId(index + 1));
  }

  /** Deletes at most so many facts of before; says how many. */
  int letGo(long before, int most) throws SQLException {
    return Sql.update(
        connection, "DELETE FROM control WHERE id IN (SELECT id FROM control WHERE at < ? ORDER BY at LIMIT ?)", before, most);
  }
}
