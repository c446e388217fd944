package dev.binnacle.client;

import dev.binnacle.protocol.DamagedEntryException;
import dev.binnacle.protocol.LatchFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The latches of one bot on its disk, which all its runs share: one file, replaced as a whole. It is written beside, forced to the disk,
 * and renamed, so that a process killed at any moment leaves the latches from before or those from after. Whoever changes it reads what
 * is there first, under a lock.
 *
 * <p><b>Threads:</b> thread-safe; every method may wait for the disk.
 */
final class LatchStore {
  private static final String NAME = "latches";
  private static final long LOCK_NANOS = 2_000_000_000L;
  private static final long LOCK_AGAIN_NANOS = 1_000_000L;
  private static final long MOST_BYTES = 4L << 20;

  /** The system's locks belong to processes: two runs in one process know of each other by these. */
  private static final ConcurrentHashMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final Path directory;
  private final Path file;
  private final ReentrantLock inProcess;
  private volatile @Nullable Stamp seen;

  /** By what a file is known to be the one that was read last. */
  private record Stamp(long size, long modified, @Nullable Object key) {}

  LatchStore(Path directory) {
    this.directory = directory;
    this.file = directory.resolve(NAME);
    this.inProcess = IN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
  }

  Path file() {
    return file;
  }

  /**
   * The latches as they lie there; none if there is no file.
   *
   * @throws DamagedEntryException if the file is not whole
   */
  List<LatchFile.Held> read() throws IOException {
    Stamp now = stamp();
    byte[] bytes;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException(file + " has more than " + MOST_BYTES + " bytes and is no file of latches");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      seen = now;
      return List.of();
    }
    List<LatchFile.Held> held = LatchFile.read(bytes);
    seen = now;
    return held;
  }

  /** Whether another run has changed the file since it was last read or written here. One that is gone was changed by nobody's will. */
  boolean isChanged() {
    Stamp now = stamp();
    return now != null && !now.equals(seen);
  }

  /** Whether the file is gone though it was there. */
  boolean isGone() {
    return seen != null && stamp() == null;
  }

  private @Nullable Stamp stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Changes the latches; they are on the disk when this returns.
   *
   * @param fallback what to take for the latches that lie there if they are damaged or gone
   * @param edit gives those that are to lie there
   */
  List<LatchFile.Held> change(List<LatchFile.Held> fallback, UnaryOperator<List<LatchFile.Held>> edit) throws IOException {
    PrivateFiles.createDirectories(directory);
    inProcess.lock();
    try (FileChannel lockFile = open(directory.resolve(NAME + ".lock")); FileLock lock = lock(lockFile)) {
      List<LatchFile.Held> before;
      try {
        before = read();
        // Somebody has deleted it: what this run knows is all that is known.
        before = seen == null ? fallback : before;
      } catch (DamagedEntryException e) {
        keepDamaged();
        before = fallback;
      }
      List<LatchFile.Held> after = edit.apply(before);
      if (!lock.isValid()) {
        throw new IOException("the lock of " + file + " was lost");
      }
      replace(LatchFile.write(after));
      return after;
    } finally {
      inProcess.unlock();
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFiles.fileAttributes(path));
  }

  private FileLock lock(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + LOCK_NANOS;
    while (true) {
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Held by this process through another class loader.
      }
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("another run of the bot holds the lock of " + file + " and does not let go");
      }
      LockSupport.parkNanos(LOCK_AGAIN_NANOS);
    }
  }

  private void replace(byte[] content) throws IOException {
    Path next = directory.resolve(NAME + ".next");
    Files.deleteIfExists(next);
    try (FileChannel out =
        FileChannel.open(
            next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PrivateFiles.fileAttributes(next))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        int ignored = out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
    seen = stamp();
  }

  /** The rename itself must be on the disk, too; where directories cannot be opened, the system sees to it. */
  private void forceDirectory() throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      return;
    }
    try (channel) {
      channel.force(true);
    }
  }

  /** A copy for people to look at; the file itself stays until it is replaced, so that there is never none. */
  private void keepDamaged() {
    try {
      Files.copy(file, directory.resolve(NAME + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // It is said that it was damaged; what it was is of no more use.
    }
  }
}
