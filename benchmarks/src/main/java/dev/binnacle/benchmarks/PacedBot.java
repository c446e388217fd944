package dev.binnacle.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.binnacle.client.Counter;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Timing;
import dev.binnacle.model.Event;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A bot as a process: it makes so many events a second, or none, and either says them through a monitor or forgets them. After a time to
 * warm up it measures itself and prints one line. What the client costs is the difference between one with and one without.
 */
final class PacedBot {
  private static final long MEGABYTE = 1_000_000;
  private static final int LONE_EVENTS = 8;

  /** Longer than the client's spool thread stays awake after an event. */
  private static final long LONE_PAUSE_NANOS = 1_300_000_000L;

  private static volatile @Nullable Event forgotten;

  private final int eventsASecond;
  private final @Nullable Monitor monitor;
  private final @Nullable Counter counter;
  private final @Nullable Timing timing;
  private final TradeStream stream = new TradeStream("own");
  private final Histogram calls = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);

  private PacedBot(int eventsASecond, @Nullable Monitor monitor) {
    this.eventsASecond = eventsASecond;
    this.monitor = monitor;
    this.counter = monitor == null ? null : monitor.counter("trades_executed");
    this.timing = monitor == null ? null : monitor.timing("trade_execution_time");
  }

  /**
   * What a bot measured of itself; travels as one line.
   *
   * @param cpuPercent processor time within the measurement, 100 is one core
   * @param residentMegabytes at its end, of a million bytes
   * @param callNanos percentiles of one event's saying: 50, 99, 99.9 and the largest
   * @param loneNanos the median of saying one event after a second of silence, 0 if that was not tried
   * @param lost events that were not kept
   */
  record Measured(double cpuPercent, double residentMegabytes, long[] callNanos, long loneNanos, long lost) {
    String line() {
      return "measured %s %s %d %d %d %d %d %d"
          .formatted(cpuPercent, residentMegabytes, callNanos[0], callNanos[1], callNanos[2], callNanos[3], loneNanos, lost);
    }

    static Measured of(String line) {
      String[] words = line.split(" ");
      long[] calls = new long[4];
      for (int i = 0; i < calls.length; i++) {
        calls[i] = Long.parseLong(words[3 + i]);
      }
      return new Measured(Double.parseDouble(words[1]), Double.parseDouble(words[2]), calls, Long.parseLong(words[7]),
          Long.parseLong(words[8]));
    }
  }

  /** {@code PacedBot EVENTS-A-SECOND WARM-UP-SECONDS SECONDS [URL BOT TOKEN SPOOL]}. */
  public static void main(String[] words) {
    int rate = Integer.parseInt(words[0]);
    long warmUp = Long.parseLong(words[1]);
    long seconds = Long.parseLong(words[2]);
    Monitor monitor = words.length < 7
        ? null
        : Monitor.builder(words[4], URI.create(words[3]), words[5]).spoolDirectory(Path.of(words[6])).connect();
    System.out.println(new PacedBot(rate, monitor).measure(warmUp, seconds).line());
    System.out.flush();
    System.exit(0);
  }

  private Measured measure(long warmUpSeconds, long seconds) {
    live(warmUpSeconds);
    calls.reset();
    long cpuBefore = cpuNanos();
    long begun = System.nanoTime();
    live(seconds);
    double cpuPercent = 100.0 * (cpuNanos() - cpuBefore) / (System.nanoTime() - begun);
    double resident = Processes.residentMegabytes(ProcessHandle.current().pid()) * 1024 * 1024 / MEGABYTE;
    long[] percentiles = {
      calls.getValueAtPercentile(50), calls.getValueAtPercentile(99), calls.getValueAtPercentile(99.9), calls.getMaxValue()
    };
    long lone = eventsASecond > 0 ? loneCall(Math.min(LONE_EVENTS, seconds)) : 0;
    return new Measured(cpuPercent, resident, percentiles, lone, lost());
  }

  /** What a call costs while nothing is awake: the spool thread sleeps, and the caches are somebody else's. */
  private long loneCall(long events) {
    Histogram lone = new Histogram(3);
    for (int i = 0; i < events; i++) {
      LockSupport.parkNanos(LONE_PAUSE_NANOS);
      Event event = stream.next(Instant.now());
      long before = System.nanoTime();
      say(event);
      lone.recordValue(System.nanoTime() - before);
    }
    return lone.getValueAtPercentile(50);
  }

  private long lost() {
    if (monitor == null) {
      return 0;
    }
    if (!monitor.statistics().connected()) {
      throw new IllegalStateException("the bot was not connected at the end: " + monitor.statistics());
    }
    var dropped = monitor.statistics().dropped();
    monitor.close();
    return dropped.queueFull() + dropped.spoolFull() + dropped.rejectedByServer() + dropped.refusedCalls();
  }

  private void live(long seconds) {
    long begun = System.nanoTime();
    long until = begun + TimeUnit.SECONDS.toNanos(seconds);
    if (eventsASecond == 0) {
      park(until);
      return;
    }
    long interval = TimeUnit.SECONDS.toNanos(1) / eventsASecond;
    for (long due = begun; due < until; due += interval) {
      park(due);
      Event event = stream.next(Instant.now());
      long before = System.nanoTime();
      say(event);
      calls.recordValue(System.nanoTime() - before);
    }
  }

  private void say(Event event) {
    if (monitor == null || counter == null || timing == null) {
      forgotten = event;
    } else {
      monitor.publish(event);
      counter.increment();
      timing.record(1_000_000);
    }
  }

  private static void park(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
