package dev.binnacle.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes the wish to end on to a program, and waits until its end is reported. Made before the program is started, so that there is no
 * moment in which the wish would leave the program behind.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class PassOn {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable Process process;
  private boolean ending;

  private PassOn() {}

  static PassOn register() {
    PassOn signals = new PassOn();
    Runtime.getRuntime().addShutdownHook(new Thread(signals::pass, "pass-on"));
    return signals;
  }

  /**
   * @throws CommandFailedException if the wish to end came first
   */
  synchronized Process start(ProcessBuilder program) throws IOException {
    if (ending) {
      throw CommandFailedException.failed("told to end before the program was started");
    }
    process = program.start();
    return process;
  }

  /** All is done that follows the program's end. */
  void over() {
    over.countDown();
  }

  private void pass() {
    Process running;
    synchronized (this) {
      ending = true;
      running = process;
    }
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
      over.await(GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
