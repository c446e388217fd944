package dev.binnacle.web.view;

import dev.binnacle.engine.control.ControlSnapshot;

/**
 * Where the halts of the present are seen.
 *
 * <p><b>Threads:</b> thread-safe; {@link #current()} never waits.
 */
public interface HaltFeed {
  ControlSnapshot current();

  /**
   * Calls {@code changed} after a new snapshot has been published, on the thread that published it: it must return at once, and throws nothing.
   *
   * @return ends the calls
   */
  Snapshots.Watch watch(Runnable changed);
}
