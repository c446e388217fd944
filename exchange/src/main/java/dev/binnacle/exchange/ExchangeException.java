package dev.binnacle.exchange;

/** The venue refused, or did not answer. */
public final class ExchangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public ExchangeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ExchangeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What went wrong, by what the caller can do about it. */
  public enum Kind {
    /** The order breaks a rule of the venue or of the account; the same order will be refused again. */
    REJECTED,
    /** Too many calls; try again later. */
    THROTTLED,
    /** The venue could not be reached or broke off. An order may or may not have arrived. */
    UNREACHABLE,
    /** The key is wrong or may not do this. */
    UNAUTHORISED
  }
}
