package dev.binnacle.server;

import dev.binnacle.web.live.Announcements;
import dev.binnacle.web.view.Snapshots;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the engine wants shown at once, as the web wants it. */
final class AnnouncementFeed implements Announcements {
  private final CopyOnWriteArrayList<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();

  AnnouncementFeed(EngineLoop loop) {
    loop.announceTo((bot, event) -> tell(new Announcement.Happened(bot, event)));
    loop.statusesTo(change -> tell(
        new Announcement.StatusChanged(change.bot(), change.at(), change.from(), change.to(), change.reason())));
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
