package dev.binnacle.storage;

import java.util.Arrays;

/**
 * A column of whole numbers, as the differences from what was to be expected: from a constant (noise about a level), from a
 * constant step (a walk, a clock with jitter), or from the step before (a steady climb). The cheapest of the three is taken.
 * Arithmetic wraps around, so that every column of longs comes back as it was.
 */
final class IntegerColumn {
  private static final int ORDERS = 3;

  private IntegerColumn() {}

  static void write(BitWriter out, long[] column, int count) {
    if (count == 0) {
      return;
    }
    int best = 0;
    long[] bestResiduals = column;
    long bestExpected = 0;
    long bestBits = Long.MAX_VALUE;
    for (int order = 0; order < ORDERS; order++) {
      long[] residuals = differences(column, count, order);
      // The median, since a mean follows outliers. A second difference has none to speak of.
      long expected = order == 2 ? 0 : median(residuals, begin(order, count), count);
      for (int i = begin(order, count); i < count; i++) {
        residuals[i] -= expected;
      }
      long bits = ResidualCodec.cost(residuals, begin(order, count), count) + (order == 2 ? 35 : 0);
      if (bits < bestBits) {
        best = order;
        bestResiduals = residuals;
        bestExpected = expected;
        bestBits = bits;
      }
    }
    out.write(best, 2);
    for (int i = 0; i < begin(best, count); i++) {
      ResidualCodec.writeAny(out, ResidualCodec.fold(bestResiduals[i]));
    }
    ResidualCodec.writeAny(out, ResidualCodec.fold(bestExpected));
    ResidualCodec.write(out, bestResiduals, begin(best, count), count);
  }

  static long[] read(BitReader in, int count) {
    long[] column = new long[count];
    if (count == 0) {
      return column;
    }
    int order = (int) in.read(2);
    if (order >= ORDERS) {
      throw new IllegalArgumentException("unknown order " + order);
    }
    for (int i = 0; i < begin(order, count); i++) {
      column[i] = ResidualCodec.unfold(ResidualCodec.readAny(in));
    }
    long expected = ResidualCodec.unfold(ResidualCodec.readAny(in));
    ResidualCodec.read(in, column, begin(order, count), count);
    for (int i = begin(order, count); i < count; i++) {
      column[i] += expected;
    }
    sum(column, count, order);
    return column;
  }

  /** How many numbers at the head stand as they are, for want of ones before them. */
  private static int begin(int order, int count) {
    return Math.min(order, count);
  }

  private static long[] differences(long[] column, int count, int order) {
    long[] residuals = Arrays.copyOf(column, count);
    for (int round = 0; round < order; round++) {
      for (int i = count - 1; i > round; i--) {
        residuals[i] -= residuals[i - 1];
      }
    }
    return residuals;
  }

  private static void sum(long[] column, int count, int order) {
    for (int round = order - 1; round >= 0; round--) {
      for (int i = round + 1; i < count; i++) {
        column[i] += column[i - 1];
      }
    }
  }

  private static long median(long[] numbers, int begin, int end) {
    if (begin >= end) {
      return 0;
    }
    long[] sorted = Arrays.copyOfRange(numbers, begin, end);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
