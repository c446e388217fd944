package dev.binnacle.ingest;

import dev.binnacle.model.Answer;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.MalformedBatchException;
import dev.binnacle.protocol.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one instance of a bot. Takes text frames and gives back text frames; the socket is the caller's.
 *
 * <p>The first frame is a greeting. After it come frames of events, of which {@link #WINDOW} may wait for their answers; more are
 * put off. Answers go out in the order of the frames, each when its events are on disk. What is put off in the middle of a
 * sequence holds back the rest of the sequence, see {@link HeldBack}.
 *
 * <p><b>Threads:</b> {@link #receive} is called by one thread at a time, {@link #closed} by any. Answers are sent on whatever thread
 * completes them, one at a time.
 */
public final class LinkSession {
  /** How many frames may wait for their answers. A sender needs no more than two or three to keep the disk busy. */
  public static final int WINDOW = 32;

  /** The other end of the connection. */
  public interface Peer {
    /** Sends a text frame. Does not block and does not throw; a peer that is too slow is cut off by the caller. */
    void send(String frame);

    /** Closes the connection with a WebSocket status code (RFC 6455, 7.4), after what was sent before. */
    void close(int code, String reason);
  }

  /** Whom a session asks and tells. */
  record Ports(Admission admission, Guards guards) {}

  static final int PROTOCOL_ERROR = 1002;
  static final int NOT_A_FRAME = 1007;
  static final int POLICY = 1008;
  static final int TOO_LARGE = 1009;
  static final int FAILED = 1011;

  /** A sender that goes on after this many frames without an answer does not listen. */
  private static final int PATIENCE = 4 * WINDOW;

  /** Alerts that may wait to be sent. The peer never blocks, so that many wait only while another thread is kept from running. */
  private static final int MOST_OUT_OF_TURN = 4 * LinkCalls.MOST;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final BotId bot;
  private final Peer peer;
  private final Admission admission;
  private final Guards guards;
  private final LinkReader reader;
  private final Tally tally;
  private final HeldBack heldBack = new HeldBack();
  private final Offers offers;
  private final Listeners listeners;
  private final int mostFrameBytes;
  private final LinkCalls calls = new LinkCalls();

  private final Object lock = new Object();
  // Guarded by lock, all of these. The instance is written only by the thread that receives, which so may read it without.
  private final ArrayDeque<Turn> turns = new ArrayDeque<>();
  /** Frames that answer nothing and so need not wait for their turn: calls, as many as may wait, and alerts. */
  private final ArrayDeque<String> outOfTurn = new ArrayDeque<>();
  /** What closes or opens the guard, the newest of each halt: goes before all else and is never dropped. */
  private final Map<HaltId, String> urgent = new LinkedHashMap<>();
  private @Nullable InstanceId instance;
  private int waiting;
  private boolean sending;
  private boolean ended;
  private boolean closed;

  /** What is to be sent for one frame, in its turn, once it is known. */
  private static final class Turn {
    private final boolean admitted;
    private @Nullable String frame;

    Turn(boolean admitted) {
      this.admitted = admitted;
    }
  }

  LinkSession(
      BotId bot,
      Peer peer,
      Ports ports,
      LinkReader reader,
      int mostFrameBytes,
      Tally tally,
      Offers offers,
      Listeners listeners) {
    this.bot = bot;
    this.peer = peer;
    this.admission = ports.admission();
    this.guards = ports.guards();
    this.reader = reader;
    this.mostFrameBytes = mostFrameBytes;
    this.tally = tally;
    this.offers = offers;
    this.listeners = listeners;
  }

  /** Takes one text frame. */
  public void receive(String frame) {
    receive(frame.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes one text frame in UTF-8. */
  public void receive(byte[] frame) {
    if (isOver()) {
      return;
    }
    LinkMessage.FromClient message;
    try {
      message = reader.readFromClient(frame);
    } catch (MalformedBatchException e) {
      tally.malformed(e);
      end(e.isTooLarge() ? TOO_LARGE : NOT_A_FRAME, e.rule(), String.valueOf(e.getMessage()));
      return;
    }
    switch (message) {
      case LinkMessage.Hello hello -> greet(hello);
      case LinkMessage.Events events -> take(events);
      case LinkMessage.ConfigOffer offer -> offer(offer);
      case LinkMessage.ConfigReply reply -> {
        if (!calls.replied(reply.id(), reply.reply())) {
          tally.unknownFrame();
        }
      }
      case LinkMessage.GuardTold guard -> heard(guard);
      case LinkMessage.Pong _ -> {}
      case LinkMessage.UnknownFromClient _ -> tally.unknownFrame();
    }
  }

  /** The connection has ended, from whichever side. Answers that are still to come are dropped. */
  public void closed() {
    InstanceId greeter;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      ended = true;
      turns.clear();
      outOfTurn.clear();
      urgent.clear();
      greeter = instance;
    }
    calls.lose();
    if (greeter != null) {
      offers.withdrawn(bot, greeter, this);
      listeners.remove(bot, this);
      tally.linkClosed();
      admission.linkClosed(bot, greeter);
    }
  }

  private void greet(LinkMessage.Hello hello) {
    if (hello.version() != LinkMessage.VERSION) {
      refuse(
          "version",
          "this server speaks version " + LinkMessage.VERSION + " of the link, the client " + hello.version()
              + ": update the older one");
      return;
    }
    if (instance != null) {
      refuse("hello-once", "a connection is greeted once, and was by instance " + instance);
      return;
    }
    InstanceId greeter = hello.instance();
    Turn turn = queue(new Turn(false));
    CompletionStage<Map<InstanceId, Long>> opened = admission.linkOpened(bot, greeter);
    boolean late;
    synchronized (lock) {
      late = closed;
      if (!late) {
        instance = greeter;
        tally.linkOpened();
      }
    }
    if (late) {
      admission.linkClosed(bot, greeter);
      return;
    }
    opened.whenComplete(
        (acknowledged, failure) -> {
          complete(turn, failure, () -> new LinkWriter().welcome(acknowledged).toText());
          listeners.add(bot, this);
          if (isOver()) {
            listeners.remove(bot, this);
          }
        });
  }

  /** Tells of an alert, if there is room; says whether it did. */
  boolean tell(LinkMessage.AlertTold alert) {
    synchronized (lock) {
      if (ended || outOfTurn.size() >= MOST_OUT_OF_TURN) {
        return false;
      }
      outOfTurn.add(new LinkWriter().alert(alert).toText());
    }
    send();
    return true;
  }

  /** Says this before all that waits; in the place of what waits about the same halt. */
  boolean urge(HaltId halt, String frame) {
    synchronized (lock) {
      if (ended) {
        return false;
      }
      urgent.remove(halt);
      urgent.put(halt, frame);
    }
    send();
    return true;
  }

  private void heard(LinkMessage.GuardTold guard) {
    InstanceId greeter = instance;
    if (greeter == null) {
      refuse("hello-first", "the first frame must be {\"type\": \"hello\", …}");
      return;
    }
    guards.heard(bot, greeter, guard);
  }

  private void offer(LinkMessage.ConfigOffer offer) {
    InstanceId greeter = instance;
    if (greeter == null) {
      refuse("hello-first", "the first frame must be {\"type\": \"hello\", …}");
    } else {
      offers.offered(bot, greeter, this, offer.state());
      if (isOver()) {
        offers.withdrawn(bot, greeter, this);
      }
    }
  }

  /** Asks a call of the configuration that this connection offers. */
  CompletionStage<Offers.Called> call(String call, Duration deadline) {
    LinkCalls.Begun begun = calls.begin(deadline);
    if (begun == null) {
      return CompletableFuture.completedFuture(
          calls.isOver()
              ? new Offers.Called.Failed(Offers.Reason.OFFLINE, "the connection to the bot has ended")
              : new Offers.Called.Failed(
                  Offers.Reason.BUSY, LinkCalls.MOST + " calls wait for this bot's answers; try again in a moment"));
    }
    OutputBuffer frame = new LinkWriter().configCall(begun.id(), call);
    if (frame.length() > mostFrameBytes) {
      begun.outcome().complete(
          new Offers.Called.Failed(
              Offers.Reason.TOO_LARGE,
              "this takes %d bytes on its way to the bot, where %d fit: change the file on the bot's machine"
                  .formatted(frame.length(), mostFrameBytes)));
      return begun.outcome();
    }
    synchronized (lock) {
      outOfTurn.add(frame.toText());
    }
    send();
    return begun.outcome();
  }

  private void take(LinkMessage.Events events) {
    InstanceId greeter = instance;
    if (greeter == null) {
      refuse("hello-first", "the first frame must be {\"type\": \"hello\", …}");
      return;
    }
    if (events.live() && !events.instance().equals(greeter)) {
      tally.refusedFrame();
      String message =
          "this connection is of instance " + greeter + ", the frame of " + events.instance()
              + ": send a spool with \"live\": false";
      sendInTurn(new LinkWriter().refused(new LinkMessage.Refused(events.id(), "instance-of-link", message)).toText());
      return;
    }
    tally.read(events.arrivals());
    if (heldBack.holds(events) || isWindowFull()) {
      putOff(events, PAUSE);
    } else if (events.arrivals().isEmpty()) {
      sendInTurn(new LinkWriter().answer(events.id(), Answer.EMPTY).toText());
    } else {
      switch (admission.offer(bot, events.arrivals(), events.live())) {
        case Admission.Admitted admitted -> await(events.id(), admitted.answer());
        case Admission.Declined declined -> putOff(events, declined.retryAfter());
      }
    }
  }

  private void await(long id, CompletionStage<Answer> answer) {
    Turn turn = queue(new Turn(true));
    answer.whenComplete((known, failure) -> complete(turn, failure, () -> new LinkWriter().answer(id, known).toText()));
  }

  private void putOff(LinkMessage.Events events, Duration retryAfter) {
    tally.busy();
    heldBack.hold(events);
    sendInTurn(new LinkWriter().busy(events.id(), retryAfter).toText());
  }

  private void sendInTurn(String frame) {
    complete(queue(new Turn(false)), null, () -> frame);
  }

  private boolean isWindowFull() {
    synchronized (lock) {
      return waiting >= WINDOW;
    }
  }

  private boolean isOver() {
    synchronized (lock) {
      return ended;
    }
  }

  private Turn queue(Turn turn) {
    boolean tooMany;
    synchronized (lock) {
      tooMany = turns.size() >= PATIENCE;
      if (!ended) {
        turns.add(turn);
        waiting += turn.admitted ? 1 : 0;
      }
    }
    if (tooMany) {
      tally.refusedFrame();
      end(POLICY, "window", "more than " + PATIENCE + " frames wait for an answer: wait for the answers");
    }
    return turn;
  }

  private void complete(Turn turn, @Nullable Throwable failure, Supplier<String> encoding) {
    if (failure != null) {
      end(FAILED, "failed", "the server could not keep these events: send them again later");
      return;
    }
    String frame = encoding.get();
    synchronized (lock) {
      turn.frame = frame;
    }
    send();
  }

  private @Nullable String next() {
    Iterator<String> first = urgent.values().iterator();
    if (first.hasNext()) {
      String frame = first.next();
      first.remove();
      return frame;
    }
    if (!outOfTurn.isEmpty()) {
      return outOfTurn.remove();
    }
    Turn head = turns.peek();
    if (head == null || head.frame == null) {
      return null;
    }
    turns.remove();
    waiting -= head.admitted ? 1 : 0;
    return head.frame;
  }

  /** Sends what is ready, in order. Whoever comes while another thread sends leaves the rest to it. */
  private void send() {
    while (true) {
      String frame;
      synchronized (lock) {
        frame = sending || ended ? null : next();
        if (frame == null) {
          return;
        }
        sending = true;
      }
      try {
        peer.send(frame);
      } finally {
        synchronized (lock) {
          sending = false;
        }
      }
    }
  }

  private void refuse(String rule, String message) {
    tally.refusedFrame();
    end(PROTOCOL_ERROR, rule, message);
  }

  /** Says why and closes. Answers that are not sent yet are dropped: the sender will send their frames again. */
  private void end(int code, String rule, String message) {
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
    }
    peer.send(new LinkWriter().refused(new LinkMessage.Refused(null, rule, message)).toText());
    peer.close(code, rule);
    closed();
  }
}
