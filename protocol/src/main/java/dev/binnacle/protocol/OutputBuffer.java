package dev.binnacle.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow at the end and are used again after {@link #clear}: an encoder's paper. It keeps its largest size.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class OutputBuffer {
  private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  private static final byte[] LONG_MIN =
      {'-', '9', '2', '2', '3', '3', '7', '2', '0', '3', '6', '8', '5', '4', '7', '7', '5', '8', '0', '8'};
  private static final int LONGEST_LONG = 20;

  private byte[] bytes;
  private int length;

  public OutputBuffer() {
    this(1_024);
  }

  public OutputBuffer(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** The bytes themselves, valid from 0 to {@link #length} until the next write. */
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  /** Forgets what was written from {@code newLength} on. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("cannot truncate " + length + " bytes to " + newLength);
    }
    length = newLength;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** What is written so far as text; it must be UTF-8. */
  public String toText() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** A read-only view of what is written so far, valid until the next write. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
  }

  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  void write(byte[] source) {
    write(source, 0, source.length);
  }

  void write(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
  }

  /** Makes room for {@code count} bytes more. */
  void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes,
          Math.max(Math.addExact(length, count), (int) Math.min((long) bytes.length * 2, Integer.MAX_VALUE - 16)));
    }
  }

  /** A text that is known to be ASCII and to need no escape. */
  void writeAscii(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += count;
  }

  /** A long in decimal digits. */
  void writeLong(long value) {
    if (value == Long.MIN_VALUE) {
      write(LONG_MIN);
      return;
    }
    reserve(LONGEST_LONG);
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    int digits = digits(rest);
    int at = length + digits;
    while (rest >= 10) {
      long next = rest / 10;
      bytes[--at] = (byte) ('0' + (int) (rest - next * 10));
      rest = next;
    }
    bytes[--at] = (byte) ('0' + rest);
    length += digits;
  }

  /** {@code value} in exactly {@code width} digits, with leading zeros. */
  void writePadded(int value, int width) {
    reserve(width);
    int rest = value;
    for (int i = width - 1; i >= 0; i--) {
      bytes[length + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += width;
  }

  static int digits(long value) {
    int digits = 1;
    for (long bound = 10; value >= bound; bound *= 10) {
      if (++digits == 19) {
        break;
      }
    }
    return digits;
  }

  /** A JSON string with its quotes. A lone surrogate, which UTF-8 has no bytes for, becomes the replacement character. */
  void writeString(String text) {
    int count = text.length();
    reserve(count + 2);
    bytes[length++] = '"';
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        bytes[length + i] = (byte) c;
      } else {
        length += i;
        writeRest(text, i);
        return;
      }
    }
    length += count;
    write('"');
  }

  private void writeRest(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      reserve(6);
      if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else if (c < ' ' || c == 0x7f) {
        writeEscape(c);
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xc0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        writeFour(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        writeThree(Character.isSurrogate(c) ? '\ufffd' : c);
      }
    }
    write('"');
  }

  private void writeThree(char c) {
    bytes[length++] = (byte) (0xe0 | (c >> 12));
    bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    bytes[length++] = (byte) (0x80 | (c & 0x3f));
  }

  private void writeFour(int codePoint) {
    bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
    bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  private void writeEscape(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '\n' -> bytes[length++] = 'n';
      case '\t' -> bytes[length++] = 't';
      case '\r' -> bytes[length++] = 'r';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[c >> 4];
        bytes[length++] = HEX[c & 15];
      }
    }
  }

  /** Four bytes, the least significant first, at {@code offset}, which must have been written before. */
  void patchInt(int offset, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  void writeInt(int value) {
    reserve(4);
    length += 4;
    patchInt(length - 4, value);
  }

  void writeFixedLong(long value) {
    writeInt((int) value);
    writeInt((int) (value >>> 32));
  }

  /** Seven bits a byte, the least significant first: small numbers are short. */
  void writeVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }
}
