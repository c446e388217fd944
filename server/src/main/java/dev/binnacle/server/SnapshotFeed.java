package dev.binnacle.server;

import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.web.view.Snapshots;
import java.util.concurrent.CopyOnWriteArrayList;

/** The loop's snapshots, as the web wants them. */
final class SnapshotFeed implements Snapshots {
  private final EngineLoop loop;
  private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

  SnapshotFeed(EngineLoop loop) {
    this.loop = loop;
    loop.watch(snapshot -> watchers.forEach(Runnable::run));
  }

  @Override
  public FleetSnapshot current() {
    return loop.snapshot();
  }

  @Override
  public Watch watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }
}
