package dev.binnacle.server;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.storage.AlertLog;
import dev.binnacle.storage.AlertQuery;
import dev.binnacle.storage.AlertRow;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.InvalidCursorException;
import dev.binnacle.storage.Page;
import dev.binnacle.web.view.AlertHistory;
import dev.binnacle.web.view.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the web asks of past alerts, answered by the storage. */
final class StoredAlerts implements AlertHistory {
  private static final int LONGEST_LIFE = 2_000;

  private final AlertLog log;

  StoredAlerts(AlertLog log) {
    this.log = log;
  }

  @Override
  public Listed<Alert> alerts(Query query) {
    AlertQuery asked =
        new AlertQuery(
            query.states(), query.rule(), query.bot(), query.leastLevel(), query.from(), query.to(), query.limit(),
            query.cursor());
    Page<AlertRow> page = known(() -> log.alerts(asked));
    return new Listed<>(page.rows().stream().map(AlertRow::alert).toList(), page.next());
  }

  @Override
  public Optional<Life> life(AlertId alert) {
    return log.alert(alert).map(row -> new Life(row.alert(), facts(alert)));
  }

  /** The oldest first; of a life that is too long, its end. */
  private List<Fact.OfAlerts> facts(AlertId alert) {
    List<Fact.OfAlerts> facts = new ArrayList<>();
    String cursor = null;
    do {
      Page<Fact.OfAlerts> page = log.timeline(alert, HistoryQuery.LARGEST, cursor);
      facts.addAll(page.rows());
      cursor = page.next();
    } while (cursor != null && facts.size() < LONGEST_LIFE);
    return facts.reversed();
  }

  private static <T> T known(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (InvalidCursorException e) {
      throw new InvalidValueException("cursor", "cursor", String.valueOf(e.getMessage()));
    }
  }
}
