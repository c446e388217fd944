package dev.binnacle.web.view;

import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.MetricName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the past is seen. Lists are the newest first and go on at a cursor, which is the history's own and opaque here.
 *
 * <p>A cursor that the history did not make is refused with {@link dev.binnacle.model.InvalidValueException} of field {@code
 * cursor}.
 *
 * <p><b>Threads:</b> thread-safe; calls may block on a disk.
 */
public interface HistoryView {

  /** One row for each closing and one for each opening that has none yet. */
  Page<TradeView> trades(Query query, TradeState state);

  /** Every order in its newest state. */
  Page<Event.OrderUpdate> orders(Query query);

  /** Every change of a position; a quantity of zero is its end. */
  Page<Event.PositionUpdate> positions(Query query);

  /** Every balance that was reported. */
  Page<Event.BalanceUpdate> balances(Query query);

  Page<Event.ErrorRaised> errors(Query query);

  /** What became of every configuration that somebody wanted. */
  Page<Event.ConfigUpdate> configurations(Query query);

  /**
   * A metric over time, at most {@code points} points, oldest first; empty when nothing is known of it. Besides what bots report,
   * {@code equity}, {@code balance}, {@code drawdown} and {@code daily_pnl} are series of every bot and of the fleet.
   *
   * @param bot the fleet's where null
   * @param from the first time that is in
   * @param to the first time that is out
   */
  Series series(@Nullable BotId bot, MetricName metric, Instant from, Instant to, int points);

  /** Which trades are asked for. */
  enum TradeState {
    ALL,
    OPEN,
    CLOSED
  }

  /**
   * What is null does not restrict.
   *
   * @param limit rows on a page, 1 to 500
   * @param cursor {@link Page#next()} of the page before
   */
  record Query(@Nullable BotId bot, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {}

  /** {@code next} is where the list goes on, null at its end. */
  record Page<T>(List<Row<T>> rows, @Nullable String next) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  record Row<T>(BotId bot, T what) {}

  /** {@code states} are the transitions in the stretch, and before them the one that was in force at its begin. */
  record Series(List<Point> points, List<Transition> states) {
    public static final Series EMPTY = new Series(List.of(), List.of());

    public Series {
      points = List.copyOf(points);
      states = List.copyOf(states);
    }
  }

  /** One reading, or several as one: then {@code value} is the last and {@code at} its time. */
  record Point(Instant at, double value, double min, double max) {}

  record Transition(Instant at, String word) {}
}
