package dev.binnacle.cli;

import dev.binnacle.server.VenueKeys;
import java.io.Console;
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

  /** Null where nobody sits in front of it. */
  static char @Nullable [] ask(String prompt) {
    Console console = Terminal.isInteractive() ? System.console() : null;
    return console == null ? null : console.readPassword("%s", prompt);
  }
}
