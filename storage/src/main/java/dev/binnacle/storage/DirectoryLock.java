package dev.binnacle.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time. The operating system holds the lock, so that none is left behind by a crash; the process's id beside it
 * is only for people.
 */
final class DirectoryLock implements AutoCloseable {
  // The system's lock belongs to the process, and closing a second handle would release it: a second opening in this
  // process must fail before it touches the file.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Makes the directory, readable by its owner only, if there is none, and takes its lock. */
  static DirectoryLock take(Path wanted) {
    try {
      Path directory = createDirectory(wanted).toRealPath();
      if (!HELD_HERE.add(directory)) {
        throw inUse(directory, String.valueOf(ProcessHandle.current().pid()), null);
      }
      try {
        return lock(directory);
      } catch (IOException | RuntimeException e) {
        HELD_HERE.remove(directory);
        throw e;
      }
    } catch (IOException e) {
      throw new StorageException(wanted + ": cannot be opened: " + e + ": check that it is a directory that this user may write",
          e);
    }
  }

  Path directory() {
    return directory;
  }

  private static DirectoryLock lock(Path directory) throws IOException {
    Path file = directory.resolve("lock");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      // Only the first byte: what stands after it can be read where locks are mandatory too.
      FileLock lock = channel.tryLock(0, 1, false);
      if (lock == null) {
        throw inUse(directory, holder(channel), null);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(("\n" + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      return new DirectoryLock(directory, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 1);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "unknown" : pid;
  }

  private static StorageInUseException inUse(Path directory, String pid, @Nullable Throwable cause) {
    return new StorageInUseException(
        directory + ": is in use by process " + pid + ": stop that process, or name another directory", cause);
  }

  private static Path createDirectory(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      Files.createDirectories(wanted);
      if (Files.getFileStore(wanted).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString("rwx------"));
      }
    }
    return wanted;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
    HELD_HERE.remove(directory);
  }
}
