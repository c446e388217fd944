package dev.binnacle.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The file on disk: looked at, read, and looked at again, so that what changes under the reader's hands is not taken for content. */
final class DiskFile implements FileSource {
  private final Path file;
  private final int maxBytes;
  private final @Nullable Path root;

  /** @param root where the real file must lie; null for anywhere */
  DiskFile(Path file, int maxBytes, @Nullable Path root) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.root = root;
  }

  @Override
  public Reading read() {
    try {
      Path real = file.toRealPath();
      if (root != null && !real.startsWith(root.toRealPath())) {
        return new Reading.Unreadable("its real place, " + real + ", is outside " + root);
      }
      Reading.Stamp before = stamp(real);
      String owner = ownerOf(real);
      if (before.size() > maxBytes) {
        return new Reading.TooBig(before, owner);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(real)) {
        bytes = in.readNBytes(maxBytes + 1);
      }
      Reading.Stamp after = stamp(file.toRealPath());
      if (!after.equals(before) || bytes.length != after.size()) {
        return new Reading.Torn();
      }
      return new Reading.Content(bytes, Hashes.of(bytes), after, owner);
    } catch (NoSuchFileException e) {
      return new Reading.Missing();
    } catch (AccessDeniedException e) {
      return new Reading.Unreadable("permission denied: " + e.getMessage());
    } catch (IOException | SecurityException e) {
      return new Reading.Unreadable(e.toString());
    }
  }

  private static Reading.Stamp stamp(Path real) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException(real + " is not a file");
    }
    return new Reading.Stamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(), real.toString());
  }

  private static String ownerOf(Path real) {
    try {
      return Files.getOwner(real).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "unknown";
    }
  }
}
