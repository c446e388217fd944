package dev.binnacle.client;

import java.util.zip.CRC32C;

/**
 * How one event stands in a spool.
 *
 * <pre>
 *  0  int   magic; its first byte, F5, occurs nowhere in UTF-8, so that a reader can find its feet again behind damage
 *  4  int   CRC-32C of all that follows
 *  8  int   length of the payload
 * 12  long  seq
 * 20  long  when it was spooled, in milliseconds since 1970
 * 28        payload: the event in JSON
 * </pre>
 */
final class SpoolRecord {
  static final int HEADER_BYTES = 28;
  static final int LARGEST_PAYLOAD = 512 << 10;
  static final byte FIRST_BYTE = (byte) 0xf5;
  private static final int MAGIC = 0xf5_62_73_01;
  private static final int CHECKSUM = 4;
  private static final int LENGTH = 8;
  private static final int SEQ = 12;
  private static final int TIME = 20;

  private SpoolRecord() {}

  /** Puts the header before a payload that already stands at {@code offset + HEADER_BYTES}. */
  static void seal(byte[] bytes, int offset, int payloadLength, long seq, long spooledAtMillis) {
    putInt(bytes, offset, MAGIC);
    putInt(bytes, offset + LENGTH, payloadLength);
    putLong(bytes, offset + SEQ, seq);
    putLong(bytes, offset + TIME, spooledAtMillis);
    putInt(bytes, offset + CHECKSUM, checksum(bytes, offset, payloadLength));
  }

  /**
   * The payload's length that the header at {@code offset} names, or -1 when this is no header.
   *
   * @param bytes at least {@link #HEADER_BYTES} of them from {@code offset} on
   */
  static int payloadLength(byte[] bytes, int offset) {
    if (getInt(bytes, offset) != MAGIC || seq(bytes, offset) <= 0) {
      return -1;
    }
    int length = getInt(bytes, offset + LENGTH);
    return length > 0 && length <= LARGEST_PAYLOAD ? length : -1;
  }

  /** Whether the record at {@code offset}, whose bytes are all there, is what was written. */
  static boolean isWhole(byte[] bytes, int offset, int payloadLength) {
    return getInt(bytes, offset + CHECKSUM) == checksum(bytes, offset, payloadLength);
  }

  static long seq(byte[] bytes, int offset) {
    return getLong(bytes, offset + SEQ);
  }

  static long spooledAtMillis(byte[] bytes, int offset) {
    return getLong(bytes, offset + TIME);
  }

  private static int checksum(byte[] bytes, int offset, int payloadLength) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset + LENGTH, HEADER_BYTES - LENGTH + payloadLength);
    return (int) crc.getValue();
  }

  // By hand, the highest byte first: views of the array through a ByteBuffer made the compiler need megabytes for these few stores.

  private static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private static void putLong(byte[] bytes, int at, long value) {
    putInt(bytes, at, (int) (value >>> 32));
    putInt(bytes, at + 4, (int) value);
  }

  private static int getInt(byte[] bytes, int at) {
    return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
  }

  private static long getLong(byte[] bytes, int at) {
    return (long) getInt(bytes, at) << 32 | getInt(bytes, at + 4) & 0xffffffffL;
  }
}
