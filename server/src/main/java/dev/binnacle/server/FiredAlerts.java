package dev.binnacle.server;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Subject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of alerts in a trial, from a time on. <b>Threads:</b> one thread at a time. */
final class FiredAlerts {
  static final int MOST = 500;

  private final Instant from;
  private final Map<AlertId, Fired> open = new LinkedHashMap<>();
  private final Deque<Fired> over = new ArrayDeque<>();
  private long alerts;
  private long notices;

  /**
   * One alert that people would have been told of.
   *
   * @param from when it fired
   * @param until null where it still fires
   * @param value that was judged when it fired
   */
  record Fired(
      RuleName rule, Subject subject, Level level, Instant from, @Nullable Instant until, @Nullable Double value, String reason) {
    Fired ended(Instant at) {
      return new Fired(rule, subject, level, from, at, value, reason);
    }
  }

  FiredAlerts(Instant from) {
    this.from = from;
  }

  void take(List<Fact.OfAlerts> facts) {
    for (Fact.OfAlerts fact : facts) {
      if (fact instanceof Fact.AlertChanged(Instant at, Alert alert, _)) {
        change(at, alert);
      } else if (fact instanceof Fact.NoticeIssued issued && !issued.at().isBefore(from)) {
        notices++;
      }
    }
  }

  private void change(Instant at, Alert alert) {
    if (alert.state().isOpen() && !open.containsKey(alert.id())) {
      open.put(
          alert.id(), new Fired(alert.rule(), alert.subject(), alert.level(), at, null, alert.value(), alert.reason()));
      alerts += at.isBefore(from) ? 0 : 1;
    } else if (alert.state().isOver()) {
      Fired ended = open.remove(alert.id());
      if (ended != null && !ended.from().isBefore(from)) {
        over.add(ended.ended(at));
        if (over.size() > MOST) {
          over.removeFirst();
        }
      }
    }
  }

  /** Those too that are not listed because there were too many. */
  long alerts() {
    return alerts;
  }

  long notices() {
    return notices;
  }

  /** The newest first, at most {@link #MOST}. */
  List<Fired> newest() {
    List<Fired> all = new ArrayList<>(over);
    open.values().stream().filter(each -> !each.from().isBefore(from)).forEach(all::add);
    all.sort(Comparator.comparing(Fired::from).reversed());
    return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
  }
}
