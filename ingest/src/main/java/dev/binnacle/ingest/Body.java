package dev.binnacle.ingest;

import dev.binnacle.protocol.Limits;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a body whole, within its bounds. */
final class Body {
  /** Below this size nobody is harmed by however well a body was packed. */
  private static final int RATIO_FROM = 64 << 10;

  private static final int CHUNK = 16 << 10;

  private final Limits limits;
  private final Space.Part space;

  Body(Limits limits, Space.Part space) {
    this.limits = limits;
    this.space = space;
  }

  /** The body is larger than a body may be, packed or unpacked. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message, null, false, false);
    }
  }

  /** The body is not gzip though it was said to be. */
  static final class UnpackingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnpackingException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * @throws TooLargeException if it has more bytes than the limits allow
   * @throws UnpackingException if it is to be unpacked and cannot be
   * @throws Space.ExhaustedException if there is no room for it now
   */
  byte[] read(InputStream body, boolean gzip) throws IOException {
    if (!gzip) {
      return readAll(body, null);
    }
    Counting packed = new Counting(body);
    try {
      // Not closed: the stream below is the caller's, and the inflater's memory is freed with it.
      return readAll(new GZIPInputStream(packed, CHUNK), packed);
    } catch (ZipException | EOFException e) {
      throw new UnpackingException("the body is not valid gzip: " + e.getMessage());
    }
  }

  private byte[] readAll(InputStream in, @Nullable Counting packed) throws IOException {
    int largest = limits.bodyBytes();
    int first = Math.min(CHUNK, largest + 1);
    space.growBy(first);
    byte[] bytes = new byte[first];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        int larger = (int) Math.min(2L * length, largest + 1L);
        space.growBy(larger - length);
        bytes = Arrays.copyOf(bytes, larger);
      }
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += count;
      if (length > largest) {
        throw new TooLargeException("a body may have " + largest + " bytes unpacked, this one has more: send smaller batches");
      }
      if (packed != null && length > RATIO_FROM && length > limits.gzipRatio() * packed.count) {
        throw new TooLargeException(
            "a body may become " + limits.gzipRatio()
                + " times larger when it is unpacked, this one becomes more: send smaller batches");
      }
    }
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
