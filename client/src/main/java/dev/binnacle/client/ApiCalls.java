package dev.binnacle.client;

/**
 * Counts the calls to one endpoint of one venue. Say how each call went by exactly one of {@link #succeeded}, {@link #failed},
 * {@link #throttled} or {@link #answered}.
 *
 * <p><b>Threads:</b> thread-safe. Never waits and allocates nothing; cheapest on the thread that used it first.
 */
public final class ApiCalls {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_ERROR = 400;
  static final long UNKNOWN = -1;

  private final Counter calls = new Counter();
  private final Counter errors = new Counter();
  private final Counter throttles = new Counter();
  private volatile long remaining = UNKNOWN;
  private volatile long limit = UNKNOWN;

  ApiCalls() {}

  public void succeeded() {
    calls.increment();
  }

  /** The call failed, by an error of the venue or of the way there. */
  public void failed() {
    calls.increment();
    errors.increment();
  }

  /** The venue refused the call because there were too many (429). */
  public void throttled() {
    calls.increment();
    errors.increment();
    throttles.increment();
  }

  /** The venue answered with this HTTP status. */
  public void answered(int status) {
    if (status == TOO_MANY_REQUESTS) {
      throttled();
    } else if (status >= FIRST_ERROR) {
      failed();
    } else {
      succeeded();
    }
  }

  /**
   * What the venue says of its limit.
   *
   * @param callsLeft in its present window
   * @param callsAllowed in a window; below zero when it does not say
   */
  public void remaining(long callsLeft, long callsAllowed) {
    remaining = callsLeft;
    limit = callsAllowed;
  }

  // Read in the reverse order of writing, so that no error is seen before its call.

  long throttleCount() {
    return throttles.count();
  }

  long errorCount() {
    return errors.count();
  }

  long callCount() {
    return calls.count();
  }

  long remaining() {
    return remaining;
  }

  long limit() {
    return limit;
  }
}
