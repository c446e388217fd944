package dev.binnacle.storage;

import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.time.Duration;
import java.util.List;

/**
 * What happened, to be asked about. A projection of the journal: it follows some milliseconds behind, and after a crash catches
 * up from it, so that every durable fact is in it once.
 *
 * <p>Lists are newest first by the time of the event, at most {@code limit} long, and go on at a cursor. A cursor names a place
 * between two rows, not a number of rows: what comes in meanwhile shifts nothing. Amounts are as exact as they were sent.
 *
 * <p>Figures of every minute ({@link Fact.EquityMarked}) are not in here but in the {@link SampleStore}.
 *
 * <p><b>Threads:</b> thread-safe; questions block on the disk.
 */
public interface History {

  /**
   * Takes a durable entry into the historian's queue, or, when that is full, leaves it to be read from the journal. An entry that
   * was recorded before is passed over. Never blocks. {@link Storage} calls this after every commit; nobody else needs to.
   */
  void record(JournalEntry entry);

  /** All durable entries up to this index are in the answers. */
  long projectedIndex();

  /**
   * Waits until entries up to {@code index} are in the history and on disk.
   *
   * @return false if the time ran out
   */
  boolean sync(long index, Duration timeout) throws InterruptedException;

  /**
   * Trades: one row for each closing, which may be of a part, and one for each opening that has no closing yet.
   *
   * @throws InvalidCursorException if the cursor was not made by this list
   */
  Page<Trade> trades(HistoryQuery query, Trade.State state);

  /** The newest state of every order. An order that changes between two pages moves to the front. */
  Page<Happened<Event.OrderUpdate>> orders(HistoryQuery query);

  /** Every change of every order, by the time of the change. */
  Page<Happened<Event.OrderUpdate>> orderChanges(HistoryQuery query);

  /** Every change of a position that a bot reported; a quantity of zero is its end. */
  Page<Happened<Event.PositionUpdate>> positions(HistoryQuery query);

  /** Every balance that a bot reported. */
  Page<Happened<Event.BalanceUpdate>> balances(HistoryQuery query);

  /**
   * The last balance of each bot in each stretch of time of length {@code every}, counted from 1970; the newest first, at most
   * {@code limit}.
   */
  List<Happened<Event.BalanceUpdate>> closingBalances(HistoryQuery query, Duration every);

  Page<Happened<Event.ErrorRaised>> errors(HistoryQuery query);

  /** What became of every configuration that somebody wanted. */
  Page<Happened<Event.ConfigUpdate>> configurations(HistoryQuery query);

  /** Daily summaries and the other reports that a bot made itself. */
  Page<Happened<Event.Report>> reports(HistoryQuery query);

  /** Starts, stops, health of components and the bots' own events. */
  Page<Happened<Event>> occurrences(HistoryQuery query);

  Page<Fact.StatusChanged> statusChanges(HistoryQuery query);

  /** Gaps, changes of owner, fenced instances and forgotten bots. */
  Page<Fact> irregularities(HistoryQuery query);
}
