package dev.binnacle.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread allocates, to the byte; JMH's profiler counts all threads and itself, too. */
final class Allocation {
  private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private Allocation() {}

  /** The bytes of so many calls, after as many that do not count. */
  static long bytes(int calls, Runnable call) {
    repeat(calls, call);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    repeat(calls, call);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void repeat(int calls, Runnable call) {
    for (int i = 0; i < calls; i++) {
      call.run();
    }
  }
}
