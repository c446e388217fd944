package dev.binnacle.cli;

/** What kind of place the command speaks to. */
final class Terminal {
  private Terminal() {}

  /** Whether a person sits in front of it: standard input and output are both a terminal. */
  static boolean isInteractive() {
    return System.console() != null && System.console().isTerminal();
  }
}
