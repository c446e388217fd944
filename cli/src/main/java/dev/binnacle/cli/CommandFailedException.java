package dev.binnacle.cli;

/** A command that cannot be done, with what to tell the user and the exit code. */
final class CommandFailedException extends RuntimeException {
  static final int FAILED = 1;
  static final int NOT_REACHABLE = 3;
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailedException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandFailedException failed(String message) {
    return new CommandFailedException(FAILED, message);
  }

  static CommandFailedException notReachable(String message) {
    return new CommandFailedException(NOT_REACHABLE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
