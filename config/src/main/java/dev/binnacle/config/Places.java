package dev.binnacle.config;

import java.util.Arrays;

/** Lines and columns of many offsets, without reading the text from its start for each. Confined to one thread. */
final class Places {
  private final String text;
  private final int[] lineStarts;
  private final int lines;

  Places(SourceText source) {
    text = source.text();
    int[] starts = new int[64];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = i + 1;
      }
    }
    lineStarts = starts;
    lines = count;
  }

  Position at(int offset) {
    int end = Math.max(0, Math.min(offset, text.length()));
    int found = Arrays.binarySearch(lineStarts, 0, lines, end);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, text.codePointCount(lineStarts[line], end) + 1);
  }
}
