package dev.binnacle.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.binnacle.config.LiveConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that reads its configuration and then does nothing, as a process: either it goes on watching the file, or it closes it at
 * once. What the watcher costs is the difference of the two.
 */
final class IdleConfig {
  private static final double MEGABYTE = 1_000_000;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private IdleConfig() {}

  /** What the program measured of itself: resident memory of a million bytes, processor time of 100 for a core. */
  record Measured(double residentMegabytes, double cpuPercent) {
    static Measured of(String line) {
      String[] words = line.split(" ");
      return new Measured(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }
  }

  /** {@code IdleConfig FILE STATE-DIRECTORY watch|close SECONDS}. */
  public static void main(String[] words) {
    LiveConfig<SavedFile.Settings> live =
        LiveConfig.builder(Path.of(words[0]), SavedFile.Settings.class).stateDirectory(Path.of(words[1])).open();
    if (words[2].equals("close")) {
      live.close();
    }
    LockSupport.parkNanos(SETTLING.toNanos());
    System.gc();
    long cpu = cpuNanos();
    long begun = System.nanoTime();
    LockSupport.parkNanos(Duration.ofSeconds(Long.parseLong(words[3])).toNanos());
    double percent = 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - begun);
    double resident = Processes.residentMegabytes(ProcessHandle.current().pid()) * 1024 * 1024 / MEGABYTE;
    System.out.println("measured " + resident + " " + percent);
    System.out.flush();
    System.exit(live.get().strategies().isEmpty() ? 1 : 0);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
