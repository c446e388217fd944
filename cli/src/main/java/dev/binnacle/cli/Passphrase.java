package dev.binnacle.cli;

import dev.binnacle.server.VenueKeys;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The passphrase of the file of keys: from the environment, else typed and not shown. Never from an argument: others see those. */
final class Passphrase {
  private Passphrase() {}

  /**
   * @throws CommandFailedException if there is none
   */
  static char[] find(String prompt) {
    String said = ServerOptions.environment().get(VenueKeys.PASSPHRASE);
    if (said != null && !said.isEmpty()) {
      return said.toCharArray();
    }
    char[] typed = ask(prompt);
    if (typed == null || typed.length == 0) {
      throw CommandFailedException.failed(
          "there is no passphrase: set " + VenueKeys.PASSPHRASE + ", or run this in a terminal, where it is asked for");
    }
    return typed;
  }

  /**
   * The first line of a file that only its owner can read.
   *
   * @throws CommandFailedException if others can read it, too
   */
  static char[] read(Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(right -> !right.name().startsWith("OWNER_"))) {
        throw CommandFailedException.failed(file + " can be used by others than its owner: chmod 600 " + file);
      }
      return Files.readAllLines(file).stream().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw CommandFailedException.failed("the passphrase cannot be read: " + e.getMessage());
    }
  }

  /** Null where nobody sits in front of it. */
  static char @Nullable [] ask(String prompt) {
    Console console = Terminal.isInteractive() ? System.console() : null;
    return console == null ? null : console.readPassword("%s", prompt);
  }
}
