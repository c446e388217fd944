package dev.binnacle.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads what {@link OutputBuffer} wrote in binary, and never beyond its end. */
final class ByteInput {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  byte[] array() {
    return bytes;
  }

  int position() {
    return at;
  }

  int remaining() {
    return end - at;
  }

  int readByte() {
    need(1);
    return bytes[at++] & 0xff;
  }

  int readInt() {
    need(4);
    int value = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    at += 4;
    return value;
  }

  long readFixedLong() {
    return (readInt() & 0xffff_ffffL) | (long) readInt() << 32;
  }

  long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = readByte();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new DamagedEntryException(at, "a number in a journal entry has no end");
  }

  /** A count of things of which each takes at least one byte. */
  int readCount() {
    long count = readVarint();
    if (count < 0 || count > remaining()) {
      throw new DamagedEntryException(at, "a journal entry counts " + count + " parts in " + remaining() + " bytes");
    }
    return (int) count;
  }

  /** Passes over {@code length} bytes and returns where they begin. */
  int skip(int length) {
    need(length);
    int from = at;
    at += length;
    return from;
  }

  String readText() {
    int length = readCount();
    return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
  }

  Instant readInstant() {
    long zigzag = readVarint();
    return Instant.ofEpochSecond(zigzag >>> 1 ^ -(zigzag & 1), readVarint());
  }

  private void need(int count) {
    if (count < 0 || count > end - at) {
      throw new DamagedEntryException(at,
          "a journal entry ends too early: " + count + " bytes were to follow, here are " + (end - at));
    }
  }

  static void writeText(OutputBuffer out, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    out.writeVarint(encoded.length);
    out.write(encoded);
  }

  static void writeInstant(OutputBuffer out, Instant time) {
    long second = time.getEpochSecond();
    out.writeVarint(second << 1 ^ second >> 63);
    out.writeVarint(time.getNano());
  }
}
