package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts, line by line, in the unified format of {@code diff -u}. */
final class LineDiff {
  private static final int CONTEXT = 3;
  /** The table of a longest common subsequence has a cell for every pair of lines; above this, all that differs is shown as one. */
  private static final long MOST_PAIRS = 4_000_000;

  /** One line of the result: kept (space), taken away (minus) or new (plus). */
  private record Line(char sign, String text) {}

  private LineDiff() {}

  /** Empty when the texts are the same. */
  static String unified(String oneName, String one, String otherName, String other) {
    if (one.equals(other)) {
      return "";
    }
    List<Line> lines = lines(one.split("\n", -1), other.split("\n", -1));
    StringBuilder out = new StringBuilder("--- ").append(oneName).append("\n+++ ").append(otherName).append('\n');
    for (int at = next(lines, 0); at < lines.size();) {
      int from = Math.max(0, at - CONTEXT);
      int end = endOfHunk(lines, at);
      hunk(lines, from, end, out);
      at = next(lines, end);
    }
    return out.toString();
  }

  private static int next(List<Line> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** After the last change that is followed by so few kept lines that the next one belongs to it. */
  private static int endOfHunk(List<Line> lines, int first) {
    int last = first;
    for (int at = first; at < lines.size() && at - last <= 2 * CONTEXT; at++) {
      last = lines.get(at).sign() == ' ' ? last : at;
    }
    return Math.min(lines.size(), last + 1 + CONTEXT);
  }

  private static void hunk(List<Line> lines, int from, int end, StringBuilder out) {
    int oneAt = 1 + (int) lines.subList(0, from).stream().filter(line -> line.sign() != '+').count();
    int otherAt = 1 + (int) lines.subList(0, from).stream().filter(line -> line.sign() != '-').count();
    List<Line> shown = lines.subList(from, end);
    long ones = shown.stream().filter(line -> line.sign() != '+').count();
    long others = shown.stream().filter(line -> line.sign() != '-').count();
    out.append("@@ -").append(oneAt).append(',').append(ones).append(" +").append(otherAt).append(',').append(others)
        .append(" @@\n");
    shown.forEach(line -> out.append(line.sign()).append(line.text()).append('\n'));
  }

  private static List<Line> lines(String[] one, String[] other) {
    int head = 0;
    int most = Math.min(one.length, other.length);
    while (head < most && one[head].equals(other[head])) {
      head++;
    }
    int tail = 0;
    while (tail < most - head && one[one.length - 1 - tail].equals(other[other.length - 1 - tail])) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < head; i++) {
      lines.add(new Line(' ', one[i]));
    }
    middle(one, head, one.length - tail, other, head, other.length - tail, lines);
    for (int i = one.length - tail; i < one.length; i++) {
      lines.add(new Line(' ', one[i]));
    }
    return lines;
  }

  private static void middle(String[] one, int i, int oneEnd, String[] other, int j, int otherEnd, List<Line> lines) {
    int n = oneEnd - i;
    int m = otherEnd - j;
    int[][] common = (long) n * m > MOST_PAIRS ? new int[0][] : common(one, i, n, other, j, m);
    int a = 0;
    int b = 0;
    while (a < n && b < m && common.length > 0) {
      if (one[i + a].equals(other[j + b])) {
        lines.add(new Line(' ', one[i + a++]));
        b++;
      } else if (common[a + 1][b] >= common[a][b + 1]) {
        lines.add(new Line('-', one[i + a++]));
      } else {
        lines.add(new Line('+', other[j + b++]));
      }
    }
    for (; a < n; a++) {
      lines.add(new Line('-', one[i + a]));
    }
    for (; b < m; b++) {
      lines.add(new Line('+', other[j + b]));
    }
  }

  /** In each cell, how many lines the rests of both have in common, in order. */
  private static int[][] common(String[] one, int i, int n, String[] other, int j, int m) {
    int[][] common = new int[n + 1][m + 1];
    for (int a = n - 1; a >= 0; a--) {
      for (int b = m - 1; b >= 0; b--) {
        common[a][b] = one[i + a].equals(other[j + b]) ? common[a + 1][b + 1] + 1 : Math.max(common[a + 1][b], common[a][b + 1]);
      }
    }
    return common;
  }
}
