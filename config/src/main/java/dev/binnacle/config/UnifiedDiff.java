package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The unified diff of two texts, for people.
 *
 * <p><b>Threads:</b> stateless.
 */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Beyond this many differing lines the middle is shown as replaced whole: the search takes the square of the difference. */
  private static final int MAX_DIFFERENCE = 1_000;

  private UnifiedDiff() {}

  private record Line(char sign, String text) {}

  /** Empty when the texts are the same. The names stand in the two lines at the head. */
  static String of(String beforeName, String before, String afterName, String after) {
    if (before.equals(after)) {
      return "";
    }
    List<Line> lines = script(lines(before), lines(after));
    StringBuilder out = new StringBuilder("--- " + beforeName + "\n+++ " + afterName + "\n");
    int beforeLine = 1;
    int afterLine = 1;
    for (int i = 0; i < lines.size();) {
      int change = next(lines, i);
      if (change < 0) {
        break;
      }
      int from = Math.max(i, change - CONTEXT);
      beforeLine += from - i;
      afterLine += from - i;
      int to = end(lines, change);
      List<Line> hunk = lines.subList(from, to);
      int gone = (int) hunk.stream().filter(line -> line.sign() != '+').count();
      int come = (int) hunk.stream().filter(line -> line.sign() != '-').count();
      out.append("@@ -").append(range(beforeLine, gone)).append(" +").append(range(afterLine, come)).append(" @@\n");
      hunk.forEach(line -> append(out, line));
      beforeLine += gone;
      afterLine += come;
      i = to;
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Line line) {
    boolean isEnded = line.text().endsWith("\n");
    out.append(line.sign()).append(line.text()).append(isEnded ? "" : "\n\\ No newline at end of file\n");
  }

  private static String range(int start, int count) {
    int first = count == 0 ? start - 1 : start;
    return count == 1 ? String.valueOf(first) : first + "," + count;
  }

  private static int next(List<Line> lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).sign() != ' ') {
        return i;
      }
    }
    return -1;
  }

  /** Changes with no more than twice the context between them stand in one hunk. */
  private static int end(List<Line> lines, int change) {
    int last = change;
    for (int i = change; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
      last = lines.get(i).sign() == ' ' ? last : i;
    }
    return Math.min(lines.size(), last + 1 + CONTEXT);
  }

  /** Each with its line end. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < text.length();) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, next));
      start = next;
    }
    return lines;
  }

  /** The shortest way from one to the other: Myers, "An O(ND) Difference Algorithm", 1986, between the common head and tail. */
  private static List<Line> script(List<String> a, List<String> b) {
    int head = 0;
    while (head < a.size() && head < b.size() && a.get(head).equals(b.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    a.subList(0, head).forEach(line -> lines.add(new Line(' ', line)));
    middle(a.subList(head, a.size() - tail), b.subList(head, b.size() - tail), lines);
    a.subList(a.size() - tail, a.size()).forEach(line -> lines.add(new Line(' ', line)));
    return lines;
  }

  private static void middle(List<String> a, List<String> b, List<Line> into) {
    int bound = Math.min(a.size() + b.size(), MAX_DIFFERENCE);
    List<int[]> reached = new ArrayList<>();
    int[] furthest = new int[2 * bound + 3];
    for (int d = 0; d <= bound; d++) {
      reached.add(furthest.clone());
      for (int k = -d; k <= d; k += 2) {
        boolean isDown = k == -d || k != d && furthest[bound + k] < furthest[bound + k + 2];
        int x = isDown ? furthest[bound + k + 2] : furthest[bound + k] + 1;
        while (x < a.size() && x - k < b.size() && x - k >= 0 && a.get(x).equals(b.get(x - k))) {
          x++;
        }
        furthest[bound + k + 1] = x;
        if (x >= a.size() && x - k >= b.size()) {
          walkBack(a, b, reached, bound, into);
          return;
        }
      }
    }
    a.forEach(line -> into.add(new Line('-', line)));
    b.forEach(line -> into.add(new Line('+', line)));
  }

  private static void walkBack(List<String> a, List<String> b, List<int[]> reached, int bound, List<Line> into) {
    List<Line> backwards = new ArrayList<>();
    int x = a.size();
    int y = b.size();
    for (int d = reached.size() - 1; d >= 0; d--) {
      int[] furthest = reached.get(d);
      int k = x - y;
      boolean isDown = k == -d || k != d && furthest[bound + k] < furthest[bound + k + 2];
      int fromK = isDown ? k + 1 : k - 1;
      int fromX = d == 0 ? 0 : furthest[bound + fromK + 1];
      int fromY = d == 0 ? 0 : fromX - fromK;
      while (x > fromX && y > fromY) {
        backwards.add(new Line(' ', a.get(--x)));
        y--;
      }
      if (d > 0) {
        backwards.add(isDown ? new Line('+', b.get(--y)) : new Line('-', a.get(--x)));
      }
    }
    for (int i = backwards.size() - 1; i >= 0; i--) {
      into.add(backwards.get(i));
    }
  }
}
