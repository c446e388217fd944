package dev.binnacle.engine.alerts;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All alerts at one time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param index of the last input that is in it
 * @param alerts that are pending or open, the newest first
 * @param recent alerts that are over, the one that ended last first
 * @param silences those that hold, the newest first, and after them those that ended lately
 * @param rules in the order of the settings
 */
public record AlertsSnapshot(
    long index,
    Instant at,
    List<Alert> alerts,
    List<Alert> recent,
    List<SilenceView> silences,
    List<RuleView> rules,
    Counters counters) {
  public AlertsSnapshot {
    alerts = List.copyOf(alerts);
    recent = List.copyOf(recent);
    silences = List.copyOf(silences);
    rules = List.copyOf(rules);
  }

  /** Among those that are pending or open, and those that are over. */
  public Optional<Alert> alert(AlertId id) {
    return alerts.stream().filter(alert -> alert.id().equals(id)).findFirst()
        .or(() -> recent.stream().filter(alert -> alert.id().equals(id)).findFirst());
  }

  /**
   * @param hidden how many notices it has held back
   * @param endedAt null while it holds
   * @param ending null while it holds
   * @param endedBy null unless a person ended it
   */
  public record SilenceView(
      Silence silence, long hidden, @Nullable Instant endedAt, Silence.@Nullable Ending ending, @Nullable String endedBy) {
    /** One that holds. */
    public static SilenceView holding(Silence silence, long hidden) {
      return new SilenceView(silence, hidden, null, null, null);
    }
  }

  /**
   * @param standing the most urgent of its subjects
   * @param evaluatedAt when it was judged last; null when it never was since the engine runs
   * @param evaluated how often it was judged since the engine runs
   * @param subjects that it watches
   * @param matchesNothing why it may never fire as it is written; null when it has something to judge
   * @param lastReason what was found last; null before that
   */
  public record RuleView(
      Rule rule,
      Standing standing,
      @Nullable Instant evaluatedAt,
      long evaluated,
      int subjects,
      int pending,
      int open,
      @Nullable String matchesNothing,
      @Nullable String lastReason) {}

  /** How a rule stands. */
  public enum Standing {
    /** Nothing was judged yet. */
    WAITING,
    GOOD,
    PENDING,
    NO_DATA,
    FLAPPING,
    FIRING
  }

  /**
   * Since the engine was first started.
   *
   * @param fired alerts that began to fire
   * @param notices issued
   * @param heldBack notices held back by cooldowns
   * @param hidden notices held back by silences and inhibitions
   * @param odd values that were not believed, since the engine runs
   * @param dropped what was let go because there was too much of it, by the name of the bound, since the engine runs
   */
  public record Counters(long fired, long notices, long heldBack, long hidden, long odd, Map<String, Long> dropped) {}
}
