package dev.binnacle.config;

/** Tells when the file may have changed. It may tell too often, never promises to tell at all, and is never believed about what happened. */
interface EventSource {
  /** @param board where trouble is told; cleared when it is over */
  void start(Runnable hint, Board board);

  /** Returns when no hint comes any more. */
  void stop();
}
