package dev.binnacle.protocol;

import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;

/** Ends the reading of one event. Never leaves this package, and carries no stack trace: it is an answer, not a fault. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 40;

  private final transient Problem problem;

  Refusal(String pointer, String rule, String message) {
    super(message, null, false, false);
    this.problem = new Problem(pointer, rule, message);
  }

  static Refusal of(InvalidValueException invalid) {
    String pointer = invalid.field().isEmpty() ? "" : "/" + invalid.field();
    return new Refusal(pointer, invalid.rule(), message(invalid));
  }

  static String message(InvalidValueException invalid) {
    String message = invalid.getMessage();
    return message == null ? invalid.rule() : message;
  }

  Problem problem() {
    return problem;
  }

  /** A name as a step of a JSON pointer (RFC 6901), shortened so that what a stranger sent stays small. */
  static String step(String name) {
    return "/" + shown(name).replace("~", "~0").replace("/", "~1");
  }

  /** Text of a stranger in a message: short, and without control characters. */
  static String shown(CharSequence text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\ufffd' : c);
    }
    return text.length() > SHOWN ? shown.append('\u2026').toString() : shown.toString();
  }
}
