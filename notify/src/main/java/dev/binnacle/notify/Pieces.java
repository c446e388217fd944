package dev.binnacle.notify;

import java.util.ArrayList;
import java.util.List;

/** Cuts a long text for a channel that takes only so many characters at once. */
public final class Pieces {
  private Pieces() {}

  /**
   * Lines gathered into pieces of at most {@code most} UTF-16 units, parted by line feeds; a line that is too long itself is cut, never
   * between the halves of one character. Nothing is left out.
   */
  public static List<String> of(List<String> lines, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("a piece must take 2 characters or more, was " + most);
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (String line : lines) {
      for (String bit : cut(line, most)) {
        if (!piece.isEmpty() && piece.length() + 1 + bit.length() > most) {
          pieces.add(piece.toString());
          piece.setLength(0);
        }
        if (!piece.isEmpty()) {
          piece.append('\n');
        }
        piece.append(bit);
      }
    }
    if (!piece.isEmpty() || pieces.isEmpty()) {
      pieces.add(piece.toString());
    }
    return List.copyOf(pieces);
  }

  /** The text with at most {@code most} UTF-16 units, the last of which is … where something is left out. */
  public static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, boundary(text, most - 1)) + "…";
  }

  private static List<String> cut(String line, int most) {
    List<String> bits = new ArrayList<>();
    int from = 0;
    while (line.length() - from > most) {
      int to = boundary(line, from + most);
      int blank = line.lastIndexOf(' ', to);
      if (blank > from + most / 2) {
        to = blank;
      }
      bits.add(line.substring(from, to));
      from = to;
    }
    bits.add(line.substring(from));
    return bits;
  }

  private static int boundary(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
  }
}
