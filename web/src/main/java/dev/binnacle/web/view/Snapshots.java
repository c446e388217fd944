package dev.binnacle.web.view;

import dev.binnacle.engine.fleet.FleetSnapshot;

/**
 * Where the present is seen.
 *
 * <p><b>Threads:</b> thread-safe; {@link #current()} never waits.
 */
public interface Snapshots {
  FleetSnapshot current();

  /**
   * Calls {@code changed} after a new snapshot has been published, on the thread that published it: it must return at once. What
   * it throws is the publisher's problem, so it throws nothing.
   *
   * @return ends the calls
   */
  Watch watch(Runnable changed);

  /** A standing request; closing it twice is closing it once. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
