package dev.binnacle.cli;

/** A command that cannot be done, with what to tell the user and the exit code. */
final class CommandFailedException extends RuntimeException {
  static final int FAILED = 1;
  static final int NOT_REACHABLE = 3;
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final boolean notFound;

  private CommandFailedException(int exitCode, boolean notFound, String message) {
    super(message);
    this.exitCode = exitCode;
    this.notFound = notFound;
  }

  static CommandFailedException failed(String message) {
    return new CommandFailedException(FAILED, false, message);
  }

  /** The server does not know what was asked for. */
  static CommandFailedException notFound(String message) {
    return new CommandFailedException(FAILED, true, message);
  }

  static CommandFailedException notReachable(String message) {
    return new CommandFailedException(NOT_REACHABLE, false, message);
  }

  boolean isNotFound() {
    return notFound;
  }

  int exitCode() {
    return exitCode;
  }
}
