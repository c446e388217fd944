package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows lose their place in a list to others, for all entries of one transaction: an order's row to a younger one of that order, a
 * trade's opening to any closing of that trade, whichever came first. What is in the file already is asked about and changed in a few
 * statements for many orders and trades, and rows that never take their place are written so at once.
 *
 * <p><b>Threads:</b> confined to the historian.
 */
final class Succession {
  /** So many are asked about by one statement; places that are left over are null, which equals nothing. */
  private static final int AT_ONCE = 50;

  // By itself SQLite would go through all rows of the list when a few of many orders are asked about.
  private static final String BY_REF = "event INDEXED BY event_ref";
  private static final String REFS = "ref IN (?" + ", ?".repeat(AT_ONCE - 1) + ")";
  static final String CLOSED = "SELECT DISTINCT ref FROM " + BY_REF + " WHERE bot = ? AND list = ? AND " + REFS;
  static final String SUPERSEDE = "UPDATE " + BY_REF + " SET list = -list WHERE bot = ? AND list = ? AND " + REFS;

  private final Map<BotId, OfBot> bots = new HashMap<>();

  private Succession() {}

  /** What the entries say of one bot's orders and trades, by their ids. */
  private static final class OfBot {
    private final Map<String, Long> youngestOrders = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
  }

  /** Gives the numbers that rows bear in place of bots' names. */
  @FunctionalInterface
  interface Numbers {
    long of(BotId bot) throws SQLException;
  }

  static Succession of(List<JournalEntry> entries) {
    Succession succession = new Succession();
    for (JournalEntry entry : entries) {
      long id = HistoryFile.firstId(entry.index());
      for (Fact fact : entry.facts()) {
        if (fact instanceof Fact.Accepted accepted) {
          succession.note(accepted.bot(), Listing.of(accepted.envelope().event()), id);
        }
        id++;
      }
    }
    return succession;
  }

  private void note(BotId bot, Listing.Entry entry, long id) {
    String ref = entry.ref();
    if (ref != null) {
      OfBot known = bots.computeIfAbsent(bot, each -> new OfBot());
      switch (entry.list()) {
        case ORDERS -> known.youngestOrders.put(ref, id);
        case TRADES_OPEN -> known.opened.add(ref);
        case TRADES_CLOSED -> known.closed.add(ref);
        case POSITIONS, BALANCES, ERRORS, REPORTS, OCCURRENCES, CONFIGURATIONS, STATUS_CHANGES, IRREGULARITIES -> {}
      }
    }
  }

  /** Takes the places of rows that are in the file, and finds out which of the trades were closed before. To be called before anything is written. */
  void applyTo(Connection connection, Numbers numbers) throws SQLException {
    for (Map.Entry<BotId, OfBot> each : bots.entrySet()) {
      long bot = numbers.of(each.getKey());
      OfBot known = each.getValue();
      supersede(connection, bot, Listing.ORDERS, known.youngestOrders.keySet());
      supersede(connection, bot, Listing.TRADES_OPEN, known.closed);
      Set<String> unsure = new HashSet<>(known.opened);
      unsure.removeAll(known.closed);
      known.closed.addAll(closed(connection, bot, unsure));
    }
  }

  private static void supersede(Connection connection, long bot, Listing list, Collection<String> refs) throws SQLException {
    for (List<String> some : split(refs)) {
      try (PreparedStatement statement = connection.prepareStatement(SUPERSEDE)) {
        bind(statement, bot, list, some);
        statement.executeUpdate();
      }
    }
  }

  private static Set<String> closed(Connection connection, long bot, Collection<String> refs) throws SQLException {
    Set<String> closed = new HashSet<>();
    for (List<String> some : split(refs)) {
      try (PreparedStatement statement = connection.prepareStatement(CLOSED)) {
        bind(statement, bot, Listing.TRADES_CLOSED, some);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            closed.add(row.getString(1));
          }
        }
      }
    }
    return closed;
  }

  private static List<List<String>> split(Collection<String> refs) {
    List<String> all = new ArrayList<>(refs);
    List<List<String>> some = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      some.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return some;
  }

  private static void bind(PreparedStatement statement, long bot, Listing list, List<String> refs) throws SQLException {
    statement.setLong(1, bot);
    statement.setInt(2, list.number());
    for (int i = 0; i < AT_ONCE; i++) {
      statement.setString(3 + i, i < refs.size() ? refs.get(i) : null);
    }
  }

  /** Whether this row, which is about to be written, does not stand in its list since another has its place. */
  boolean isSucceeded(BotId bot, Listing.Entry entry, long id) {
    OfBot known = bots.get(bot);
    String ref = entry.ref();
    if (known == null || ref == null) {
      return false;
    }
    return switch (entry.list()) {
      case ORDERS -> known.youngestOrders.getOrDefault(ref, id) > id;
      case TRADES_OPEN -> known.closed.contains(ref);
      case TRADES_CLOSED, POSITIONS, BALANCES, ERRORS, REPORTS, OCCURRENCES, CONFIGURATIONS, STATUS_CHANGES, IRREGULARITIES ->
          false;
    };
  }
}
