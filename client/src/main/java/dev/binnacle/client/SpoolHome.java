package dev.binnacle.client;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds the spools of one bot: {@code <root>/<bot>/<instance>/*.spool}, each guarded by {@code
 * <root>/<bot>/<instance>.lock}.
 *
 * <p>A lock file is locked before its directory is made. So whoever sees a directory and gets its lock knows that its run is over, and
 * no two processes ever hold one spool.
 */
final class SpoolHome {
  private static final String LOCK = ".lock";

  /**
   * The locks of this process. They must be known, not tried: where the system's locks belong to processes, to open a locked file and
   * close it again would release it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;

  SpoolHome(Path root, BotId bot) {
    this.directory = root.toAbsolutePath().normalize().resolve(folder(bot));
  }

  /** The bot's own, which all its runs share. */
  Path directory() {
    return directory;
  }

  /** A folder for each bot also where the file system does not tell cases apart or drops a last dot. */
  private static String folder(BotId bot) {
    String name = bot.value();
    boolean isPlain = name.equals(name.toLowerCase(Locale.ROOT)) && name.indexOf('.') < 0;
    if (isPlain) {
      return name;
    }
    CRC32C hash = new CRC32C();
    hash.update(name.getBytes(StandardCharsets.UTF_8));
    return name.replace('.', '_') + "~" + Long.toHexString(hash.getValue());
  }

  /**
   * Makes and claims the directory of a run that begins.
   *
   * @throws IOException if it cannot be made, or belongs to another process
   */
  Claim begin(InstanceId instance) throws IOException {
    PrivateFiles.createDirectories(directory);
    Claim claim =
        claim(instance).orElseThrow(() -> new IOException("the spool of instance " + instance + " belongs to a running process"));
    try {
      PrivateFiles.createDirectories(claim.directory());
      return claim;
    } catch (IOException e) {
      claim.release();
      throw e;
    }
  }

  /** Claims what runs that have ended left, the oldest first, at most so many. Those of running processes are passed over. */
  List<Claim> claimLeft(int most) throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (Path left : directories()) {
      if (claims.size() >= most) {
        break;
      }
      claimDirectory(left).ifPresent(claims::add);
    }
    return claims;
  }

  /**
   * Deletes what the oldest runs that have ended left, until all spools together hold no more than so many bytes and are no more than so
   * many; gives how many were deleted.
   */
  int discardOldest(long mostBytes, int most) throws IOException {
    List<Path> all = directories();
    long bytes = 0;
    for (Path spool : all) {
      bytes += bytes(spool);
    }
    int left = all.size();
    for (Path oldest : all) {
      if (bytes <= mostBytes && left <= most) {
        break;
      }
      Optional<Claim> claim = claimDirectory(oldest);
      if (claim.isPresent()) {
        bytes -= bytes(oldest);
        left--;
        PrivateFiles.deleteFlatDirectory(oldest);
        claim.get().releaseEmpty();
      }
    }
    return all.size() - left;
  }

  private static long bytes(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      // Somebody else has just sent and deleted it.
      return 0;
    }
  }

  private Optional<Claim> claimDirectory(Path spool) throws IOException {
    Optional<InstanceId> instance = instance(spool);
    return instance.isEmpty() ? Optional.empty() : claim(instance.get());
  }

  private List<Path> directories() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).sorted(SpoolHome::byAge).toList();
    }
  }

  /** By when the run began, which is when its lock file was made. */
  private static int byAge(Path one, Path other) {
    int byTime = Long.compare(begun(one), begun(other));
    return byTime != 0 ? byTime : one.compareTo(other);
  }

  private static long begun(Path spool) {
    return spool.resolveSibling(spool.getFileName() + LOCK).toFile().lastModified();
  }

  private static Optional<InstanceId> instance(Path directory) {
    try {
      return Optional.of(new InstanceId(directory.getFileName().toString()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private Optional<Claim> claim(InstanceId instance) throws IOException {
    Path lockFile = directory.resolve(instance.value() + LOCK);
    if (!HELD.add(lockFile)) {
      return Optional.empty();
    }
    FileLock lock = null;
    try {
      lock = lock(lockFile);
    } finally {
      if (lock == null) {
        HELD.remove(lockFile);
      }
    }
    return lock == null
        ? Optional.empty()
        : Optional.of(new Claim(instance, directory.resolve(instance.value()), lockFile, lock));
  }

  private static @Nullable FileLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFiles.fileAttributes(file));
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this process through another class loader: as good as held by another process.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock;
  }

  /** The right to one run's directory, until it is released or the process dies. */
  record Claim(InstanceId instance, Path directory, Path lockFile, FileLock lock) {
    void release() {
      try {
        lock.acquiredBy().close();
      } catch (IOException e) {
        // The process's end releases it.
      }
      HELD.remove(lockFile);
    }

    /** Releases it for good: the directory is gone. */
    void releaseEmpty() {
      PrivateFiles.deleteQuietly(lockFile);
      release();
    }
  }
}
