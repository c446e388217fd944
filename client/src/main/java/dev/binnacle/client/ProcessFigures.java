package dev.binnacle.client;

import dev.binnacle.model.Sample;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the bot's own process uses. A megabyte is 1,048,576 bytes, as tools for processes count.
 *
 * <p><b>Threads:</b> confined to the thread that reports.
 */
final class ProcessFigures {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "\nVmRSS:";
  private static final double MEGABYTE = 1 << 20;

  private final @Nullable Path logFile;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<GarbageCollectorMXBean> collectors;
  private final @Nullable LongSupplier cpuNanos;

  private long lastNanos;
  private long lastCpuNanos;
  private long lastPauseMillis;

  ProcessFigures(@Nullable Path logFile, LongSupplier nanoTime) {
    this.logFile = logFile;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.collectors = ManagementFactory.getGarbageCollectorMXBeans().stream().filter(ProcessFigures::stopsTheWorld).toList();
    this.cpuNanos = cpuTime();
    this.lastNanos = startNanos;
    this.lastCpuNanos = cpuNanos == null ? 0 : cpuNanos.getAsLong();
    this.lastPauseMillis = pauseMillis();
  }

  /** Collectors that work beside the program report how long that took; nobody waited for it. */
  private static boolean stopsTheWorld(GarbageCollectorMXBean collector) {
    return !collector.getName().contains("Cycles") && !collector.getName().contains("Concurrent");
  }

  private static @Nullable LongSupplier cpuTime() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    try {
      return system instanceof com.sun.management.OperatingSystemMXBean full ? full::getProcessCpuTime : null;
    } catch (LinkageError e) {
      // A run-time image without the module jdk.management.
      return null;
    }
  }

  void sample(List<Sample> into) {
    long now = nanoTime.getAsLong();
    long resident = residentBytes();
    long heap = memory.getHeapMemoryUsage().getUsed();
    long used = resident > 0 ? resident : heap + memory.getNonHeapMemoryUsage().getUsed();
    into.add(Sample.of("memory_usage_mb", used / MEGABYTE));
    into.add(Sample.of("heap_used_mb", heap / MEGABYTE));
    into.add(Sample.of("thread_count", threads.getThreadCount()));
    into.add(Sample.of("uptime_seconds", (now - startNanos) / 1e9));
    cpu(now, into);
    long pauses = pauseMillis();
    into.add(Sample.of("gc_pause_ms", Math.max(0, pauses - lastPauseMillis)));
    lastPauseMillis = pauses;
    logFileSize(into);
    lastNanos = now;
  }

  private void cpu(long now, List<Sample> into) {
    if (cpuNanos == null) {
      return;
    }
    long cpu = cpuNanos.getAsLong();
    if (cpu >= lastCpuNanos && now > lastNanos) {
      into.add(Sample.of("cpu_usage_percent", 100.0 * (cpu - lastCpuNanos) / (now - lastNanos)));
    }
    lastCpuNanos = cpu;
  }

  private long pauseMillis() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      sum += Math.max(0, collector.getCollectionTime());
    }
    return sum;
  }

  private void logFileSize(List<Sample> into) {
    if (logFile == null) {
      return;
    }
    try {
      into.add(Sample.of("log_file_size_mb", Files.size(logFile) / MEGABYTE));
    } catch (IOException | SecurityException e) {
      // No file, no figure: a size of 0 would be a claim.
    }
  }

  /** The resident set, where the system tells, else 0. */
  private static long residentBytes() {
    try {
      String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
      int line = status.indexOf(RESIDENT);
      return line < 0 ? 0 : kilobytes(status, line + RESIDENT.length()) << 10;
    } catch (IOException | RuntimeException e) {
      // Not Linux.
      return 0;
    }
  }

  private static long kilobytes(String status, int from) {
    long number = 0;
    for (int i = from; status.charAt(i) != '\n'; i++) {
      int digit = Character.digit(status.charAt(i), 10);
      number = digit < 0 ? number : number * 10 + digit;
    }
    return number;
  }
}
