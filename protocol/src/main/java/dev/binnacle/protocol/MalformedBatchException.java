package dev.binnacle.protocol;

/**
 * The body as a whole cannot be taken: it is not JSON, or larger than a reader takes. No event of it was taken.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class MalformedBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String rule;
  private final long offset;

  MalformedBatchException(String rule, long offset, String message) {
    super(message);
    this.rule = rule;
    this.offset = offset;
  }

  /**
   * Which rule is broken: {@code syntax}, {@code utf-8}, {@code byte-order-mark}, {@code empty}, {@code depth}, {@code size} or
   * {@code count}; of a frame also {@code required}, {@code type}, {@code value} or {@code duplicate-key}.
   */
  public String rule() {
    return rule;
  }

  /** Whether the body was refused for how much it is, not for what it is. */
  public boolean isTooLarge() {
    return rule.equals("size") || rule.equals("count");
  }

  /** The byte at which it was noticed, from 0. */
  public long offset() {
    return offset;
  }
}
