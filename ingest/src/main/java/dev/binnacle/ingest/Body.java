package dev.binnacle.ingest;

import dev.binnacle.protocol.Limits;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a body whole, within its bounds. */
final class Body {
  /** Below this size nobody is harmed by however well a body was packed. */
  private static final int RATIO_FROM = 64 << 10;

  private static final int CHUNK = 16 << 10;

  private Body() {}

  /** The body is larger than a body may be, packed or unpacked. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String text;

    TooLargeException(String message) {
      super(message, null, false, false);
      this.text = message;
    }

    @Override
    public String getMessage() {
      return text;
    }
  }

  /** The body is not what it was said to be packed with. */
  static final class UnpackingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String text;

    UnpackingException(String message) {
      super(message, null, false, false);
      this.text = message;
    }

    @Override
    public String getMessage() {
      return text;
    }
  }

  /**
   * @throws TooLargeException if it has more bytes than {@code limits} allow
   * @throws UnpackingException if it is not gzip though it is said to be
   */
  static byte[] read(InputStream body, boolean gzip, Limits limits) throws IOException {
    Counting counted = new Counting(body);
    if (!gzip) {
      return readAll(counted, limits, counted, Integer.MAX_VALUE);
    }
    try {
      // Not closed: the stream below is the caller's, and the inflater's memory is freed with it.
      GZIPInputStream unpacked = new GZIPInputStream(counted, CHUNK);
      return readAll(unpacked, limits, counted, limits.gzipRatio());
    } catch (ZipException | EOFException e) {
      throw new UnpackingException("the body is not valid gzip: " + e.getMessage());
    }
  }

  private static byte[] readAll(InputStream in, Limits limits, Counting source, int ratio) throws IOException {
    byte[] bytes = new byte[CHUNK];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, limits.bodyBytes() + 1L));
      }
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += count;
      if (length > limits.bodyBytes()) {
        throw new TooLargeException("a body may have " + limits.bodyBytes() + " bytes unpacked, this one has more: send smaller batches");
      }
      if (length > RATIO_FROM && length > ratio * source.count) {
        throw new TooLargeException(
            "a body may become " + ratio + " times larger when it is unpacked, this one becomes more: send smaller batches");
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
