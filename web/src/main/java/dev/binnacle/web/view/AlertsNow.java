package dev.binnacle.web.view;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.alerts.AlertsSnapshot.SilenceView;
import dev.binnacle.model.Alert;
import dev.binnacle.model.Level;
import java.util.List;
import java.util.stream.Stream;

/**
 * Of a snapshot, what people see of alerts. It changes only when that does, while a snapshot is a new one at every turn of the engine.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param open of which people have been told and not of their end
 * @param pending whose condition holds, not yet for as long as the rule asks
 * @param recent that ended lately, the newest first
 * @param silences in force
 */
public record AlertsNow(List<Alert> open, List<Alert> pending, List<Alert> recent, List<SilenceView> silences) {
  public AlertsNow {
    open = List.copyOf(open);
    pending = List.copyOf(pending);
    recent = List.copyOf(recent);
    silences = List.copyOf(silences);
  }

  public static AlertsNow of(AlertsSnapshot snapshot) {
    return new AlertsNow(
        snapshot.alerts().stream().filter(alert -> alert.state().isOpen()).toList(),
        snapshot.alerts().stream().filter(alert -> !alert.state().isOpen()).toList(),
        snapshot.recent(),
        snapshot.silences().stream().filter(silence -> silence.endedAt() == null).toList());
  }

  /** How many of this level are open, whoever cares for them. */
  public long openOf(Level level) {
    return open.stream().filter(alert -> alert.level() == level).count();
  }

  /** All that are not over. */
  public Stream<Alert> present() {
    return Stream.concat(open.stream(), pending.stream());
  }
}
