package dev.binnacle.engine.alerts;

import dev.binnacle.engine.alerts.AlertsSnapshot.RuleView;
import dev.binnacle.engine.alerts.AlertsSnapshot.SilenceView;
import dev.binnacle.engine.alerts.AlertsSnapshot.Standing;
import dev.binnacle.engine.rules.Rules;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.RuleName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes snapshots. What no fact has changed is the same as in the one before. */
final class Picture {
  private final Book book;
  private final Rules rules;
  private long takenOf = -1;
  private List<Alert> alerts = List.of();
  private List<Alert> recent = List.of();
  private List<SilenceView> silences = List.of();
  private Map<RuleName, Tally> tallies = Map.of();

  Picture(Book book, Rules rules) {
    this.book = book;
    this.rules = rules;
  }

  /** Of one rule's alerts. */
  private static final class Tally {
    Standing standing = Standing.GOOD;
    int pending;
    int open;

    void add(AlertState state) {
      Standing other =
          switch (state) {
            case PENDING -> Standing.PENDING;
            case NO_DATA -> Standing.NO_DATA;
            case FLAPPING -> Standing.FLAPPING;
            case FIRING -> Standing.FIRING;
            case RESOLVED, ENDED -> Standing.GOOD;
          };
      standing = other.compareTo(standing) > 0 ? other : standing;
      pending += state == AlertState.PENDING ? 1 : 0;
      open += state.isOpen() ? 1 : 0;
    }
  }

  AlertsSnapshot at(long index, Instant at, Map<String, Long> dropped) {
    if (takenOf != book.changes()) {
      take();
      takenOf = book.changes();
    }
    Map<String, Long> all = new TreeMap<>(rules.dropped());
    dropped.forEach((bound, count) -> all.merge(bound, count, Long::sum));
    return new AlertsSnapshot(
        index,
        at,
        alerts,
        recent,
        silences,
        rules.courses().stream().map(course -> view(course, tallies.get(course.rule().name()))).toList(),
        book.counters(rules.odd(), Collections.unmodifiableMap(all)));
  }

  private void take() {
    List<Alert> newest = new ArrayList<>(book.lives().size());
    tallies = new HashMap<>();
    for (Life life : book.lives()) {
      newest.add(life.alert);
      tallies.computeIfAbsent(life.alert.rule(), each -> new Tally()).add(life.alert.state());
    }
    Collections.reverse(newest);
    alerts = List.copyOf(newest);
    recent = List.copyOf(book.recent());
    silences = List.copyOf(silences(book));
  }

  private static List<SilenceView> silences(Book book) {
    List<SilenceView> views = new ArrayList<>();
    book.silences().forEach(each -> views.add(SilenceView.holding(each.silence(), each.hidden())));
    Collections.reverse(views);
    book.endedSilences().forEach(
        each -> views.add(
            new SilenceView(each.silence(), each.hidden(), each.endedAt(), each.ending(), each.endedBy())));
    return views;
  }

  private static RuleView view(Rules.Course course, @Nullable Tally tally) {
    Tally counted = tally == null ? new Tally() : tally;
    boolean waits = tally == null && course.evaluatedAt() == null;
    return new RuleView(
        course.rule(), waits ? Standing.WAITING : counted.standing, course.evaluatedAt(), course.evaluated(),
        course.subjects(), counted.pending, counted.open, course.matchesNothing(), course.lastReason());
  }
}
