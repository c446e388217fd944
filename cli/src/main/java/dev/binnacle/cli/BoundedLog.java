package dev.binnacle.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A log file of at most 8 MB, and the one before it. */
final class BoundedLog implements AutoCloseable {
  private static final long LARGEST = 8_000_000;

  private final Path file;
  private OutputStream out;
  private long size;

  private BoundedLog(Path file, OutputStream out, long size) {
    this.file = file;
    this.out = out;
    this.size = size;
  }

  static BoundedLog open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    long size = Files.exists(file) ? Files.size(file) : 0;
    return new BoundedLog(file, Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), size);
  }

  synchronized long size() {
    return size;
  }

  synchronized void write(byte[] bytes, int length) throws IOException {
    if (size + length > LARGEST) {
      out.close();
      Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      size = 0;
    }
    out.write(bytes, 0, length);
    size += length;
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      // Nothing is lost that was written.
    }
  }
}
