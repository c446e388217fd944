package dev.binnacle.storage;

/**
 * Small whole numbers, of which most are near zero, in few bits each.
 *
 * <p>Numbers are folded so that the sign costs one bit (0, -1, 1, -2, …) and written in blocks of {@value #BLOCK}, each with the
 * cheapest of three codes: nothing at all when all are zero; Rice's code (R. F. Rice, JPL 79-22, 1979), a quotient in unary and
 * {@code k} bits of remainder; or the same behind one bit that says zero or not. A quotient of {@value #ESCAPE} or more is
 * written as its length and itself, so that an outlier costs at most 91 bits.
 */
final class ResidualCodec {
  private static final int BLOCK = 256;
  private static final int ESCAPE = 20;
  private static final int LARGEST_K = 50;

  private static final int ALL_ZERO = 0;
  private static final int RICE = 1;
  private static final int ZERO_OR_RICE = 2;

  private ResidualCodec() {}

  static void write(BitWriter out, long[] numbers, int begin, int end) {
    for (int block = begin; block < end; block += BLOCK) {
      writeBlock(out, numbers, block, Math.min(end, block + BLOCK));
    }
  }

  static void read(BitReader in, long[] numbers, int begin, int end) {
    for (int block = begin; block < end; block += BLOCK) {
      readBlock(in, numbers, block, Math.min(end, block + BLOCK));
    }
  }

  /** How many bits {@link #write} will take. */
  static long cost(long[] numbers, int begin, int end) {
    long bits = 0;
    for (int block = begin; block < end; block += BLOCK) {
      bits += choose(numbers, block, Math.min(end, block + BLOCK)).bits;
    }
    return bits;
  }

  private record Choice(int mode, int k, long bits) {}

  private static Choice choose(long[] numbers, int begin, int end) {
    int zeros = 0;
    double sum = 0;
    for (int i = begin; i < end; i++) {
      long folded = fold(numbers[i]);
      zeros += folded == 0 ? 1 : 0;
      sum += folded < 0 ? 0x1p63 : folded;
    }
    if (zeros == end - begin) {
      return new Choice(ALL_ZERO, 0, 2);
    }
    // The best k lies near the logarithm of the mean; outliers pull the mean up, so look further below than above.
    int middle = (int) Math.clamp(Math.round(Math.log(sum / (end - begin)) / Math.log(2)), 0, LARGEST_K);
    Choice best = new Choice(RICE, 0, Long.MAX_VALUE);
    for (int k = Math.max(0, middle - 6); k <= Math.min(LARGEST_K, middle + 2); k++) {
      best = cheaper(best, new Choice(RICE, k, 8 + riceBits(numbers, begin, end, k, false)));
      if (zeros > 0) {
        best = cheaper(best, new Choice(ZERO_OR_RICE, k, 8 + riceBits(numbers, begin, end, k, true)));
      }
    }
    return best;
  }

  private static Choice cheaper(Choice a, Choice b) {
    return b.bits < a.bits ? b : a;
  }

  private static long riceBits(long[] numbers, int begin, int end, int k, boolean zerosApart) {
    long bits = 0;
    for (int i = begin; i < end; i++) {
      long folded = fold(numbers[i]);
      if (zerosApart) {
        bits++;
        if (folded == 0) {
          continue;
        }
        folded--;
      }
      long quotient = folded >>> k;
      bits += quotient < ESCAPE ? quotient + 1 + k : ESCAPE + 1 + 6 + width(folded);
    }
    return bits;
  }

  private static void writeBlock(BitWriter out, long[] numbers, int begin, int end) {
    Choice choice = choose(numbers, begin, end);
    out.write(choice.mode, 2);
    if (choice.mode == ALL_ZERO) {
      return;
    }
    out.write(choice.k, 6);
    for (int i = begin; i < end; i++) {
      long folded = fold(numbers[i]);
      if (choice.mode == RICE) {
        writeRice(out, folded, choice.k);
      } else if (folded == 0) {
        out.write(0, 1);
      } else {
        out.write(1, 1);
        writeRice(out, folded - 1, choice.k);
      }
    }
  }

  private static void readBlock(BitReader in, long[] numbers, int begin, int end) {
    int mode = (int) in.read(2);
    int k = mode == ALL_ZERO ? 0 : (int) in.read(6);
    for (int i = begin; i < end; i++) {
      numbers[i] =
          switch (mode) {
            case ALL_ZERO -> 0;
            case RICE -> unfold(readRice(in, k));
            case ZERO_OR_RICE -> in.read(1) == 0 ? 0 : unfold(readRice(in, k) + 1);
            default -> throw new IllegalArgumentException("unknown code " + mode);
          };
    }
  }

  private static void writeRice(BitWriter out, long folded, int k) {
    long quotient = folded >>> k;
    if (quotient >= 0 && quotient < ESCAPE) {
      out.writeUnary((int) quotient);
      out.write(folded, k);
    } else {
      out.writeUnary(ESCAPE);
      writeAny(out, folded);
    }
  }

  private static long readRice(BitReader in, int k) {
    int quotient = in.readUnary(ESCAPE);
    return quotient == ESCAPE ? readAny(in) : (long) quotient << k | in.read(k);
  }

  /** Any number, by its length and its bits. */
  static void writeAny(BitWriter out, long unsigned) {
    int width = width(unsigned);
    out.write(width - 1, 6);
    out.write(unsigned, width);
  }

  static long readAny(BitReader in) {
    return in.read((int) in.read(6) + 1);
  }

  private static int width(long unsigned) {
    return Math.max(1, 64 - Long.numberOfLeadingZeros(unsigned));
  }

  static long fold(long signed) {
    return signed << 1 ^ signed >> 63;
  }

  static long unfold(long folded) {
    return folded >>> 1 ^ -(folded & 1);
  }
}
