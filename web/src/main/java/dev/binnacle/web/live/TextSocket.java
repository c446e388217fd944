package dev.binnacle.web.live;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One end of a WebSocket that carries text. Nothing here blocks: a frame goes to the network at once, or waits in Jetty's queue until
 * the other end reads. What waits is counted here, frame by frame, since Jetty counts only how many frames there are.
 *
 * <p><b>Threads:</b> sending is thread-safe; the other end's messages come on one thread at a time.
 */
abstract class TextSocket implements FrameHandler {
  private static final int LONGEST_CLOSE_REASON = 100;

  /** Of a socket, for messages in several frames. */
  private static final int MOST_KEPT = 128 << 10;

  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final int mostMessageBytes;
  private final AtomicLong bytesInFlight = new AtomicLong();
  private final Queue<InFlight> inFlight = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unansweredPings = new AtomicInteger();
  private volatile @Nullable CoreSession session;

  /** What has come of a message whose frames are not all there, up to {@link #gathered}; kept for the next such message. */
  private byte[] parts = {};
  private int gathered;
  private boolean gathering;

  /** A message was too large: the connection is being closed, and whatever still comes of it is no message. */
  private boolean refused;

  TextSocket(int mostMessageBytes) {
    this.mostMessageBytes = mostMessageBytes;
  }

  /** The handshake is done. */
  abstract void opened();

  /** A whole message in UTF-8. The next one is read when this returns. */
  abstract void received(byte[] text);

  /** The connection is gone. Called once, if {@link #opened} was. */
  abstract void closed();

  /** A frame that was sent has reached the network. */
  void flushed() {}

  @Override
  public final void onOpen(CoreSession coreSession, Callback callback) {
    coreSession.setIdleTimeout(Duration.ZERO); // Pings find out who is gone.
    coreSession.setMaxFrameSize(mostMessageBytes);
    session = coreSession;
    try {
      opened();
      callback.succeeded();
    } catch (RuntimeException e) {
      callback.failed(e);
      return;
    }
    coreSession.demand();
  }

  @Override
  public final void onFrame(Frame frame, Callback callback) {
    unansweredPings.set(0);
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.CONTINUATION -> take(frame);
      case OpCode.BINARY -> close(CloseStatus.BAD_DATA, "only text is understood here");
      case OpCode.PING -> pong(frame);
      default -> {}
    }
    callback.succeeded();
    CoreSession current = session;
    if (current != null && frame.getOpCode() != OpCode.CLOSE) {
      current.demand();
    }
  }

  private void take(Frame frame) {
    if (refused) {
      return;
    }
    int length = gathered + frame.getPayloadLength();
    if (length > mostMessageBytes) {
      refused = true;
      forget();
      close(CloseStatus.MESSAGE_TOO_LARGE, "a message may have at most " + mostMessageBytes + " bytes");
      return;
    }
    if (frame.isFin() && !gathering) {
      received(payload(frame));
      return;
    }
    gather(frame, length);
    if (frame.isFin()) {
      byte[] message = Arrays.copyOf(parts, length);
      forget();
      received(message);
    }
  }

  private void gather(Frame frame, int length) {
    if (parts.length < length) {
      parts = Arrays.copyOf(parts, Math.max(length, Math.min(2 * length, mostMessageBytes)));
    }
    copy(frame, parts, gathered);
    gathered = length;
    gathering = true;
  }

  private void forget() {
    gathered = 0;
    gathering = false;
    if (parts.length > MOST_KEPT) {
      parts = new byte[0];
    }
  }

  /** A copy: Jetty uses its buffer again. */
  private static byte[] payload(Frame frame) {
    byte[] copy = new byte[frame.getPayloadLength()];
    copy(frame, copy, 0);
    return copy;
  }

  private static void copy(Frame frame, byte[] to, int at) {
    if (frame.hasPayload()) {
      frame.getPayload().get(to, at, frame.getPayloadLength());
    }
  }

  private void pong(Frame ping) {
    CoreSession current = session;
    if (current != null) {
      current.sendFrame(new Frame(OpCode.PONG, ByteBuffer.wrap(payload(ping))), Callback.NOOP, false);
    }
  }

  @Override
  public final void onError(Throwable cause, Callback callback) {
    CoreSession current = session;
    if (current != null) {
      current.setIdleTimeout(GOODBYE);
    }
    callback.succeeded();
  }

  @Override
  public final void onClosed(CloseStatus status, Callback callback) {
    boolean wasOpen = session != null;
    session = null;
    if (wasOpen) {
      closed();
    }
    callback.succeeded();
  }

  final boolean isOpen() {
    return session != null;
  }

  /** A frame on its way, and its callback. */
  private final class InFlight implements Callback {
    private final int bytes;
    private final long sentAt;
    private final @Nullable Runnable done;
    private volatile boolean over;

    InFlight(int bytes, long sentAt, @Nullable Runnable done) {
      this.bytes = bytes;
      this.sentAt = sentAt;
      this.done = done;
    }

    @Override
    public void succeeded() {
      finish();
      flushed();
    }

    @Override
    public void failed(Throwable cause) {
      finish();
    }

    private void finish() {
      over = true;
      bytesInFlight.addAndGet(-bytes);
      for (InFlight head = inFlight.peek(); head != null && head.over; head = inFlight.peek()) {
        inFlight.remove(head);
      }
      if (done != null) {
        done.run();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }

  /**
   * Sends a text frame.
   *
   * @param text in UTF-8; shared with other sockets, so nobody changes it
   * @param done run when the frame has left or has failed
   * @return false when the socket is not open; nothing was sent, and {@code done} is not run
   */
  final boolean send(byte[] text, @Nullable Runnable done) {
    CoreSession current = session;
    if (current == null) {
      return false;
    }
    InFlight frame = new InFlight(text.length, System.nanoTime(), done);
    bytesInFlight.addAndGet(text.length);
    inFlight.add(frame);
    current.sendFrame(new Frame(OpCode.TEXT, ByteBuffer.wrap(text).asReadOnlyBuffer()), frame, false);
    return true;
  }

  final long bytesInFlight() {
    return bytesInFlight.get();
  }

  /** Whether there is room for a frame. A single one always has it, however large. */
  final boolean hasRoomFor(int bytes, long mostInFlight) {
    long waiting = bytesInFlight.get();
    return waiting == 0 || waiting + bytes <= mostInFlight;
  }

  /** How long the oldest frame has waited to reach the network; 0 when none waits. */
  final long oldestInFlightNanos(long now) {
    InFlight oldest = inFlight.peek();
    return oldest == null ? 0 : now - oldest.sentAt;
  }

  /**
   * Sends a ping of the protocol, which any WebSocket library answers by itself.
   *
   * @return how many pings had gone unanswered before this one
   */
  final int ping() {
    CoreSession current = session;
    if (current != null) {
      current.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }
    return unansweredPings.getAndIncrement();
  }

  /** Ends the connection after what was sent before. */
  public final void close(int code, String reason) {
    CoreSession current = session;
    if (current != null) {
      String fitting = reason.length() > LONGEST_CLOSE_REASON ? reason.substring(0, LONGEST_CLOSE_REASON) : reason;
      current.setIdleTimeout(GOODBYE); // Who does not answer a good-bye is not waited for.
      current.close(code, fitting, Callback.NOOP);
    }
  }

  /** Ends the connection without a good-bye, which a peer that does not read would not get. */
  final void cut() {
    CoreSession current = session;
    if (current != null) {
      current.abort();
    }
  }
}
