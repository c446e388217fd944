package dev.binnacle.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Takes a text until it is too long. Threads: one thread at a time. */
final class BoundedText extends OutputStream {
  static final int MOST_BYTES = 32 << 20;

  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private boolean full;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (taken.size() + length > MOST_BYTES) {
      full = true;
      throw new IOException("more than " + MOST_BYTES + " bytes");
    }
    taken.write(bytes, from, length);
  }

  boolean isFull() {
    return full;
  }

  String text() {
    return taken.toString(StandardCharsets.UTF_8);
  }
}
