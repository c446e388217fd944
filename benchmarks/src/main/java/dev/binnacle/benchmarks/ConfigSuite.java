package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long a saved file takes to be in force, by rename and in place, small and large, with the versions kept on the disk and in memory;
 * beside it what the disk alone takes, and a reloader as Python bots commonly have it. Then what the watcher costs while nothing happens.
 */
final class ConfigSuite {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final String DISK_ALONE = "forced writes alone";
  private static final String LATENESS = "a sleeping thread wakes late by";
  private static final String RIVAL = "leading-edge reloader";

  private final Effort effort;
  private final Map<String, Histogram> renames = new LinkedHashMap<>();
  private final Map<String, Histogram> disk = new LinkedHashMap<>();
  private final Map<String, Histogram> lateness = new LinkedHashMap<>();
  private final Map<String, Histogram> inPlace = new LinkedHashMap<>();

  ConfigSuite(Effort effort) {
    this.effort = effort;
  }

  /**
   * How much of it.
   *
   * @param apart between two renames of a file
   * @param discarded renames at the start, and a fifth of that many saves in place
   * @param contest renames before both reloaders, and half as many saves in place and bursts
   * @param pairs of idle programs
   */
  record Effort(Duration apart, int discarded, int renames, int inPlace, int contest, int pairs, int idleSeconds) {
    static Effort of(int saves) {
      return new Effort(Duration.ofMillis(200), 50, saves, Math.max(1, saves * 3 / 10), 20, 3, 15);
    }

    static Effort smoke() {
      return new Effort(Duration.ofMillis(30), 1, 2, 1, 2, 1, 1);
    }
  }

  Report run() throws Exception {
    Path folder = Folders.temporary();
    Path memory = Files.isDirectory(MEMORY) ? Files.createTempDirectory(MEMORY, "binnacle-bench") : folder.resolve("memory");
    try {
      for (int kilobytes : List.of(5, 50)) {
        System.err.println("renames of " + kilobytes + " KB");
        renames(folder.resolve("renamed-" + kilobytes), memory.resolve("renamed-" + kilobytes), kilobytes);
      }
      System.err.println("saves in place");
      inPlace(folder, memory);
      System.err.println("missed saves, and idle programs");
      return contest(folder);
    } finally {
      Folders.delete(folder);
      Folders.delete(memory);
    }
  }

  /** Two files by turns, so that a save of one falls into the other's rest. */
  private void renames(Path folder, Path memory, int kilobytes) throws IOException {
    Histogram onDisk = SavedFile.histogram();
    Histogram inMemory = SavedFile.histogram();
    Histogram alone = SavedFile.histogram();
    Histogram late = SavedFile.histogram();
    try (SavedFile first = new SavedFile(folder.resolve("1"), folder.resolve("state"), kilobytes * 1_000, MissedSaves.QUIET);
        SavedFile second = new SavedFile(folder.resolve("2"), memory.resolve("state"), kilobytes * 1_000, MissedSaves.QUIET);
        ForcedWrites writes = new ForcedWrites(folder.resolve("alone"))) {
      for (int i = 0; i < effort.discarded() + effort.renames(); i++) {
        boolean counts = i >= effort.discarded();
        long half = counts ? effort.apart().toNanos() / 2 : effort.apart().toNanos() / 8;
        time(first, onDisk, counts, half);
        time(second, inMemory, counts, half / 2);
        long nanos = writes.keep(kilobytes * 1_000);
        long begun = System.nanoTime();
        LockSupport.parkNanos(half / 2);
        if (counts) {
          alone.recordValue(nanos);
          late.recordValue(Math.max(0, System.nanoTime() - begun - half / 2));
        }
      }
    }
    renames.put(kilobytes + " KB, kept on disk", onDisk);
    renames.put(kilobytes + " KB, kept in memory", inMemory);
    disk.put(kilobytes + " KB, kept on disk", alone);
    lateness.put(kilobytes + " KB, kept in memory", late);
  }

  private static void time(SavedFile file, Histogram times, boolean counts, long slot) throws IOException {
    long saved = file.rename();
    long nanos = file.awaitActive(saved);
    if (counts) {
      times.recordValue(nanos);
    }
    for (long left = slot - nanos; left > 0; left = slot - (System.nanoTime() - saved)) {
      LockSupport.parkNanos(left);
    }
  }

