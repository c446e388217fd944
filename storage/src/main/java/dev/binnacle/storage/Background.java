package dev.binnacle.storage;

/** Threads whose work nobody waits for. */
final class Background {
  private Background() {}

  /**
   * A daemon "binnacle-NAME" that lets others go first. The JVM heeds that where it is told to ({@code -XX:ThreadPriorityPolicy=1}, as
   * {@code ./binnacle} does): beside 20,000 events a second it is the historian that uses most, and an alert that hands on from thread to thread
   * would wait for it at each.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Nothing is right or wrong by it, only earlier or later.
  static Thread thread(String name, Runnable work) {
    Thread thread = Thread.ofPlatform().name("binnacle-" + name).daemon().unstarted(work);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }
}
