package dev.binnacle.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Where the server that this user started last answers, and the token that the command line uses there: a file in the user's home that
 * nobody else can read.
 */
public record ServerPointer(URI url, Secret token, long pid) {

  /** The folder of what Binnacle keeps for this user: {@code BINNACLE_STATE}, else {@code .binnacle} in the home folder. */
  public static Path home() {
    String set = System.getenv("BINNACLE_STATE");
    return set != null && !set.isBlank() ? Path.of(set) : Path.of(System.getProperty("user.home"), ".binnacle");
  }

  private static Path file() {
    return home().resolve("server");
  }

  /** The pointer, if there is one; it does not prove that the server still runs. */
  public static Optional<ServerPointer> read() {
    try {
      List<String> lines = Files.readAllLines(file(), StandardCharsets.UTF_8);
      return Optional.of(new ServerPointer(URI.create(lines.get(0)), new Secret(lines.get(1)), Long.parseLong(lines.get(2))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  void write() throws IOException {
    writeForOwner(file(), url + "\n" + token.reveal() + "\n" + pid + "\n");
  }

  /** Takes the pointer away if it still names this process. */
  void remove() throws IOException {
    if (read().map(found -> found.pid == pid).orElse(false)) {
      Files.deleteIfExists(file());
    }
  }

  /** Writes a file that only its owner can read, all at once. */
  static void writeForOwner(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(
        part,
        text.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
