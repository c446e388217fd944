package dev.binnacle.protocol;

/**
 * A way for text frames between one bot's client and the server: a WebSocket, or a hand-over within one process. It orders frames
 * and knows nothing of what they say.
 *
 * <p><b>Threads:</b> {@link #open}, {@link #send} and {@link #close} may be called by any thread; the receiver is called by one
 * thread at a time.
 */
public interface Link extends AutoCloseable {

  /** Begins one connection. Returns at once; the receiver hears how it went. Called again after {@link Receiver#closed}. */
  void open(Receiver receiver);

  /**
   * Hands over a frame without waiting for it to arrive.
   *
   * @return false when there is no connection or too much is under way; the frame was not taken
   */
  boolean send(String frame);

  /** Ends the connection. A second call does nothing. */
  @Override
  void close();

  /** What a connection tells. None of it may throw. */
  interface Receiver {
    void opened();

    void received(String frame);

    /** The connection has ended or never came about; {@code reason} is for people. Called once for each {@link Link#open}. */
    void closed(String reason);
  }
}
