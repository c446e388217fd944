package dev.binnacle.testkit;

import java.io.IOException;

/** A test's child that would run for ever, and must not when the test is killed. */
public final class Orphan {
  private Orphan() {}

  /** Ends this process when the one that began it is gone, which closes this one's standard input. */
  public static void endsWithItsParent() {
    Thread watch = new Thread(Orphan::awaitTheEnd, "parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitTheEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said to it.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(3);
  }
}
