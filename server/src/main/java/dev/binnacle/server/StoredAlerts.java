package dev.binnacle.server;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.SilenceId;
import dev.binnacle.storage.AlertLog;
import dev.binnacle.storage.AlertQuery;
import dev.binnacle.storage.AlertRow;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.InvalidCursorException;
import dev.binnacle.storage.Page;
import dev.binnacle.web.view.AlertHistory;
import dev.binnacle.web.view.Listed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the web asks of past alerts, answered by the storage; of silences that hold, by the engine. */
final class StoredAlerts implements AlertHistory {
  private static final int LONGEST_LIFE = 2_000;

  private final AlertLog log;
  private final Supplier<AlertsSnapshot> present;

  StoredAlerts(AlertLog log, Supplier<AlertsSnapshot> present) {
    this.log = log;
    this.present = present;
  }

  @Override
  public Listed<Alert> alerts(Query query) {
    AlertQuery asked =
        new AlertQuery(
            query.states(), query.rule(), query.bot(), query.level(), query.from(), query.to(), query.limit(), query.cursor());
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

  /** A silence is a row where it began; its end is on the same page or on one before, since lists are newest first. */
  @Override
  public Listed<PastSilence> silences(int limit, @Nullable String cursor) {
    Map<SilenceId, Fact.SilenceEnded> ends = new HashMap<>();
    Map<SilenceId, Long> hidden = new HashMap<>();
    present.get().silences().forEach(view -> hidden.put(view.silence().id(), view.hidden()));
    if (cursor != null) {
      known(() -> log.facts(AlertLog.Topic.SILENCES, HistoryQuery.newest(HistoryQuery.LARGEST))).rows().forEach(fact -> end(fact, ends));
    }
    HistoryQuery query = new HistoryQuery(null, null, null, null, limit, cursor);
    Page<Fact.OfAlerts> page = known(() -> log.facts(AlertLog.Topic.SILENCES, query));
    List<PastSilence> rows = new ArrayList<>();
    for (Fact.OfAlerts fact : page.rows()) {
      end(fact, ends);
      if (fact instanceof Fact.SilenceBegun begun) {
        SilenceId id = begun.silence().id();
        Fact.SilenceEnded end = ends.get(id);
        rows.add(
            end == null
                ? new PastSilence(begun.silence(), null, null, hidden.getOrDefault(id, 0L))
                : new PastSilence(begun.silence(), end.at(), end.by(), end.hidden()));
      }
    }
    return new Listed<>(rows, page.next());
  }

  private static void end(Fact.OfAlerts fact, Map<SilenceId, Fact.SilenceEnded> ends) {
    if (fact instanceof Fact.SilenceEnded ended) {
      ends.put(ended.silence(), ended);
    }
  }

  private static <T> T known(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (InvalidCursorException e) {
      throw new InvalidValueException("cursor", "cursor", String.valueOf(e.getMessage()));
    }
  }
}
