package dev.binnacle.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The same saves of the same file before a live configuration and a {@link LeadingEdgeReloader}: which of them never came in force. Saves
 * are further apart than the rival's debounce, but for those of a burst, of which the last one counts.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class MissedSaves {
  static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration RENAMES_APART = Duration.ofMillis(1_100);
  /** Leaves half a second beyond the quiet time. */
  private static final Duration IN_PLACE_APART = Duration.ofMillis(1_500);
  private static final int BURST = 5;
  private static final Duration WITHIN_BURST = Duration.ofMillis(100);
  private static final Duration AFTER_BURST = Duration.ofSeconds(2);

  private final SavedFile ours;
  private final @Nullable LeadingEdgeReloader rival;

  MissedSaves(SavedFile ours, @Nullable LeadingEdgeReloader rival) {
    this.ours = ours;
    this.rival = rival;
  }

  /** How many saves of one kind were made and missed, and how long those took that were not. */
  static final class Tally {
    int saves;
    int missed;
    int missedByRival;
    final Histogram times = SavedFile.histogram();
    final Histogram rivalTimes = SavedFile.histogram();
  }

  Tally renames(int saves) throws IOException {
    Tally tally = new Tally();
    for (int i = 0; i < saves; i++) {
      count(tally, ours.rename(), RENAMES_APART);
    }
    return tally;
  }

  Tally inPlace(int saves) throws IOException {
    Tally tally = new Tally();
    for (int i = 0; i < saves; i++) {
      count(tally, ours.inPlace(), IN_PLACE_APART);
    }
    return tally;
  }

  Tally bursts(int bursts) throws IOException {
    Tally tally = new Tally();
    for (int i = 0; i < bursts; i++) {
      for (int save = 1; save < BURST; save++) {
        ours.inPlace();
        LockSupport.parkNanos(WITHIN_BURST.toNanos());
      }
      count(tally, ours.inPlace(), AFTER_BURST);
    }
    return tally;
  }

  /** What is not in force when the time is over never will be: the next save takes its place. */
  private void count(Tally tally, long saved, Duration time) {
    boolean active = false;
    for (long left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - saved)) {
      if (!active && ours.isActive()) {
        active = true;
        tally.times.recordValue(System.nanoTime() - saved);
      }
      LockSupport.parkNanos(Math.min(left, active ? left : 200_000));
    }
    tally.saves++;
    tally.missed += active ? 0 : 1;
    LeadingEdgeReloader other = rival;
    if (other != null) {
      Long nanos = other.nanosSince(saved, ours.revision());
      tally.missedByRival += nanos == null ? 1 : 0;
      if (nanos != null) {
        // It may have read the file before the save had returned to us.
        tally.rivalTimes.recordValue(Math.max(0, nanos));
      }
    }
  }

  static MissedSaves of(SavedFile ours, Path scripts) throws IOException, InterruptedException {
    return new MissedSaves(ours, LeadingEdgeReloader.start(ours.file(), scripts));
  }

  boolean hasRival() {
    return rival != null;
  }

  void end() {
    ours.close();
    LeadingEdgeReloader other = rival;
    if (other != null) {
      other.close();
    }
  }
}
