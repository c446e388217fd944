package dev.binnacle.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What came of a row of faults that were each to become a webhook: how long each took, and that each came once. */
record AlertTimes(Histogram nanos, int lost, int doubled) {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  /**
   * Lets faults happen at an even pace and waits for their webhooks.
   *
   * @param phase begins the name of each
   * @param pace faults a second
   * @param happen makes the fault of this name happen; the time of it begins with the call
   * @param patience for the last of them
   */
  static AlertTimes measure(
      String phase, int count, int pace, Consumer<String> happen, HookReceiver hook, Duration patience) {
    Map<String, Long> happened = new LinkedHashMap<>();
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      pause(begun + TimeUnit.SECONDS.toNanos(i) / pace);
      String name = "fault-" + phase + "-" + i;
      happened.put(name, System.nanoTime());
      happen.accept(name);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (happened.keySet().stream().anyMatch(name -> hook.arrivals(name).isEmpty()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return of(happened, hook);
  }

  private static AlertTimes of(Map<String, Long> happened, HookReceiver hook) {
    Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    int lost = 0;
    int doubled = 0;
    for (Map.Entry<String, Long> each : happened.entrySet()) {
      List<Long> arrivals = hook.arrivals(each.getKey());
      lost += arrivals.isEmpty() ? 1 : 0;
      doubled += arrivals.size() > 1 ? 1 : 0;
      if (!arrivals.isEmpty()) {
        nanos.recordValue(Math.clamp(arrivals.getFirst() - each.getValue(), 1, LONGEST_NANOS));
      }
    }
    return new AlertTimes(nanos, lost, doubled);
  }

  private static void pause(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  double millis(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  /** A figure about alerts that did not all come, each once, is worth nothing. */
  AlertTimes whole(String whose) {
    if (lost > 0 || doubled > 0) {
      throw new IllegalStateException(whose + ": " + lost + " alerts were lost and " + doubled + " came more than once");
    }
    return this;
  }
}
