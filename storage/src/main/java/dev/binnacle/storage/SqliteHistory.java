package dev.binnacle.storage;

import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history in a SQLite file, which a {@link Follower} writes and this reads. */
final class SqliteHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteHistory.class);

  private final SqliteFile file;
  private final Readers readers;
  private final Follower historian;

  /**
   * @param lastIndex the journal's: what the history has beyond it is taken back
   * @param source gives durable entries that the history does not have yet
   */
  SqliteHistory(SqliteFile file, long lastIndex, Follower.Source source, StorageSettings settings, InstantSource clock) {
    this.file = file;
    this.readers = new Readers(file);
    this.historian =
        new Follower(
            "historian",
            true,
            file,
            () -> new HistoryFile(file.openWriter(), () -> clock.instant().minus(settings.eventRetention())),
            prepare(file, lastIndex),
            source,
            clock);
  }

  private static long prepare(SqliteFile file, long lastIndex) {
    Connection connection = file.openWriter(HistoryFile.SCHEMA);
    try {
      long projected = HistoryFile.projectedIndex(connection);
      if (projected > lastIndex) {
        LOG.warn(
            "{}: goes up to entry {}, and the journal only to {} (was it restored from a backup?): what is beyond is taken back",
            file.path(),
            projected,
            lastIndex);
        HistoryFile.rewind(connection, lastIndex);
        return lastIndex;
      }
      return projected;
    } catch (SQLException e) {
      throw file.failure("open the history", e);
    } finally {
      Sql.close(connection);
    }
  }

  /** Looks whether the file is whole. */
  List<String> verify() {
    return readers.read("check the history", Sql::integrity);
  }

  void start() {
    historian.start();
  }

  @Override
  public void record(JournalEntry entry) {
    historian.record(entry);
  }

  @Override
  public long projectedIndex() {
    return historian.projectedIndex();
  }

  long forcedIndex() {
    return historian.forcedIndex();
  }

  @Override
  public boolean sync(long index, Duration timeout) throws InterruptedException {
    return historian.sync(index, timeout);
  }

  @Override
  public Page<Trade> trades(HistoryQuery query, Trade.State state) {
    return readers.read("read trades", connection -> HistoryReader.trades(connection, query, state));
  }

  @Override
  public Page<Happened<Event.OrderUpdate>> orders(HistoryQuery query) {
    return events(query, Listing.ORDERS, Event.OrderUpdate.class);
  }

  @Override
  public Page<Happened<Event.OrderUpdate>> orderChanges(HistoryQuery query) {
    return readers.read("read changes of orders", connection -> HistoryReader.orderChanges(connection, query));
  }

  @Override
  public Page<Happened<Event.PositionUpdate>> positions(HistoryQuery query) {
    return events(query, Listing.POSITIONS, Event.PositionUpdate.class);
  }

  @Override
  public Page<Happened<Event.BalanceUpdate>> balances(HistoryQuery query) {
    return events(query, Listing.BALANCES, Event.BalanceUpdate.class);
  }

  @Override
  public List<Happened<Event.BalanceUpdate>> closingBalances(HistoryQuery query, Duration every) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("every must be above zero, was " + every);
    }
    return readers.read("read balances", connection -> HistoryReader.closingBalances(connection, query, every.toNanos()));
  }

  @Override
  public Page<Happened<Event.ConfigUpdate>> configurations(HistoryQuery query) {
    return events(query, Listing.CONFIGURATIONS, Event.ConfigUpdate.class);
  }

  @Override
  public Page<Happened<Event.ErrorRaised>> errors(HistoryQuery query) {
    return events(query, Listing.ERRORS, Event.ErrorRaised.class);
  }

  @Override
  public Page<Happened<Event.Report>> reports(HistoryQuery query) {
    return events(query, Listing.REPORTS, Event.Report.class);
  }

  @Override
  public Page<Happened<Event>> occurrences(HistoryQuery query) {
    return events(query, Listing.OCCURRENCES, Event.class);
  }

  @Override
  public Page<Fact.StatusChanged> statusChanges(HistoryQuery query) {
    return readers.read("read changes of status", connection -> HistoryReader.statusChanges(connection, query));
  }

  @Override
  public Page<Fact> irregularities(HistoryQuery query) {
    return readers.read("read irregularities", connection -> HistoryReader.irregularities(connection, query));
  }

  private <E extends Event> Page<Happened<E>> events(HistoryQuery query, Listing list, Class<E> type) {
    return readers.read("read " + list, connection -> HistoryReader.events(connection, query, list, type));
  }

  void close(Duration timeout) {
    historian.close(timeout);
    readers.close();
    file.settle();
  }
}
