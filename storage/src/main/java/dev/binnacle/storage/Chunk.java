package dev.binnacle.storage;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Readings of one series in the order of their times: at full resolution, or rolled up, where each stands for several.
 *
 * <p>Parallel arrays, of which the first {@code count} places count. At full resolution {@code min} and {@code max} are the same
 * array as {@code last} and {@code counts} is empty.
 *
 * @param times in ms since 1970, rising
 * @param last the value, or the last of several
 * @param counts how many samples each stands for
 */
@SuppressWarnings("ArrayRecordComponent") // Made and read in one place, never compared.
record Chunk(int count, long[] times, double[] last, double[] min, double[] max, long[] counts) {
  /** More are two chunks: bounds what one reading of the disk takes. */
  static final int LARGEST = 8_192;

  private static final int CHECKSUM_BYTES = 4;
  private static final int FULL = 0;
  private static final int ROLLED_UP = 1;

  static Chunk full(int count, long[] times, double[] values) {
    return new Chunk(count, times, values, values, values, new long[0]);
  }

  boolean isFull() {
    return counts.length == 0;
  }

  long firstTime() {
    return times[0];
  }

  long lastTime() {
    return times[count - 1];
  }

  long countAt(int i) {
    return isFull() ? 1 : counts[i];
  }

  /** Compressed; {@link #decode} needs the first time beside it. */
  byte[] encode() {
    BitWriter out = new BitWriter();
    out.write(isFull() ? FULL : ROLLED_UP, 2);
    out.write(count - 1, 14);
    long[] sinceFirst = Arrays.copyOf(times, count);
    for (int i = 0; i < count; i++) {
      sinceFirst[i] -= times[0];
    }
    IntegerColumn.write(out, sinceFirst, count);
    if (isFull()) {
      NumberColumn.write(out, count, last);
    } else {
      NumberColumn.write(out, count, last, min, max);
      IntegerColumn.write(out, counts, count);
    }
    byte[] body = out.toBytes();
    byte[] bytes = Arrays.copyOf(body, body.length + CHECKSUM_BYTES);
    int checksum = checksum(bytes, body.length);
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      bytes[body.length + i] = (byte) (checksum >>> 8 * i);
    }
    return bytes;
  }

  /**
   * @throws IllegalArgumentException if the bytes are not what {@link #encode} made
   */
  static Chunk decode(long firstTime, byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < 0 || !checksumFits(bytes, end)) {
      throw new IllegalArgumentException("the checksum does not fit");
    }
    BitReader in = new BitReader(bytes, 0, end);
    int kind = (int) in.read(2);
    int count = (int) in.read(14) + 1;
    if (kind > ROLLED_UP || count > LARGEST) {
      throw new IllegalArgumentException("unknown kind " + kind + " or too many readings, " + count);
    }
    long[] times = IntegerColumn.read(in, count);
    for (int i = 0; i < count; i++) {
      times[i] += firstTime;
    }
    if (kind == FULL) {
      return full(count, times, NumberColumn.read(in, count, 1)[0]);
    }
    double[][] columns = NumberColumn.read(in, count, 3);
    return new Chunk(count, times, columns[0], columns[1], columns[2], IntegerColumn.read(in, count));
  }

  private static boolean checksumFits(byte[] bytes, int end) {
    int found = 0;
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      found |= (bytes[end + i] & 0xff) << 8 * i;
    }
    return found == checksum(bytes, end);
  }

  private static int checksum(byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, end);
    return (int) crc.getValue();
  }
}
