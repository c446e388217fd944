package dev.binnacle.client;

import java.nio.ByteBuffer;
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
  private static final int CHECKED_FROM = 8;

  private SpoolRecord() {}

  /** Puts the header before a payload that already stands at {@code offset + HEADER_BYTES}. */
  static void seal(byte[] bytes, int offset, int payloadLength, long seq, long spooledAtMillis) {
    ByteBuffer header = ByteBuffer.wrap(bytes, offset, HEADER_BYTES);
    header.putInt(MAGIC).putInt(0).putInt(payloadLength).putLong(seq).putLong(spooledAtMillis);
    header.putInt(offset + 4, checksum(bytes, offset, payloadLength));
  }

  /**
   * The payload's length that the header at {@code offset} names, or -1 when this is no header.
   *
   * @param bytes at least {@link #HEADER_BYTES} of them from {@code offset} on
   */
  static int payloadLength(byte[] bytes, int offset) {
    ByteBuffer header = ByteBuffer.wrap(bytes, offset, HEADER_BYTES);
    if (header.getInt() != MAGIC) {
      return -1;
    }
    int length = header.getInt(offset + 8);
    long seq = header.getLong(offset + 12);
    return length > 0 && length <= LARGEST_PAYLOAD && seq > 0 ? length : -1;
  }

  /** Whether the record at {@code offset}, whose bytes are all there, is what was written. */
  static boolean isWhole(byte[] bytes, int offset, int payloadLength) {
    return ByteBuffer.wrap(bytes).getInt(offset + 4) == checksum(bytes, offset, payloadLength);
  }

  static long seq(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).getLong(offset + 12);
  }

  static long spooledAtMillis(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).getLong(offset + 20);
  }

  private static int checksum(byte[] bytes, int offset, int payloadLength) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM + payloadLength);
    return (int) crc.getValue();
  }
}
