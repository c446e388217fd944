package dev.binnacle.storage;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.Fact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of every alert, to be asked about. It follows the journal together with the {@link Outbox}.
 *
 * <p>Lists are newest first, at most {@code limit} long, and go on at a cursor.
 *
 * <p><b>Threads:</b> thread-safe; questions block on the disk.
 */
public interface AlertLog {

  /** What a list of facts is restricted to. */
  enum Topic {
    /** Changes of alerts, and acknowledgements. */
    TRANSITIONS,
    /** What people were told, and what a silence kept from them. */
    NOTICES,
    /** Silences begun and ended. */
    SILENCES
  }

  /**
   * Alerts by the time of their last change. One that changes between two pages moves to the front.
   *
   * @throws InvalidCursorException if the cursor was not made by this list
   */
  Page<AlertRow> alerts(AlertQuery query);

  Optional<AlertRow> alert(AlertId id);

  /**
   * All that was decided of one alert: its transitions, acknowledgements and notices. Of a notice, which may name 200 alerts, all are
   * given.
   *
   * @param limit 1 to {@value HistoryQuery#LARGEST}
   * @param cursor null for the first page
   */
  Page<Fact.OfAlerts> timeline(AlertId id, int limit, @Nullable String cursor);

  /** The facts of one topic, of all alerts. {@code query}'s bot and symbol do not restrict. */
  Page<Fact.OfAlerts> facts(Topic topic, HistoryQuery query);
}
