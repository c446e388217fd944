package dev.binnacle.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far the server has acknowledged a spool, so that a later run does not send all of it again. It saves work and is not needed
 * for correctness: the server recognises what it has, so a file that is missing or damaged counts as 0.
 *
 * <p><b>Threads:</b> confined to the link thread.
 */
final class AcknowledgedFile {
  private static final String NAME = "acknowledged";
  private static final int BYTES = 12;

  private final @Nullable Path file;
  private @Nullable RandomAccessFile open;
  private boolean failed;

  AcknowledgedFile(@Nullable Path directory) {
    this.file = directory == null ? null : directory.resolve(NAME);
  }

  long read() {
    if (file == null) {
      return 0;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length != BYTES) {
        return 0;
      }
      ByteBuffer content = ByteBuffer.wrap(bytes);
      long seq = content.getLong(0);
      return content.getInt(8) == checksum(bytes) ? Math.max(0, seq) : 0;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  void write(long seq) {
    if (file == null || failed) {
      return;
    }
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(seq).array();
    ByteBuffer.wrap(bytes).putInt(8, checksum(bytes));
    try {
      RandomAccessFile to = opened(file);
      to.seek(0);
      to.write(bytes);
    } catch (IOException | RuntimeException e) {
      failed = true;
    }
  }

  void close() {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Nothing was buffered.
      }
      open = null;
    }
  }

  private RandomAccessFile opened(Path path) throws IOException {
    RandomAccessFile to = open;
    if (to == null) {
      if (!Files.exists(path)) {
        Files.createFile(path, PrivateFiles.fileAttributes(path));
      }
      to = new RandomAccessFile(path.toFile(), "rw");
      open = to;
    }
    return to;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 8);
    return (int) crc.getValue();
  }
}