  /** All at the same time: nearly all of it is waiting for the files to come to rest. */
  private void inPlace(Path folder, Path memory) throws Exception {
    List<SavedFile> files = new ArrayList<>();
    Map<String, Future<Histogram>> running = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int kilobytes : List.of(5, 50)) {
        for (Path kept : List.of(folder, memory)) {
          String name = "in-place-" + files.size();
          SavedFile file = new SavedFile(folder.resolve(name), kept.resolve(name + "-state"), kilobytes * 1_000, QUIET);
          files.add(file);
          running.put(kilobytes + " KB, kept " + (kept.equals(folder) ? "on disk" : "in memory"),
              threads.submit(() -> file.inPlaceOneAfterAnother(effort.discarded() / 5, effort.inPlace())));
          LockSupport.parkNanos(QUIET.toNanos() * 3 / 10);
        }
      }
      for (Map.Entry<String, Future<Histogram>> each : running.entrySet()) {
        inPlace.put(each.getKey(), each.getValue().get());
      }
    } finally {
      files.forEach(SavedFile::close);
    }
  }

  private Report contest(Path folder) throws Exception {
    SavedFile file = new SavedFile(folder.resolve("contest"), folder.resolve("contest-state"), 5_000, MissedSaves.QUIET);
    MissedSaves missed = MissedSaves.of(file, folder);
    List<Process> idle = new ArrayList<>();
    Path quiet = Files.createDirectories(folder.resolve("idle")).resolve("settings.json");
    Files.copy(file.file(), quiet, StandardCopyOption.COPY_ATTRIBUTES);
    try {
      // They rest while the others are saved, on a file of their own.
      for (int pair = 0; pair < effort.pairs(); pair++) {
        idle.add(idle(quiet, folder.resolve("idle-" + pair), "watch"));
        idle.add(idle(quiet, folder.resolve("closed-" + pair), "close"));
      }
      MissedSaves.Tally saved = missed.inPlace(effort.contest() / 2);
      MissedSaves.Tally renamed = missed.renames(effort.contest());
      MissedSaves.Tally bursts = missed.bursts(effort.contest() / 2);
      List<IdleConfig.Measured> measured = new ArrayList<>();
      for (Process program : idle) {
        measured.add(measured(program));
      }
      return report(missed.hasRival(), saved, renamed, bursts, measured);
    } finally {
      idle.forEach(Process::destroyForcibly);
      missed.end();
    }
  }

  private Report report(boolean rival, MissedSaves.Tally saved, MissedSaves.Tally renamed, MissedSaves.Tally bursts,
      List<IdleConfig.Measured> idle) {
    Report report = new Report("Live configuration, from a save to its being in force");
    renames.forEach((what, times) -> {
      Goal goal = what.startsWith("5 ") ? new Goal.AtMost(5, "5 ms") : null;
      Histogram alone = disk.get(what);
      percentiles(report, "renamed, " + what, times, alone == null ? lateness.get(what) : alone,
          alone == null ? LATENESS : DISK_ALONE, 0, goal);
    });
    Goal overQuiet = new Goal.AtMost(5, "5 ms");
    inPlace.forEach((what, times) -> percentiles(report, "in place, beyond the quiet time, " + what, times, null, "",
        (double) QUIET.toMillis(), overQuiet));
    percentiles(report, "in place, 5 KB, quiet time of 1 s", saved.times, rival ? saved.rivalTimes : null, RIVAL, 0, null);
    missed(report, rival, "saves in place that never came in force, of " + saved.saves, saved);
    missed(report, rival, "renames that never came in force, of " + renamed.saves, renamed);
    missed(report, rival, "bursts of 5 whose last never came in force, of " + bursts.saves, bursts);
    List<Double> megabytes = new ArrayList<>();
    List<Double> percents = new ArrayList<>();
    for (int pair = 0; pair + 1 < idle.size(); pair += 2) {
      megabytes.add(idle.get(pair).residentMegabytes() - idle.get(pair + 1).residentMegabytes());
      percents.add(idle.get(pair).cpuPercent() - idle.get(pair + 1).cpuPercent());
    }
    report.row("idle: more memory than after closing it", new Figure(MicroSuite.median(megabytes), "MB"),
        new Goal.AtMost(5, "5 MB"));
    report.row("  more processor time, of a core", new Figure(MicroSuite.median(percents), "%"), null);
    report.note(
        "'in memory' is a state directory in " + MEMORY + "; the file itself is on the disk. All differences of memory in MB: "
            + megabytes + ".");
    report.note("From the rename to its being in force four threads are woken, one after another.");
    report.note(rival
        ? "The leading-edge reloader is leading_edge_reloader.py: Python's standard library, no schema, a debounce of 1 s."
        : "There is no python3 here, so the missed saves have no rival.");
    return report;
  }

  private static void percentiles(Report report, String what, Histogram ours, @Nullable Histogram theirs, String rival,
      double less, @Nullable Goal goal) {
    for (int percent : List.of(50, 99)) {
      Figure figure = new Figure(millis(ours, percent) - less, "ms");
      Goal here = percent == 99 ? goal : null;
      String name = percent == 50 ? what + ", p50" : "  p99 of " + ours.getTotalCount();
      if (theirs == null || theirs.getTotalCount() == 0) {
        report.row(name, figure, here);
      } else {
        report.row(name, figure, rival, new Figure(millis(theirs, percent), "ms"), here);
      }
    }
  }

  private static double millis(Histogram times, int percent) {
    return times.getValueAtPercentile(percent) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  private static void missed(Report report, boolean rival, String what, MissedSaves.Tally tally) {
    Figure ours = new Figure(tally.missed, "missed");
    Goal none = new Goal.AtMost(0, "0");
    if (rival) {
      report.row(what, ours, RIVAL, new Figure(tally.missedByRival, "missed"), none);
    } else {
      report.row(what, ours, none);
    }
  }

  private Process idle(Path file, Path state, String watching) throws IOException {
    List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-Xms64m",
        "-Xmn8m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), IdleConfig.class.getName(), file.toString(),
        state.toString(), watching, Integer.toString(effort.idleSeconds()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static IdleConfig.Measured measured(Process program) throws IOException {
    try (BufferedReader lines = program.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("measured ")) {
          return IdleConfig.Measured.of(line);
        }
      }
    }
    throw new IllegalStateException("a program has ended without a measurement");
  }
}
