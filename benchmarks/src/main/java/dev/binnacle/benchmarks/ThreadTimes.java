package dev.binnacle.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Processor time of a process by its threads, where the threads of a pool count as one. Linux cuts names to 15 characters. Threads that have
 * ended are not in it.
 *
 * @param seconds by name
 */
record ThreadTimes(Map<String, Double> seconds) {
  private static final double WORTH_TELLING = 0.05;

  static ThreadTimes of(long pid) throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        try {
          String stat = Files.readString(thread.resolve("stat"));
          seconds.merge(pool(stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))), Processes.cpuSeconds(stat),
              Double::sum);
        } catch (NoSuchFileException e) {
          // It has just ended.
        }
      }
    }
    return new ThreadTimes(seconds);
  }

  /** {@code qtp12-34} and {@code qtp12-56} are of one pool. */
  static String pool(String thread) {
    return thread.replaceAll("^qtp.*", "jetty").replaceAll("[-#]?[0-9]+$", "");
  }

  /** What has been used since then for each of so many events, in µs, the most first. */
  String since(ThreadTimes before, double events) {
    return seconds.entrySet().stream()
        .map(each -> Map.entry(each.getKey(), (each.getValue() - before.seconds.getOrDefault(each.getKey(), 0.0)) * 1e6 / events))
        .filter(each -> each.getValue() >= WORTH_TELLING)
        .sorted(Comparator.comparing(each -> -each.getValue()))
        .map(each -> each.getKey() + " " + Report.number(each.getValue()))
        .collect(Collectors.joining(", "));
  }
}
