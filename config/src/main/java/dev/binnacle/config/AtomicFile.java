package dev.binnacle.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New content beside a file, forced to the disk, that takes the file's place in one step. A reader sees the old or the new, whole. */
final class AtomicFile {
  private static final String SUFFIX = ".binnacle-new";

  private final Path target;
  private final Path fresh;

  private AtomicFile(Path target, Path fresh) {
    this.target = target;
    this.fresh = fresh;
  }

  static void write(Path target, byte[] content) throws IOException {
    prepare(target, content).replace();
  }

  /** The new file has the rights and the owner of the one in its place; without one, only its owner may read it. */
  static AtomicFile prepare(Path target, byte[] content) throws IOException {
    Path folder = folderOf(target);
    Path fresh = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + SUFFIX);
    AtomicFile prepared = new AtomicFile(target, fresh);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      setRights(target, fresh);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      prepared.discard();
      throw e;
    }
    return prepared;
  }

  void replace() throws IOException {
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folderOf(target));
  }

  void discard() throws IOException {
    Files.deleteIfExists(fresh);
  }

  /** What a run that died left beside the file. */
  static void sweep(Path target) throws IOException {
    String prefix = "." + target.getFileName() + ".";
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folderOf(target), path -> {
      String name = String.valueOf(path.getFileName());
      return name.startsWith(prefix) && name.endsWith(SUFFIX);
    })) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** A rename is on the disk only when its folder is. Where a folder cannot be opened (Windows), the system sees to that itself. */
  static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static void setRights(Path target, Path fresh) throws IOException {
    if (!fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> rights = Files.exists(target)
        ? Files.getPosixFilePermissions(target)
        : PosixFilePermissions.fromString("rw-------");
    Files.setPosixFilePermissions(fresh, rights);
    if (Files.exists(target)) {
      keepOwner(target, fresh);
    }
  }

  private static void keepOwner(Path target, Path fresh) {
    try {
      if (!Files.getOwner(target).equals(Files.getOwner(fresh))) {
        Files.setOwner(fresh, Files.getOwner(target));
      }
    } catch (IOException e) {
      // Only root may give a file away; for anyone else the file becomes theirs, as with any editor that renames.
      return;
    }
  }

  static @Nullable Path realOrNull(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return null;
    }
  }
}
