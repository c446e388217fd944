package dev.binnacle.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A bot that has one fault after another, each of another name: {@code fault-1}, {@code fault-2} and so on. Each is sent until the server
 * has said that it is safe, however often the server dies meanwhile.
 */
final class FaultyBot implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final String bot;
  private final Api api;
  private final int most;
  private final Thread thread = new Thread(this::run, "faulty-bot");
  private volatile boolean ending;
  private volatile int safe;

  /** @param most faults after which it has no more */
  FaultyBot(String bot, URI server, int most) {
    this.bot = bot;
    this.api = new Api(server, Product.ADMIN);
    this.most = most;
    thread.setDaemon(true);
    thread.start();
  }

  /** After so many faults it has no more. */
  int most() {
    return most;
  }

  /** All faults up to this number were called safe. */
  int safe() {
    return safe;
  }

  private void run() {
    while (!ending && safe < most) {
      int number = safe + 1;
      String event = """
          {"type": "custom", "instance": "faulty-1", "seq": %1$d, "at": "%2$s", "name": "fault-%1$d", "fields": {}}"""
          .formatted(number, Instant.now());
      while (!isTaken(event)) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
      safe = number;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** The same words again after an answer that did not come: the server knows them by their number. */
  private boolean isTaken(String event) {
    try {
      HttpResponse<String> answer = api.post("/api/v1/bots/" + bot + "/events", "[" + event + "]");
      return answer.statusCode() == 200
          && (answer.body().contains("\"accepted\":1") || answer.body().contains("\"duplicates\":1"));
    } catch (IOException e) {
      return false; // it is dead
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Returns when the fault that it is at is safe. */
  @Override
  public void close() throws InterruptedException {
    ending = true;
    if (!thread.join(Await.PATIENCE)) {
      throw new AssertionError("the bot's last fault was never called safe");
    }
  }
}
