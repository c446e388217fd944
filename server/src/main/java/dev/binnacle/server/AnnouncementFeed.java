package dev.binnacle.server;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import dev.binnacle.web.live.Announcements;
import dev.binnacle.web.view.Snapshots;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the engine wants shown at once, as the web wants it. */
final class AnnouncementFeed implements Announcements {
  private final CopyOnWriteArrayList<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();

  AnnouncementFeed(EngineLoop loop) {
    loop.announceTo((bot, event) -> tell(new Announcement.Happened(bot, event)));
    loop.statusesTo(change -> tell(
        new Announcement.StatusChanged(change.bot(), change.at(), change.from(), change.to(), change.reason())));
    loop.alertsTo(fact -> {
      if (fact instanceof Fact.AlertChanged(Instant at, Alert alert, AlertState from)) {
        tell(new Announcement.AlertChanged(at, alert));
      }
    });
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
