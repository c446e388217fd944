package dev.binnacle.server;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.model.Alert;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import dev.binnacle.web.live.Announcements;
import dev.binnacle.web.view.Snapshots;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the engine wants shown at once, as the web wants it. */
final class AnnouncementFeed implements Announcements {
  private final CopyOnWriteArrayList<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();
  /** Halts that changed since the last snapshot; confined to the engine's thread. */
  private final Map<HaltId, Instant> changed = new LinkedHashMap<>();

  AnnouncementFeed(EngineLoop loop) {
    loop.announceTo((bot, event) -> tell(new Announcement.Happened(bot, event)));
    loop.statusesTo(change -> tell(
        new Announcement.StatusChanged(change.bot(), change.at(), change.from(), change.to(), change.reason())));
    loop.alertsTo(fact -> alert(fact, loop.alerts()).ifPresent(alert -> tell(new Announcement.AlertChanged(fact.at(), alert))));
    loop.controlTo(fact -> halt(fact).ifPresent(id -> changed.put(id, fact.at())));
    loop.watch(snapshot -> tellHalts(loop.control()));
  }

  /** The alert of which the fact speaks as it is after that; {@code before} is how all are before it. */
  private static Optional<Alert> alert(Fact.OfAlerts fact, AlertsSnapshot before) {
    return switch (fact) {
      case Fact.AlertChanged changed -> Optional.of(changed.alert());
      case Fact.AlertAcknowledged taken ->
          before.alert(taken.alert()).map(alert -> acknowledged(alert, taken.acknowledgement()));
      case Fact.AcknowledgementEnded ended -> before.alert(ended.alert()).map(alert -> acknowledged(alert, null));
      case Fact.SilenceBegun _,Fact.SilenceEnded _,Fact.NoticeIssued _,Fact.NoticeHidden _ -> Optional.empty();
    };
  }

  private static Alert acknowledged(Alert alert, Alert.@Nullable Acknowledgement by) {
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), alert.labels(), alert.runbook(), by, alert.silenced());
  }

  private static Optional<HaltId> halt(Fact.OfControl fact) {
    return switch (fact) {
      case Fact.HaltBegun begun -> Optional.of(begun.halt().id());
      case Fact.HaltJoined joined -> Optional.of(joined.halt());
      case Fact.BotHaltMoved moved -> Optional.of(moved.halt());
      case Fact.HaltMoved moved -> Optional.of(moved.halt());
      case Fact.HaltReleased released -> Optional.of(released.halt());
      case Fact.ActionTaken _,Fact.TriggerMoved _ -> Optional.empty();
    };
  }

  /** As they are in the snapshot that was just published, which has all that was decided. */
  private void tellHalts(ControlSnapshot now) {
    changed.forEach((id, at) -> now.halt(id).ifPresent(halt -> tell(new Announcement.HaltChanged(at, halt))));
    changed.clear();
  }

  private void tell(Announcement announcement) {
    listeners.forEach(listener -> listener.accept(announcement));
  }

  @Override
  public Snapshots.Watch listen(Consumer<Announcement> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
