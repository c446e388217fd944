package dev.binnacle.storage;

import dev.binnacle.storage.Journal.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two newest states, a file each: written beside, forced to disk, and then renamed, so that a file with its final name is
 * whole. They are no rows of the journal because a state of many megabytes would hold up its commits.
 *
 * <pre>
 * file := "BNCP" version:u32 index:i64 second:i64 nano:u32 length:u32 state crc32c:u32       the highest byte first
 * </pre>
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int MAGIC = 0x424e4350;
  private static final int VERSION = 1;
  private static final int HEADER = 32;
  private static final int KEPT = 2;
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{19})");

  private final Path directory;

  Checkpoints(Path directory) {
    this.directory = directory;
  }

  synchronized void write(Checkpoint checkpoint) {
    Path target = path(checkpoint.index());
    Path partial = directory.resolve(target.getFileName() + ".partial");
    try {
      Files.deleteIfExists(partial);
      writeAndForce(partial, checkpoint);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(directory);
      for (Path old : newestFirst().skip(KEPT).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw new StorageException(target + ": cannot keep a checkpoint: " + e + ": free space on its disk, or check the disk", e);
    }
  }

  private static void writeAndForce(Path file, Checkpoint checkpoint) throws IOException {
    byte[] state = checkpoint.state();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + state.length + Integer.BYTES);
    bytes.putInt(MAGIC).putInt(VERSION).putLong(checkpoint.index());
    bytes.putLong(checkpoint.at().getEpochSecond()).putInt(checkpoint.at().getNano());
    bytes.putInt(state.length).put(state);
    bytes.putInt(checksum(bytes.array(), bytes.position())).flip();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The youngest that is whole; each damaged one before it is logged. */
  synchronized Optional<Checkpoint> last() {
    try {
      for (Path file : newestFirst().toList()) {
        try {
          return Optional.of(read(file));
        } catch (IOException | IllegalArgumentException e) {
          LOG.error("{}: is damaged and passed over for the checkpoint before it: {}", file, e.getMessage());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageException(directory + ": cannot be listed: " + e + ": check its owner and permissions", e);
    }
  }

  /** What is wrong with the kept ones. */
  synchronized List<String> verify() throws IOException {
    return newestFirst()
        .flatMap(
            file -> {
              try {
                read(file);
                return Stream.empty();
              } catch (IOException | IllegalArgumentException e) {
                return Stream.of(file + ": " + e.getMessage());
              }
            })
        .toList();
  }

  /** The index before which no entry will be read again: that of the older of two; 0 while there are fewer. */
  synchronized long olderIndex() {
    try {
      List<Path> files = newestFirst().toList();
      return files.size() < KEPT ? 0 : index(files.get(KEPT - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void copyTo(Path target) throws IOException {
    for (Path file : newestFirst().toList()) {
      Path copy = target.resolve(file.getFileName());
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      force(copy);
    }
  }

  private static Checkpoint read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER + Integer.BYTES || in.getInt() != MAGIC) {
      throw new IllegalArgumentException("it is cut short or no checkpoint");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new IllegalArgumentException("it has version " + version + ", and this program knows " + VERSION);
    }
    if (checksum(bytes, bytes.length - Integer.BYTES) != in.getInt(bytes.length - Integer.BYTES)) {
      throw new IllegalArgumentException("its checksum does not fit");
    }
    long index = in.getLong();
    Instant at = Instant.ofEpochSecond(in.getLong(), in.getInt());
    byte[] state = new byte[in.getInt()];
    in.get(state);
    return new Checkpoint(index, at, state);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private Stream<Path> newestFirst() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Predicate<String> isCheckpoint = NAME.asMatchPredicate();
      // With as many digits as a long can have, the order of names is that of numbers.
      return files
          .filter(file -> isCheckpoint.test(file.getFileName().toString()))
          .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed())
          .toList()
          .stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    }
  }

  private Path path(long index) {
    return directory.resolve("checkpoint-%019d".formatted(index));
  }

  private static long index(Path file) {
    return Long.parseLong(file.getFileName().toString().substring("checkpoint-".length()));
  }

  /** Makes the disk have a file, or a directory's list of names. Not every system lets a directory be opened for that. */
  static void force(Path path) throws IOException {
    if (Files.isDirectory(path) && System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
