package dev.binnacle.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Files that only their owner reads: what a bot trades is nobody else's business. */
final class PrivateFiles {
  private static final FileAttribute<?>[] NONE = {};

  private PrivateFiles() {}

  static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, attributes(directory, "rwx------"));
  }

  static FileAttribute<?>[] fileAttributes(Path file) {
    return attributes(file, "rw-------");
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException | RuntimeException e) {
      // A later run finds it, sees that it is done with, and tries again.
    }
  }

  /** Deletes a directory and the files in it, as far as they can be deleted. */
  static void deleteFlatDirectory(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(PrivateFiles::deleteQuietly);
    } catch (IOException | RuntimeException e) {
      return;
    }
    deleteQuietly(directory);
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return NONE;
    }
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
  }
}
