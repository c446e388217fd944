package dev.binnacle.storage;

import org.jspecify.annotations.Nullable;

/**
 * A column of doubles, bit for bit. Metrics are mostly decimals with few digits (312.5 MB, 10,482.17 USD): such a column is
 * written as whole numbers of its smallest digit. One that is not, by XOR with the number before it, as Gorilla does (Pelkonen
 * et al., VLDB 2015, section 4.1.2).
 *
 * <p>A column that lies beside another (the minima beside the last values) is written as its distance from that one.
 */
final class NumberColumn {
  private static final int MOST_DIGITS = 12;
  private static final int BY_XOR = 15;
  private static final double LARGEST_EXACT = 0x1p53;
  private static final double[] POWERS = new double[MOST_DIGITS + 1];

  static {
    double power = 1;
    for (int i = 0; i <= MOST_DIGITS; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private NumberColumn() {}

  /** Columns of the same length, all but the first near the first. */
  static void write(BitWriter out, int count, double[]... columns) {
    int digits = digits(count, columns);
    out.write(digits, 4);
    for (double[] column : columns) {
      boolean first = column == columns[0];
      if (digits == BY_XOR) {
        writeXor(out, column, first ? null : columns[0], count);
      } else {
        IntegerColumn.write(out, scaled(column, first ? null : columns[0], count, digits), count);
      }
    }
  }

  static double[][] read(BitReader in, int count, int columnCount) {
    int digits = (int) in.read(4);
    if (digits > MOST_DIGITS && digits != BY_XOR) {
      throw new IllegalArgumentException("unknown form of numbers " + digits);
    }
    double[][] columns = new double[columnCount][];
    if (digits == BY_XOR) {
      for (int c = 0; c < columnCount; c++) {
        columns[c] = readXor(in, c == 0 ? null : columns[0], count);
      }
      return columns;
    }
    long[] base = new long[0];
    for (int c = 0; c < columnCount; c++) {
      long[] whole = IntegerColumn.read(in, count);
      if (c == 0) {
        base = whole;
      }
      columns[c] = new double[count];
      for (int i = 0; i < count; i++) {
        columns[c][i] = (c == 0 ? whole[i] : whole[i] + base[i]) / POWERS[digits];
      }
    }
    return columns;
  }

  /** The fewest digits after the point in which every number can be written and read back as it was. */
  private static int digits(int count, double[][] columns) {
    int digits = 0;
    for (double[] column : columns) {
      for (int i = 0; i < count; i++) {
        while (!isExact(column[i], digits)) {
          if (++digits > MOST_DIGITS) {
            return BY_XOR;
          }
        }
      }
    }
    // More digits for a later number may be more than an earlier one has room for.
    for (double[] column : columns) {
      for (int i = 0; i < count; i++) {
        if (!isExact(column[i], digits)) {
          return BY_XOR;
        }
      }
    }
    return digits;
  }

  private static boolean isExact(double number, int digits) {
    double whole = Math.rint(number * POWERS[digits]);
    return Math.abs(whole) <= LARGEST_EXACT
        && Double.doubleToRawLongBits((long) whole / POWERS[digits]) == Double.doubleToRawLongBits(number);
  }

  private static long[] scaled(double[] column, double @Nullable [] base, int count, int digits) {
    long[] whole = new long[count];
    for (int i = 0; i < count; i++) {
      whole[i] = (long) Math.rint(column[i] * POWERS[digits]);
      if (base != null) {
        whole[i] -= (long) Math.rint(base[i] * POWERS[digits]);
      }
    }
    return whole;
  }

  private static void writeXor(BitWriter out, double[] column, double @Nullable [] base, int count) {
    long before = 0;
    int leading = 65;
    int trailing = 0;
    for (int i = 0; i < count; i++) {
      long bits = Double.doubleToRawLongBits(column[i]);
      long xor = bits ^ (base == null ? before : Double.doubleToRawLongBits(base[i]));
      before = bits;
      if (xor == 0) {
        out.write(0, 1);
      } else if (Long.numberOfLeadingZeros(xor) >= leading && Long.numberOfTrailingZeros(xor) >= trailing) {
        out.write(0b10, 2);
        out.write(xor >>> trailing, 64 - leading - trailing);
      } else {
        leading = Long.numberOfLeadingZeros(xor);
        trailing = Long.numberOfTrailingZeros(xor);
        int width = 64 - leading - trailing;
        out.write(0b11, 2);
        out.write(leading, 6);
        out.write(width - 1, 6);
        out.write(xor >>> trailing, width);
      }
    }
  }

  private static double[] readXor(BitReader in, double @Nullable [] base, int count) {
    double[] column = new double[count];
    long before = 0;
    int trailing = 0;
    int width = 0;
    for (int i = 0; i < count; i++) {
      long xor = 0;
      if (in.read(1) == 1) {
        if (in.read(1) == 1) {
          int leading = (int) in.read(6);
          width = (int) in.read(6) + 1;
          trailing = 64 - leading - width;
          if (trailing < 0) {
            throw new IllegalArgumentException("a number of more than 64 bits");
          }
        }
        xor = in.read(width) << trailing;
      }
      before = xor ^ (base == null ? before : Double.doubleToRawLongBits(base[i]));
      column[i] = Double.longBitsToDouble(before);
    }
    return column;
  }
}
