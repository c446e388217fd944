package dev.binnacle.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bytes of every configuration that the history speaks of, each in a file named by its hash that only its owner may read. */
final class Contents {
  private final Path folder;

  Contents(Path folder) throws IOException {
    this.folder = folder;
    Folders.create(folder);
  }

  void put(String hash, byte[] content) throws IOException {
    Path file = file(hash);
    if (!Files.exists(file) || Files.size(file) != content.length) {
      AtomicFile.write(file, content);
    }
  }

  /** Null when it has been let go of, or is no longer what it was. */
  byte @Nullable [] get(String hash) throws IOException {
    try {
      byte[] content = Files.readAllBytes(file(hash));
      return Hashes.of(content).equals(hash) ? content : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  void keepOnly(Set<String> hashes) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!hashes.contains("sha256:" + file.getFileName())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path file(String hash) {
    return folder.resolve(hash.substring(hash.indexOf(':') + 1));
  }
}
