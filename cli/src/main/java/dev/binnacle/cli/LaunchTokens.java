package dev.binnacle.cli;

import dev.binnacle.server.ServerPointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which tokens were made for programs that {@code launch} runs, so that those of a launch that was killed are revoked by the next one. A
 * file each, with the server and the processes that need the token; the token's secret is in none.
 *
 * <p>Nothing expires by itself: a bot that outlives its killed launcher must not lose its server.
 *
 * <p><b>Threads:</b> one thread at a time; several processes may share the folder.
 */
final class LaunchTokens {
  private final Path folder;

  LaunchTokens(Path folder) {
    this.folder = folder;
  }

  /** Those of this user. */
  static LaunchTokens ofUser() {
    return new LaunchTokens(ServerPointer.home().resolve("launched"));
  }

  /** A process, which another one with the same number is not. */
  private record Known(long pid, long startedMillis) {
    static Known of(ProcessHandle process) {
      return new Known(process.pid(), startOf(process));
    }

    static Known read(String line) {
      String[] words = line.split(" ", -1);
      return new Known(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    private static long startOf(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    boolean isAlive() {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(found -> startOf(found) == startedMillis).orElse(false);
    }

    String line() {
      return pid + " " + startedMillis;
    }
  }

  /** Notes that these processes need the token. */
  void note(String token, URI server, ProcessHandle... processes) {
    StringBuilder text = new StringBuilder().append(server).append('\n');
    for (ProcessHandle process : processes) {
      text.append(Known.of(process).line()).append('\n');
    }
    try {
      Files.createDirectories(folder);
      Path part = folder.resolve(token + ".part");
      Files.deleteIfExists(part);
      if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(part, text, StandardCharsets.UTF_8);
      Files.move(part, folder.resolve(token), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write below " + folder, e);
    }
  }

  /** The token is good no longer. */
  void forget(String token) {
    try {
      Files.deleteIfExists(folder.resolve(token));
    } catch (IOException e) {
      // The next launch tries again, and the server then says that there is no such token.
    }
  }

  /**
   * Revokes the tokens at this server that no living process needs.
   *
   * @param revoke gives whether the token is gone
   */
  void revokeLeft(URI server, Predicate<String> revoke) {
    for (Path file : files()) {
      String token = String.valueOf(file.getFileName());
      if (isLeft(file, server) && revoke.test(token)) {
        forget(token);
      }
    }
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !file.toString().endsWith(".part")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isLeft(Path file, URI server) {
    return lines(file)
        .filter(lines -> lines.get(0).equals(server.toString()))
        .map(lines -> lines.stream().skip(1).map(Known::read).noneMatch(Known::isAlive))
        .orElse(false);
  }

  /** Empty when somebody else has just taken it away, or it is damaged: then it says nothing. */
  private static Optional<List<String>> lines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      boolean whole = lines.size() >= 2 && lines.stream().skip(1).allMatch(line -> line.matches("\\d{1,18} \\d{1,18}"));
      return whole ? Optional.of(lines) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
