package dev.binnacle.server;

import dev.binnacle.engine.Input;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Inputs on their way to the engine, in two lanes: what people ask for goes before what bots report. Both are bounded; a full lane
 * refuses, and the one who offered tells its sender.
 *
 * <p><b>Threads:</b> any thread may offer; one thread, the engine's, takes.
 */
final class Mailbox {
  private static final int COMMANDS = 1_024;
  private static final int REPORTS = 8_192;
  private static final long LONGEST_REST_NANOS = 20_000_000;

  private final MpscArrayQueue<Input> commands = new MpscArrayQueue<>(COMMANDS);
  private final MpscArrayQueue<Input> reports = new MpscArrayQueue<>(REPORTS);
  private final AtomicBoolean resting = new AtomicBoolean();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable Thread taker;

  /** Whether it was taken. Never blocks. */
  boolean offer(Input input) {
    boolean taken = lane(input).offer(input);
    if (!taken) {
      refused.incrementAndGet();
    } else if (resting.get() && resting.compareAndSet(true, false)) {
      LockSupport.unpark(taker);
    }
    return taken;
  }

  private MpscArrayQueue<Input> lane(Input input) {
    return switch (input) {
      case Input.Commanded c -> commands;
      case Input.Declared d -> commands;
      case Input.Resettled r -> commands;
      case Input.Observed o -> commands;
      case Input.GuardHeard g -> commands;
      case Input.ExchangeTold e -> commands;
      case Input.Received r -> reports;
      case Input.Noted n -> reports;
      case Input.Scored s -> reports;
      case Input.LinkOpened o -> reports;
      case Input.LinkClosed c -> reports;
      case Input.Tick t -> reports;
    };
  }

  /** The next input, commands first; null when there is none. */
  @Nullable Input poll() {
    Input command = commands.poll();
    return command != null ? command : reports.poll();
  }

  /** Waits a little for an input, at most 20 ms. */
  void rest() {
    taker = Thread.currentThread();
    resting.set(true);
    if (commands.isEmpty() && reports.isEmpty()) {
      LockSupport.parkNanos(this, LONGEST_REST_NANOS);
    }
    resting.set(false);
  }

  int size() {
    return commands.size() + reports.size();
  }

  /** Inputs that found their lane full. */
  long refused() {
    return refused.get();
  }
}
