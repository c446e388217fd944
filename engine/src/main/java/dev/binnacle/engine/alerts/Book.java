package dev.binnacle.engine.alerts;

import dev.binnacle.engine.alerts.AlertsState.SilenceState;
import dev.binnacle.engine.rules.AlertSettings.AlertBounds;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.SilenceId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What facts have made of alerts. Nothing else changes what a checkpoint holds of it. */
final class Book {
  private static final int MOST_ENDED_SILENCES = 50;

  private AlertBounds bounds;
  private final LinkedHashMap<Key, Life> lives = new LinkedHashMap<>();
  private final Map<AlertId, Life> byId = new HashMap<>();
  private final Map<RuleName, Integer> perRule = new HashMap<>();
  private final LinkedHashMap<Key, Memory> memories = new LinkedHashMap<>();
  private final ArrayDeque<Alert> recent = new ArrayDeque<>();
  private final LinkedHashMap<SilenceId, SilenceState> silences = new LinkedHashMap<>();
  private final LinkedHashMap<SilenceId, SilenceState> endedSilences = new LinkedHashMap<>();
  private long fired;
  private long notices;
  private long heldBack;
  private long hidden;
  private long changes;

  Book(AlertBounds bounds) {
    this.bounds = bounds;
  }

  void resettle(AlertBounds next) {
    bounds = next;
  }

  void restore(AlertsState state) {
    changes++;
    state.alerts().forEach(each -> add(Life.restore(each)));
    state.memories().forEach(each -> memories.put(new Key(each.rule(), each.subject()), Memory.restore(each)));
    recent.addAll(state.recent());
    state.silences().forEach(
        each -> (each.endedAt() == null ? silences : endedSilences).put(each.silence().id(), each));
    fired = state.fired();
    notices = state.notices();
    heldBack = state.heldBack();
    hidden = state.hidden();
  }

  AlertsState state() {
    List<SilenceState> all = new ArrayList<>(silences.values());
    all.addAll(endedSilences.values());
    return new AlertsState(
        lives.values().stream().map(Life::state).toList(),
        memories.entrySet().stream()
            .map(each -> each.getValue().state(each.getKey().rule(), each.getKey().subject()))
            .toList(),
        List.copyOf(recent),
        all,
        fired,
        notices,
        heldBack,
        hidden);
  }

  /** Changes by what was decided. */
  void evolve(Fact.OfAlerts fact) {
    changes++;
    switch (fact) {
      case Fact.AlertChanged(Instant at, Alert alert, AlertState from) -> changed(at, alert, from);
      case Fact.AlertAcknowledged(Instant at, AlertId id, Alert.Acknowledgement by) -> acknowledged(id, by);
      case Fact.AcknowledgementEnded(Instant at, AlertId id, String by) -> acknowledged(id, null);
      case Fact.SilenceBegun(Instant at, var silence) ->
          silences.put(silence.id(), SilenceState.begun(silence));
      case Fact.SilenceEnded ended -> silenceEnded(ended);
      case Fact.NoticeIssued(Instant at, Notice notice) -> issued(at, notice);
      case Fact.NoticeHidden(Instant at, SilenceId silence, AlertId id, Notice.Kind kind) -> hidden(silence, id, kind);
    }
  }

  private void changed(Instant at, Alert alert, @Nullable AlertState from) {
    Life life = byId.get(alert.id());
    if (life == null) {
      life = new Life(alert);
      add(life);
    }
    life.alert = alert;
    life.recordedAt = at;
    if (alert.state().isOpen()) {
      alert.silenced().forEach(id -> silences.computeIfPresent(id, (same, state) -> state.hiding(at)));
    }
    boolean begins = (from == null || from == AlertState.PENDING) && alert.state().isOpen();
    if (begins) {
      life.firedAt = at;
      fired++;
      remember(Key.of(alert)).fired(at);
    }
    if (alert.state().isOver()) {
      remove(life);
      recent.addFirst(alert);
      if (recent.size() > bounds.resolved()) {
        recent.removeLast();
      }
    }
  }

  private void add(Life life) {
    lives.put(Key.of(life.alert), life);
    byId.put(life.alert.id(), life);
    perRule.merge(life.alert.rule(), 1, Integer::sum);
  }

  private void remove(Life life) {
    lives.remove(Key.of(life.alert));
    byId.remove(life.alert.id());
    perRule.computeIfPresent(life.alert.rule(), (rule, count) -> count > 1 ? count - 1 : null);
  }

  /** The one that was used last is forgotten last. */
  private Memory remember(Key key) {
    Memory memory = memories.remove(key);
    memory = memory == null ? new Memory() : memory;
    memories.put(key, memory);
    if (memories.size() > bounds.remembered()) {
      memories.pollFirstEntry();
    }
    return memory;
  }

  private void acknowledged(AlertId id, Alert.@Nullable Acknowledgement by) {
    Life life = byId.get(id);
    if (life != null) {
      life.alert = Edits.acknowledged(life.alert, by);
    }
  }

  private void silenceEnded(Fact.SilenceEnded fact) {
    SilenceState state = silences.remove(fact.silence());
    if (state != null) {
      endedSilences.putFirst(fact.silence(), state.ended(fact.at(), fact.ending(), fact.by()));
      if (endedSilences.size() > MOST_ENDED_SILENCES) {
        endedSilences.pollLastEntry();
      }
    }
  }

  private void issued(Instant at, Notice notice) {
    notices++;
    heldBack += notice.heldBack();
    for (Alert alert : notice.alerts()) {
      Life life = byId.get(alert.id());
      if (notice.kind() != Notice.Kind.RESOLVED && notice.kind() != Notice.Kind.NO_DATA) {
        remember(Key.of(alert)).told(at, alert.level());
      }
      if (life != null) {
        life.told = true;
        life.telling = false;
        life.again = 0;
        life.steps += notice.kind() == Notice.Kind.ESCALATED ? 1 : 0;
      }
    }
  }

  private void hidden(SilenceId silence, AlertId id, Notice.Kind kind) {
    hidden++;
    silences.computeIfPresent(silence, (same, state) -> state.hidOneMore());
    Life life = byId.get(id);
    if (life != null && kind == Notice.Kind.ESCALATED) {
      life.steps++;
    }
  }

  /* What is so. */

  @Nullable Life life(Key key) {
    return lives.get(key);
  }

  @Nullable Life life(AlertId id) {
    return byId.get(id);
  }

  Collection<Life> lives() {
    return lives.values();
  }

  boolean hasRoom(RuleName rule) {
    return lives.size() < bounds.alerts() && perRule.getOrDefault(rule, 0) < bounds.perRule();
  }

  @Nullable Memory memory(Key key) {
    return memories.get(key);
  }

  /** Those that hold. */
  Collection<SilenceState> silences() {
    return silences.values();
  }

  @Nullable SilenceState silence(SilenceId id) {
    return silences.get(id);
  }

  Collection<SilenceState> endedSilences() {
    return endedSilences.values();
  }

  Collection<Alert> recent() {
    return recent;
  }

  /** Grows with each fact. */
  long changes() {
    return changes;
  }

  AlertsSnapshot.Counters counters(long odd, Map<String, Long> dropped) {
    return new AlertsSnapshot.Counters(fired, notices, heldBack, hidden, odd, dropped);
  }
}
