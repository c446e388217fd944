package dev.binnacle.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies a folder that no process has open, so that it can be looked at and stays as it is. */
final class FolderCopy {
  private FolderCopy() {}

  /** The copy, opened. Closing it deletes it. */
  static Storage open(Path directory, StorageSettings settings) {
    if (!Files.isRegularFile(directory.resolve("journal.db"))) {
      throw new StorageException(directory + ": is no data folder: there is no journal.db in it", null);
    }
    Path copy = null;
    try (DirectoryLock lock = DirectoryLock.take(directory)) {
      copy = Files.createTempDirectory("binnacle-copy-");
      copy(lock.directory(), copy);
    } catch (IOException e) {
      delete(copy);
      throw new StorageException(directory + ": cannot be copied to be looked at: " + e.getMessage(), e);
    }
    try {
      return new ClosingCopy(SqliteStorage.open(copy, settings, InstantSource.system()), copy);
    } catch (StorageException e) {
      delete(copy);
      String message = String.valueOf(e.getMessage()).replace(copy.toString(), directory.toString());
      throw e instanceof StorageVersionException
          ? new StorageVersionException(message, e)
          : new StorageException(message, e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.filter(FolderCopy::isStored).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    if (Files.getFileStore(to).getUsableSpace() < bytes + (bytes >> 3)) {
      throw new IOException("it has " + (bytes >> 20) + " MiB, and there is less room below " + to.getParent());
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** What SQLite makes anew is left out, and so is what is no file of the storage's. */
  private static boolean isStored(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && (name.endsWith(".db") || name.endsWith(".db-wal") || name.startsWith("checkpoint"));
  }

  static void delete(@org.jspecify.annotations.Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
