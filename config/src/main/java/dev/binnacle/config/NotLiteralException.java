package dev.binnacle.config;

/** Why a Python value cannot be read without running it. */
final class NotLiteralException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotLiteralException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
