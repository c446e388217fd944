package dev.binnacle.engine.performance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations attempted and succeeded over the last 24 hours, in steps of ten minutes. */
final class OperationsWindow {
  static final long FEWEST = 20;

  private static final int STEP_SECONDS = 600;
  private static final int STEPS = 144;
  private static final long MOST_AT_ONCE = 1_000_000_000;

  private final long[] steps = new long[STEPS];
  private final long[] attempted = new long[STEPS];
  private final long[] succeeded = new long[STEPS];

  /** The operations of one step, numbered since 1970. */
  record Step(long step, long attempted, long succeeded) {}

  /** Operations within a window. */
  record Tally(long attempted, long succeeded) {}

  OperationsWindow(List<Step> known) {
    Arrays.fill(steps, Long.MIN_VALUE);
    known.forEach(each -> put(each.step, each.attempted, each.succeeded));
  }

  List<Step> state() {
    List<Step> known = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      if (attempted[i] > 0) {
        known.add(new Step(steps[i], attempted[i], succeeded[i]));
      }
    }
    return known;
  }

  void add(Instant at, long tried, long done) {
    if (done < 0 || tried < done || tried > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "operations must be 0 <= succeeded <= attempted <= %d, was %d of %d".formatted(MOST_AT_ONCE, done, tried));
    }
    put(stepOf(at), tried, done);
  }

  Tally upTo(Instant now) {
    long newest = stepOf(now);
    long tried = 0;
    long done = 0;
    for (int i = 0; i < STEPS; i++) {
      if (steps[i] <= newest && steps[i] > newest - STEPS) {
        tried += attempted[i];
        done += succeeded[i];
      }
    }
    return new Tally(tried, done);
  }

  /** A step that is older than what its place holds has left the window. */
  private void put(long step, long tried, long done) {
    int place = Math.floorMod(step, STEPS);
    if (steps[place] > step) {
      return;
    }
    if (steps[place] < step) {
      steps[place] = step;
      attempted[place] = 0;
      succeeded[place] = 0;
    }
    attempted[place] += tried;
    succeeded[place] += done;
  }

  private static long stepOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }
}
