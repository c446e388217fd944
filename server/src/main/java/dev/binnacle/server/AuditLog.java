package dev.binnacle.server;

import dev.binnacle.notify.telegram.Audit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every command that people gave, a line of JSON each, in a file that only this user can read; also in the log, under {@code
 * binnacle.audit}. When the file is large it becomes the old one, which the next one replaces.
 *
 * <p><b>Threads:</b> thread-safe; returns when the line is on disk.
 */
final class AuditLog implements Audit {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.audit");
  private static final long LARGEST = 16L << 20;

  private final Path file;
  private final long largest;

  AuditLog(Path file) {
    this(file, LARGEST);
  }

  AuditLog(Path file, long largest) {
    this.file = file;
    this.largest = largest;
  }

  @Override
  public synchronized void record(Entry entry) {
    ObjectNode line = ConfigCalls.JSON.createObjectNode()
        .put("at", entry.at().toString()).put("by", "telegram").put("user", entry.user()).put("operator", entry.operator())
        .put("chat", entry.chat()).put("said", entry.said()).put("verdict", entry.verdict().name().toLowerCase(Locale.ROOT))
        .put("result", entry.result());
    keep(line);
  }

  /**
   * Something that did not come by Telegram.
   *
   * @param by which way, such as {@code web}
   * @param operator who; null for the server itself
   * @param said what was asked for
   */
  synchronized void note(Instant at, String by, @Nullable String operator, String said, String result) {
    keep(ConfigCalls.JSON.createObjectNode()
        .put("at", at.toString()).put("by", by).put("operator", operator).put("said", said).put("result", result));
  }

  private void keep(ObjectNode line) {
    LOG.info("{}", line);
    try {
      write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      LOG.error("{} could not be written: this command is in the log alone", file, e);
    }
  }

  private void write(ByteBuffer line) throws IOException {
    if (Files.exists(file) && Files.size(file) + line.remaining() > largest) {
      Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel out = FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND), forOwner())) {
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(false);
    }
  }

  private FileAttribute<?>[] forOwner() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
        : new FileAttribute<?>[0];
  }
}
