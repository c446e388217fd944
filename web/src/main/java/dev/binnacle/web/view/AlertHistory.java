package dev.binnacle.web.view;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the alerts of the past are seen, those that are open among them. Lists are the newest first and go on at a cursor, which is
 * the history's own and opaque here.
 *
 * <p>A cursor that the history did not make is refused with {@link dev.binnacle.model.InvalidValueException} of field {@code
 * cursor}.
 *
 * <p><b>Threads:</b> thread-safe; calls may block on a disk.
 */
public interface AlertHistory {

  /** Alerts by the time of their last change, each as it was then. One that changes between two pages moves to the front. */
  Listed<Alert> alerts(Query query);

  /** One alert with everything that was decided of it; empty when it is not known, or so old that it is kept no more. */
  Optional<Life> life(AlertId alert);

  /**
   * What is null does not restrict.
   *
   * @param states of which an alert must be in one; empty for all
   * @param leastLevel alerts of this level and above
   * @param from the first time that is in, of an alert's last change
   * @param to the first time that is out
   * @param limit rows on a page, 1 to 500
   * @param cursor {@link Listed#next()} of the page before
   */
  record Query(
      @Nullable BotId bot, @Nullable Level leastLevel, @Nullable RuleName rule, Set<AlertState> states, @Nullable Instant from,
      @Nullable Instant to, int limit, @Nullable String cursor) {
    public Query {
      states = Set.copyOf(states);
    }
  }

  /**
   * @param facts that speak of this alert, the oldest first: changes, acknowledgements, and notices issued or hidden
   */
  record Life(Alert alert, List<Fact.OfAlerts> facts) {
    public Life {
      facts = List.copyOf(facts);
    }
  }
}
