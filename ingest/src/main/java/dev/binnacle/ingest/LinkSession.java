package dev.binnacle.ingest;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.MalformedBatchException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one instance of a bot. Takes text frames and gives back text frames; the socket is the caller's.
 *
 * <p>The first frame is a greeting. After it come frames of events, of which a bounded number may be waiting for their answers;
 * more are put off with {@code busy}. Answers go out in the order of the frames, each when its events are on disk.
 *
 * <p><b>Threads:</b> {@link #receive} is called by one thread at a time. Answers are sent on whatever thread completes them, one at
 * a time.
 */
public final class LinkSession {
  /** How many frames may wait for their answers. A sender needs no more than two or three to keep the disk busy. */
  public static final int WINDOW = 32;

  /** A sender that goes on after this many unanswered frames does not listen. */
  private static final int PATIENCE = 4 * WINDOW;

  private static final Duration PAUSE = Duration.ofMillis(100);

  static final int CLOSE_PROTOCOL = 1002;
  static final int CLOSE_MALFORMED = 1007;
  static final int CLOSE_POLICY = 1008;
  static final int CLOSE_TOO_LARGE = 1009;
  static final int CLOSE_FAILED = 1011;

  /** The other end of the connection. */
  public interface Peer {
    /** Sends a text frame. Does not block and does not throw; a peer that is too slow is cut off by the caller. */
    void send(String frame);

    /** Closes the connection with a WebSocket status code, after what was sent before. */
    void close(int code, String reason);
  }

  private final BotId bot;
  private final Peer peer;
  private final Admission admission;
  private final LinkReader reader;
  private final Tally tally;
  private final HeldBack heldBack = new HeldBack();

  // Confined to the thread that calls receive.
  private @Nullable InstanceId instance;

  private final Object lock = new Object();
  // Guarded by lock.
  private final ArrayDeque<Turn> turns = new ArrayDeque<>();
  private boolean draining;
  private boolean closed;
  private boolean greeted;

  /** What is to be sent for one frame, once it is known. */
  private static final class Turn {
    private @Nullable String frame;
    private final boolean admitted;

    Turn(boolean admitted) {
      this.admitted = admitted;
    }
  }

  LinkSession(BotId bot, Peer peer, Admission admission, LinkReader reader, Tally tally) {
    this.bot = bot;
    this.peer = peer;
    this.admission = admission;
    this.reader = reader;
    this.tally = tally;
  }

  /** Takes one text frame. */
  public void receive(String frame) {
    receive(frame.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes one text frame in UTF-8. */
  public void receive(byte[] frame) {
    synchronized (lock) {
      if (closed) {
        return;
      }
    }
    LinkMessage.FromClient message;
    try {
      message = reader.readFromClient(frame);
    } catch (MalformedBatchException e) {
      tally.malformed(e);
      end(e.isTooLarge() ? CLOSE_TOO_LARGE : CLOSE_MALFORMED, e.rule(), String.valueOf(e.getMessage()));
      return;
    }
    switch (message) {
      case LinkMessage.Hello hello -> greet(hello);
      case LinkMessage.Events events -> take(events);
      case LinkMessage.Pong pong -> {}
      case LinkMessage.UnknownFromClient unknown -> tally.unknownFrame();
    }
  }

  /** The connection has ended, from whichever side. Answers that are still to come are dropped. */
  public void closed() {
    boolean tell;
    synchronized (lock) {
      tell = greeted && !closed;
      closed = true;
      turns.clear();
    }
    InstanceId known = instance;
    if (tell && known != null) {
      tally.linkClosed();
      admission.linkClosed(bot, known);
    }
  }

  private void greet(LinkMessage.Hello hello) {
    if (hello.version() > LinkMessage.VERSION) {
      end(
          CLOSE_PROTOCOL,
          "version",
          "this server speaks version " + LinkMessage.VERSION + ", the client " + hello.version() + ": update the server");
      return;
    }
    if (instance != null) {
      end(CLOSE_PROTOCOL, "hello-once", "a connection is greeted once, and was by " + instance);
      return;
    }
    instance = hello.instance();
    synchronized (lock) {
      greeted = true;
    }
    tally.linkOpened();
    Turn turn = queue(new Turn(false));
    admission
        .linkOpened(bot, hello.instance())
        .whenComplete((acknowledged, failure) -> complete(turn, failure, () -> welcome(acknowledged)));
  }

  private static String welcome(Map<InstanceId, Long> acknowledged) {
    return new LinkWriter().welcome(acknowledged).toText();
  }

  private void take(LinkMessage.Events events) {
    InstanceId greeter = instance;
    if (greeter == null) {
      end(CLOSE_PROTOCOL, "hello-first", "the first frame must be {\"type\": \"hello\", …}");
      return;
    }
    if (events.live() && !events.instance().equals(greeter)) {
      tally.refusedFrame();
      String message =
          "this connection is of instance " + greeter + ", the frame of " + events.instance() + ": send a spool with \"live\": false";
      answer(new LinkWriter().refused(new LinkMessage.Refused(events.id(), "instance-of-link", message)).toText());
      return;
    }
    tally.read(events.arrivals());
    if (heldBack.holds(events) || waiting() >= WINDOW) {
      putOff(events, PAUSE);
      return;
    }
    switch (admission.offer(bot, events.arrivals(), events.live())) {
      case Admission.Admitted admitted -> await(events, admitted.answer());
      case Admission.Declined declined -> putOff(events, declined.retryAfter());
    }
  }

  private void await(LinkMessage.Events events, CompletionStage<Answer> answer) {
    Turn turn = queue(new Turn(true));
    answer.whenComplete(
        (known, failure) ->
            complete(turn, failure, () -> new LinkWriter().answer(events.id(), known).toText()));
  }

  private void putOff(LinkMessage.Events events, Duration retryAfter) {
    tally.busy();
    heldBack.hold(events);
    answer(new LinkWriter().busy(events.id(), retryAfter).toText());
  }

  private void answer(String frame) {
    Turn turn = queue(new Turn(false));
    complete(turn, null, () -> frame);
  }

  private int waiting() {
    synchronized (lock) {
      int waiting = 0;
      for (Turn turn : turns) {
        waiting += turn.admitted ? 1 : 0;
      }
      return waiting;
    }
  }

  private Turn queue(Turn turn) {
    boolean tooMany;
    synchronized (lock) {
      tooMany = turns.size() >= PATIENCE;
      turns.add(turn);
    }
    if (tooMany) {
      end(CLOSE_POLICY, "window", "more than " + PATIENCE + " frames wait for an answer: wait for answers");
    }
    return turn;
  }

  private interface Encoding {
    String text();
  }

  private void complete(Turn turn, @Nullable Throwable failure, Encoding encoding) {
    if (failure != null) {
      end(CLOSE_FAILED, "failed", "the server could not keep these events: send them again later");
      return;
    }
    String frame = encoding.text();
    synchronized (lock) {
      turn.frame = frame;
    }
    drain();
  }

  /** Sends what is ready, in order. Whoever comes while another sends leaves the rest to it. */
  private void drain() {
    while (true) {
      String frame;
      synchronized (lock) {
        Turn head = turns.peek();
        if (draining || closed || head == null || head.frame == null) {
          return;
        }
        frame = head.frame;
        turns.remove();
        draining = true;
      }
      try {
        peer.send(frame);
      } finally {
        synchronized (lock) {
          draining = false;
        }
      }
    }
  }

  private void end(int code, String rule, String message) {
    tally.refusedFrame();
    boolean first;
    synchronized (lock) {
      first = !closed;
    }
    if (first) {
      peer.send(new LinkWriter().refused(new LinkMessage.Refused(null, rule, message)).toText());
      peer.close(code, rule);
      closed();
    }
  }
}
