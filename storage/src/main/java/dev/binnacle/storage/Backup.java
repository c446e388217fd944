package dev.binnacle.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies files that are in use, each as it is at one moment, into a directory that appears only when it is whole. */
final class Backup {
  private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

  private final Path target;
  private final Path partial;

  Backup(Path target) {
    this.target = target.toAbsolutePath().normalize();
    this.partial = this.target.resolveSibling(this.target.getFileName() + ".partial");
  }

  /** What fills the directory. */
  @FunctionalInterface
  interface Filling {
    void fill(Backup backup) throws IOException, SQLException;
  }

  void write(Filling filling) {
    if (Files.exists(target)) {
      throw new StorageException(target + ": exists already: name a directory that does not", null);
    }
    try {
      clear();
      Files.createDirectories(partial);
      if (Files.getFileStore(partial).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
      }
      filling.fill(this);
      Checkpoints.force(partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      Checkpoints.force(target.resolveSibling(""));
    } catch (IOException | SQLException | RuntimeException e) {
      giveUp();
      throw new StorageException(target + ": the backup failed, and nothing of it stays: " + e.getMessage(), e);
    }
  }

  Path directory() {
    return partial;
  }

  /** Copies one file with what is committed now; it is packed on the way. */
  void copy(SqliteFile source) throws IOException, SQLException {
    SqliteFile copy = new SqliteFile(partial.resolve(source.path().getFileName()), SqliteFile.Durability.FULL);
    // Empty but with the right permissions, which SQLite would not give it.
    copy.create();
    try (Connection connection = source.openWriter()) {
      Sql.update(connection, "VACUUM INTO ?", copy.path().toString());
    }
    Checkpoints.force(copy.path());
  }

  private void giveUp() {
    try {
      clear();
    } catch (IOException e) {
      LOG.warn("{}: a part of a failed backup is left there", partial, e);
    }
  }

  private void clear() throws IOException {
    if (!Files.exists(partial)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> files = Files.walk(partial)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : inside) {
      Files.delete(file);
    }
  }
}
