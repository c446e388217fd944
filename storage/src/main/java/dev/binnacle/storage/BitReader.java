package dev.binnacle.storage;

/** Reads what {@link BitWriter} wrote. Reading past the end is an {@link IllegalArgumentException}. */
final class BitReader {
  private final byte[] bytes;
  private final int end;
  private int position;
  private long pending;
  private int pendingBits;

  BitReader(byte[] bytes, int begin, int end) {
    this.bytes = bytes;
    this.position = begin;
    this.end = end;
  }

  /** The next 0 to 64 bits. */
  long read(int count) {
    if (count > 32) {
      long high = readFew(count - 32);
      return high << 32 | readFew(32);
    }
    return readFew(count);
  }

  /** How many ones come before the next zero, which is passed over; at most {@code most}. */
  int readUnary(int most) {
    int ones = 0;
    while (readFew(1) == 1) {
      if (++ones > most) {
        throw new IllegalArgumentException("more than " + most + " ones in a row");
      }
    }
    return ones;
  }

  private long readFew(int count) {
    while (pendingBits < count) {
      if (position == end) {
        throw new IllegalArgumentException("ends in the middle of a value");
      }
      pending = pending << 8 | (bytes[position++] & 0xff);
      pendingBits += 8;
    }
    pendingBits -= count;
    return count == 0 ? 0 : pending >>> pendingBits & (-1L >>> (64 - count));
  }
}
