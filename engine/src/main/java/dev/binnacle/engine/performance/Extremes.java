package dev.binnacle.engine.performance;

import java.util.ArrayList;
import java.util.List;

/** What must be kept of a run of marks so that no drawdown within it, or across it, is lost. */
final class Extremes {
  private Extremes() {}

  /**
   * The highest mark, the lowest, both ends of the steepest fall, the first, in case there was no equity before it, and the
   * last, in order. The equities are above zero.
   */
  static List<Mark> of(List<Mark> run) {
    int highest = 0;
    int lowest = 0;
    int fallsFrom = 0;
    int fallsTo = 0;
    for (int i = 1; i < run.size(); i++) {
      double value = run.get(i).after();
      if (value >= run.get(highest).after()) {
        highest = i;
      }
      if (value < run.get(lowest).after()) {
        lowest = i;
      }
      if (value / run.get(highest).after() < run.get(fallsTo).after() / run.get(fallsFrom).after()) {
        fallsFrom = highest;
        fallsTo = i;
      }
    }
    boolean[] kept = new boolean[run.size()];
    for (int i : new int[] {0, highest, lowest, fallsFrom, fallsTo, run.size() - 1}) {
      kept[i] = true;
    }
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        marks.add(run.get(i));
      }
    }
    return marks;
  }
}
