package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest cell. Columns of numbers are set to the right. */
final class Table {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row with a cell for each heading. */
  Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row needs " + headings.size() + " cells, had " + cells.length);
    }
    rows.add(List.of(cells));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(PrintWriter out) {
    int columns = headings.size();
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = Math.max(headings.get(c).length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
      right[c] = !rows.isEmpty() && rows.stream().map(row -> row.get(column)).allMatch(Table::isNumber);
    }
    line(out, headings, widths, right);
    rows.forEach(row -> line(out, row, widths, right));
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String padding = " ".repeat(widths[c] - cells.get(c).length());
      line.append(right[c] ? padding + cells.get(c) : cells.get(c) + padding).append("  ");
    }
    out.println(line.toString().stripTrailing());
  }

  private static boolean isNumber(String cell) {
    return cell.equals("-") || cell.matches("[-+]?[0-9][0-9.,]*( ?%)?");
  }
}
