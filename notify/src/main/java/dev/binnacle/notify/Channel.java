package dev.binnacle.notify;

/**
 * A way of reaching people. It sends one message once; waiting, repeating, pacing and merging are its worker's.
 *
 * <p><b>Threads:</b> one thread at a time, not always the same.
 */
public interface Channel extends AutoCloseable {
  /**
   * Sends one part of a message and says what became of it. Never throws for what a service or a network does.
   *
   * @throws InterruptedException if the sender is to stop; whether the message has arrived is then unknown
   */
  Outcome send(Dispatch dispatch) throws InterruptedException;

  /** What the service takes. Asked before each message, so it may follow what the service says. */
  Limits limits();

  /**
   * In how many sends {@code dispatch} travels, at least 1. Each takes a permit of its own, and a part that was delivered is not sent again
   * when a later one fails.
   */
  default int parts(Dispatch dispatch) {
    return 1;
  }

  /**
   * Whether it reaches nobody but who sits before this machine, or asks it. Then it lets the others go first: an alert comes to all channels in
   * the same moment, and each would take the processor and the outbox from the one that wakes somebody.
   */
  default boolean isLocal() {
    return false;
  }

  /** Lets go of connections. Idempotent. */
  @Override
  default void close() {}
}
