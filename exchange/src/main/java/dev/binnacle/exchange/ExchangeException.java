package dev.binnacle.exchange;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The venue refused, or did not answer. Its message never holds a key. */
public final class ExchangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable Duration retryAfter;

  public ExchangeException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  public ExchangeException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  private ExchangeException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /**
   * @param retryAfter how long the venue asks to be left alone; null when it did not say
   */
  public static ExchangeException throttled(String message, @Nullable Duration retryAfter) {
    return new ExchangeException(Kind.THROTTLED, message, retryAfter, null);
  }

  public Kind kind() {
    return kind;
  }

  /** How long the venue asks to be left alone; empty when it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
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
