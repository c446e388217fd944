package dev.binnacle.cli;

import java.io.IOException;

/**
 * Ends this process when the one that started it is gone, however it went: its end closes our standard input.
 */
final class ParentWatch {
  private ParentWatch() {}

  static void exitWithParent() {
    Thread watch = new Thread(ParentWatch::awaitEnd, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Whatever is written to us is of no interest.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
    System.exit(0);
  }
}
