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

  /**
   * @param hidden how many notices it has held back
   * @param hidesSince when the first open alert came under it; null while none has
   * @param endedAt null while it holds
   * @param ending null while it holds
   * @param endedBy null unless a person ended it
   */
  public record SilenceState(
      Silence silence,
      long hidden,
      @Nullable Instant hidesSince,
      @Nullable Instant endedAt,
      Silence.@Nullable Ending ending,
      @Nullable String endedBy) {
    public SilenceState {
      if (endedAt != null && ending == null) {
        // A checkpoint of a version in which nothing else ended one.
        ending = endedBy == null ? Silence.Ending.EXPIRED : Silence.Ending.LIFTED;
      }
    }

    static SilenceState begun(Silence silence) {
      return new SilenceState(silence, 0, null, null, null, null);
    }

    SilenceState hiding(Instant at) {
      return hidesSince == null ? new SilenceState(silence, hidden, at, endedAt, ending, endedBy) : this;
    }

    SilenceState hidOneMore() {
      return new SilenceState(silence, hidden + 1, hidesSince, endedAt, ending, endedBy);
    }

    SilenceState ended(Instant at, Silence.Ending why, @Nullable String by) {
      return new SilenceState(silence, hidden, hidesSince, at, why, by);
    }
  }
}
