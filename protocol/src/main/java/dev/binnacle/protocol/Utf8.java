package dev.binnacle.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are UTF-8. The tokenizer does not see overlong forms and surrogates, which are two spellings of one text. */
final class Utf8 {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /**
   * @throws MalformedBatchException if these bytes are not UTF-8
   */
  static void check(byte[] bytes, int offset, int length) {
    int wrong = firstInvalid(bytes, offset, length);
    if (wrong >= 0) {
      throw new MalformedBatchException(
          "utf-8", wrong - (long) offset, "not valid UTF-8 at byte " + (wrong - offset) + ": send JSON in UTF-8");
    }
  }

  /**
   * @throws MalformedBatchException if the bytes begin with a byte order mark
   */
  static void refuseByteOrderMark(byte[] bytes, int offset, int length) {
    boolean utf8 =
        length >= 3 && bytes[offset] == (byte) 0xef && bytes[offset + 1] == (byte) 0xbb && bytes[offset + 2] == (byte) 0xbf;
    boolean utf16 =
        length >= 2
            && ((bytes[offset] == (byte) 0xfe && bytes[offset + 1] == (byte) 0xff)
                || (bytes[offset] == (byte) 0xff && bytes[offset + 1] == (byte) 0xfe));
    if (utf8 || utf16) {
      throw new MalformedBatchException("byte-order-mark", 0, "begins with a byte order mark: send UTF-8 without one");
    }
  }

  /** The index in {@code bytes} of the first sequence that is not UTF-8, or -1. */
  static int firstInvalid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (at <= end - 8 && ((long) LONG.get(bytes, at) & HIGH_BITS) == 0) {
        at += 8;
      } else {
        int size = bytes[at] >= 0 ? 1 : sequence(bytes, at, end);
        if (size == 0) {
          return at;
        }
        at += size;
      }
    }
    return -1;
  }

  /** The length of the sequence that begins with a byte above 0x7f, or 0 if it is none (RFC 3629, section 4). */
  private static int sequence(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    int second = at + 1 < end ? bytes[at + 1] & 0xff : 0;
    if (first >= 0xc2 && first <= 0xdf) {
      return second >= 0x80 && second <= 0xbf ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
      int low = first == 0xe0 ? 0xa0 : 0x80;
      int high = first == 0xed ? 0x9f : 0xbf;
      return second >= low && second <= high && isContinuation(bytes, at + 2, end) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
      int low = first == 0xf0 ? 0x90 : 0x80;
      int high = first == 0xf4 ? 0x8f : 0xbf;
      boolean valid =
          second >= low && second <= high && isContinuation(bytes, at + 2, end) && isContinuation(bytes, at + 3, end);
      return valid ? 4 : 0;
    }
    return 0;
  }

  private static boolean isContinuation(byte[] bytes, int at, int end) {
    return at < end && (bytes[at] & 0xc0) == 0x80;
  }
}
