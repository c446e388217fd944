package dev.binnacle.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What Linux knows of a process. Elsewhere there is no such file, and nothing is measured. */
final class Processes {
  /** The kernel counts in hundredths of a second, on every machine that Java runs on. */
  private static final double TICKS_A_SECOND = 100;

  private static final double KILOBYTES = 1024;

  private Processes() {}

  /** Processor time used so far, by all its threads, in seconds. */
  static double cpuSeconds(long pid) {
    return cpuSeconds(read(pid, "stat"));
  }

  /** The same from the content of a file {@code stat}, be it a process's or a thread's. */
  static double cpuSeconds(String stat) {
    // The name in brackets may hold anything; after it come the state and then fields without spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  /** Resident memory in MiB. */
  static double residentMegabytes(long pid) {
    return line(pid, "VmRSS:");
  }

  /** Of the resident memory what is no file's and shared with nobody, in MiB. */
  static double anonymousMegabytes(long pid) {
    return line(pid, "RssAnon:");
  }

  private static double line(long pid, String name) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).toLowerCase(Locale.ROOT).replace("kb", "").strip())
        .mapToDouble(kilobytes -> Long.parseLong(kilobytes) / KILOBYTES)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc/" + pid + "/status has no " + name));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at process " + pid + "; this benchmark needs Linux", e);
    }
  }
}
