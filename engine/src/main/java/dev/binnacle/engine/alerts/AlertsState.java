package dev.binnacle.engine.alerts;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.Subject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds of alerts: all that facts have made. Records, lists, times and texts only, so that any binder of records to
 * JSON writes and reads it without being told how.
 *
 * <p><b>Threads:</b> immutable.
 */
public record AlertsState(
    List<LifeState> alerts,
    List<MemoryState> memories,
    List<Alert> recent,
    List<SilenceState> silences,
    long fired,
    long notices,
    long heldBack,
    long hidden) {
  public static final AlertsState EMPTY = new AlertsState(List.of(), List.of(), List.of(), List.of(), 0, 0, 0, 0);

  public AlertsState {
    alerts = List.copyOf(alerts);
    memories = List.copyOf(memories);
    recent = List.copyOf(recent);
    silences = List.copyOf(silences);
  }

  /**
   * An alert that is pending or open.
   *
   * @param firedAt when it fired first; null while it is pending
   * @param told whether people were told that it fires
   * @param steps of its escalation that were taken
   */
  public record LifeState(Alert alert, @Nullable Instant firedAt, boolean told, int steps) {}

  /**
   * What is remembered of a rule and a subject, whatever became of its alerts.
   *
   * @param begins when alerts began to fire, the newest last, as many as tell flapping
   * @param toldAt when people were last told that it fires
   * @param heldBack since then
   */
  public record MemoryState(
      RuleName rule, Subject subject, List<Instant> begins, @Nullable Instant toldAt, @Nullable Level toldLevel, long heldBack) {
    public MemoryState {
      begins = List.copyOf(begins);
    }
  }

  /** @param endedAt null while it holds */
  public record SilenceState(Silence silence, long hidden, @Nullable Instant endedAt, @Nullable String endedBy) {}
}
