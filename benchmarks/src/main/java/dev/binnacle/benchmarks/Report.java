package dev.binnacle.benchmarks;

import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, as a table: ours, the rival of the same run, the ratio of the two, and whether the goal is reached.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class Report {
  private static final List<String> HEADINGS = List.of("what", "Binnacle", "rival, same run", "ratio", "goal", "");

  private final String title;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean allReached = true;

  Report(String title) {
    this.title = title;
  }

  /** What a figure must be. */
  sealed interface Goal {
    boolean isReachedBy(double value, double ratio);

    record AtMost(double limit, String text) implements Goal {
      @Override
      public boolean isReachedBy(double value, double ratio) {
        return value <= limit;
      }
    }

    record AtLeast(double limit, String text) implements Goal {
      @Override
      public boolean isReachedBy(double value, double ratio) {
        return value >= limit;
      }
    }

    record RatioAtMost(double limit) implements Goal {
      @Override
      public boolean isReachedBy(double value, double ratio) {
        return ratio <= limit;
      }
    }

    private static String text(Goal goal) {
      return switch (goal) {
        case AtMost most -> "≤ " + most.text();
        case AtLeast least -> "≥ " + least.text();
        case RatioAtMost most -> String.format(Locale.ROOT, "≤ %.1fx", most.limit());
      };
    }
  }

  /** A figure with its unit. */
  record Figure(double value, String unit) {
    @Override
    public String toString() {
      return number(value) + " " + unit;
    }
  }

  /** A figure of ours. */
  void row(String what, Figure ours, @Nullable Goal goal) {
    add(what, ours, "", Double.NaN, goal);
  }

  /** A figure of ours beside the rival's. */
  void row(String what, Figure ours, String rival, Figure theirs, @Nullable Goal goal) {
    add(what, ours, rival + " " + theirs, ours.value() / theirs.value(), goal);
  }

  /** As above, with a ratio that was taken otherwise than from these two, such as the median of several rounds'. */
  void row(String what, Figure ours, String rival, Figure theirs, double ratio, @Nullable Goal goal) {
    add(what, ours, rival + " " + theirs, ratio, goal);
  }

  private void add(String what, Figure ours, String rival, double ratio, @Nullable Goal goal) {
    String verdict = "";
    if (goal != null) {
      boolean reached = goal.isReachedBy(ours.value(), ratio);
      allReached &= reached;
      verdict = reached ? "reached" : "NOT REACHED";
    }
    String shown = Double.isNaN(ratio) ? "" : number(ratio) + "x";
    rows.add(List.of(what, ours.toString(), rival, shown, goal == null ? "" : Goal.text(goal), verdict));
  }

  void note(String text) {
    notes.add(text);
  }

  /** What was measured, in its order. */
  List<String> subjects() {
    return rows.stream().map(List::getFirst).toList();
  }

  boolean isAllReached() {
    return allReached;
  }

  void print(PrintStream out) {
    int[] widths = new int[HEADINGS.size()];
    measure(HEADINGS, widths);
    rows.forEach(row -> measure(row, widths));
    out.println();
    out.println(title + ", " + LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe());
    out.println(line(HEADINGS, widths));
    rows.forEach(row -> out.println(line(row, widths)));
    notes.forEach(out::println);
    out.flush();
  }

  private static void measure(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** Three figures that say something. */
  static String number(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    String pattern = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
