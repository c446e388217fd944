package dev.binnacle.e2e;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A bot that lives and reports the same figures every second. */
final class ReportingBot implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String bot;
  private final Api api;
  private final String metrics;
  private final Thread thread = new Thread(this::run, "reporting-bot");
  private volatile boolean ending;

  /** @param metrics a JSON object of what it measures */
  ReportingBot(String bot, Api api, String metrics) {
    this.bot = bot;
    this.api = api;
    this.metrics = metrics;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!ending) {
      try {
        api.sendEvents(bot, """
            [{"type": "heartbeat", "instance": "i1", "at": "%1$s"},
             {"type": "metrics", "instance": "i1", "at": "%1$s", "values": %2$s}]""".formatted(Instant.now(), metrics));
      } catch (Exception e) {
        throw new AssertionError("the bot cannot report", e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    LockSupport.unpark(thread);
    thread.join(Await.PATIENCE);
  }
}
