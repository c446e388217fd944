package dev.binnacle.storage;

import java.util.Arrays;

/** Bits one after another, the highest first. */
final class BitWriter {
  private byte[] bytes = new byte[128];
  private int length;
  private long pending;
  private int pendingBits;

  /** The lowest {@code count} bits of the value, 0 to 64. */
  void write(long value, int count) {
    if (count > 32) {
      writeFew(value >>> 32, count - 32);
      writeFew(value, 32);
    } else if (count > 0) {
      writeFew(value, count);
    }
  }

  /** As many ones, then a zero. */
  void writeUnary(int ones) {
    int left = ones;
    while (left >= 32) {
      writeFew(-1L, 32);
      left -= 32;
    }
    writeFew((1L << (left + 1)) - 2, left + 1);
  }

  private void writeFew(long value, int count) {
    long masked = count == 64 ? value : value & ((1L << count) - 1);
    pending = pending << count | masked;
    pendingBits += count;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      append((byte) (pending >>> pendingBits));
    }
    pending &= (1L << pendingBits) - 1;
  }

  private void append(byte b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = b;
  }

  /** Everything written, filled up with zeros to a whole byte. Nothing may be written afterwards. */
  byte[] toBytes() {
    if (pendingBits > 0) {
      append((byte) (pending << (8 - pendingBits)));
      pendingBits = 0;
    }
    return Arrays.copyOf(bytes, length);
  }
}
