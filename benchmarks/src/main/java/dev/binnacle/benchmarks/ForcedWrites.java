package dev.binnacle.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What the disk alone takes for keeping a version: the content in a new file that is forced and renamed, its folder forced, and a line
 * appended to a history that is forced.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class ForcedWrites implements AutoCloseable {
  private static final int LINE_BYTES = 600;

  private final Path folder;
  private final FileChannel history;
  private int written;

  ForcedWrites(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.history = FileChannel.open(folder.resolve("history"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Nanoseconds for one version of so many bytes. */
  long keep(int bytes) throws IOException {
    long begun = System.nanoTime();
    Path fresh = folder.resolve("fresh");
    try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(file, bytes);
    }
    Files.move(fresh, folder.resolve("content-" + written++), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    }
    write(history, LINE_BYTES);
    return System.nanoTime() - begun;
  }

  private static void write(FileChannel to, int bytes) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(bytes);
    while (content.hasRemaining()) {
      to.write(content);
    }
    to.force(true);
  }

  @Override
  public void close() throws IOException {
    history.close();
  }
}
