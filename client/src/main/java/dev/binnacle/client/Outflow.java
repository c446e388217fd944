package dev.binnacle.client;

import dev.binnacle.model.Answer;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent over an open link, and what becomes of it. Durable events go from the oldest spool on, in frames of which several are
 * under way; when one comes back, or the link breaks, all is sent again from the oldest unacknowledged event. What describes the
 * present goes beside them in frames of its own, one at a time, and never waits for them nor they for it.
 *
 * <p><b>Threads:</b> confined to the link thread.
 */
final class Outflow {
  private static final Logger LOG = LoggerFactory.getLogger(Outflow.class);
  private static final int WINDOW = 4;
  private static final int MOST_PRESENT = 200;

  /**
   * With fewer events waiting than these, frames are the further apart the more there was in the last one: a trickle goes one by one,
   * and a stream does not. The first after a pause goes at once, and so does what is urgent.
   */
  private static final int ENOUGH = 100;

  private static final long PACE_NANOS = 50_000_000L;
  private static final long PACE_NANOS_AN_EVENT = 5_000_000L;
  private static final long ANSWER_NANOS = 15_000_000_000L;

  private static final long SHORTEST_BUSY_NANOS = 10_000_000L;
  private static final long LONGEST_BUSY_NANOS = 60_000_000_000L;

  private final Options options;
  private final Link link;
  private final Supplier<@Nullable Spool> own;
  private final LongSupplier urgent;
  private final LeftSpools left;
  private final Reporter reporter;
  private final Tally tally;
  private final Losses losses;
  private final FrameMaker frames;
  private final Deque<Frame> inFlight = new ArrayDeque<>();

  private @Nullable Frame held;
  private long lastSentAt;
  private long pace = PACE_NANOS;
  private long resumeAt;

  /** The number of the oldest event that came back; from it on all is sent again. 0 when nothing came back. */
  private long cameBack;

  private @Nullable Spool refusedIn;
  private long refusedUpTo;

  /**
   * @param own this run's spool, once there is one
   * @param urgent the number of the newest event that must not wait
   */
  Outflow(
      Options options,
      Link link,
      Supplier<@Nullable Spool> own,
      LongSupplier urgent,
      LeftSpools left,
      Reporter reporter,
      Tally tally,
      Losses losses) {
    this.options = options;
    this.link = link;
    this.own = own;
    this.urgent = urgent;
    this.left = left;
    this.reporter = reporter;
    this.tally = tally;
    this.losses = losses;
    this.frames = new FrameMaker(options.instance(), tally);
  }

  /** The server has welcomed this client: all begins at the oldest event that it does not have. */
  void opened(Map<InstanceId, Long> acknowledged, long nowNanos) {
    broken();
    frames.opened(options.clock().millis());
    lastSentAt = nowNanos - pace;
    resumeAt = nowNanos;
    left.look();
    take(acknowledged);
    rewind();
    reporter.linked(nowNanos);
  }

  /** The link is gone, and with it what was under way. */
  void broken() {
    for (Frame frame : inFlight) {
      forget(frame);
    }
    inFlight.clear();
    if (held != null) {
      forget(held);
      held = null;
    }
    cameBack = 0;
  }

  private void forget(Frame frame) {
    if (!frame.isDurable()) {
      reporter.buffer().addDropped(frame.events());
    }
  }

  /** Sends what can be sent now. */
  void send(long nowNanos) {
    if (cameBack > 0 && durableInFlight() == 0) {
      cameBack = 0;
      rewind();
    }
    if (held != null && !sendHeld(nowNanos)) {
      return;
    }
    boolean goesOn = true;
    while (goesOn && maySendDurable(nowNanos)) {
      goesOn = sendDurable(nowNanos);
    }
    if (held == null) {
      sendPresent(nowNanos);
    }
  }

  /** In how many nanoseconds there may be something to send though nothing new comes; {@link Long#MAX_VALUE} for never. */
  long pauseNanos(long nowNanos) {
    if (held != null) {
      return PACE_NANOS;
    }
    long until = Math.max(lastSentAt + pace - nowNanos, resumeAt - nowNanos);
    return until > 0 ? until : Long.MAX_VALUE;
  }

  /** Whether the server owes an answer for too long. */
  boolean isOverdue(long nowNanos) {
    Frame oldest = inFlight.peekFirst();
    return oldest != null && nowNanos - oldest.sentAt() > ANSWER_NANOS;
  }

  /** Whether all that was spooled so far is acknowledged. */
  boolean isAllAcknowledged() {
    Spool spool = own.get();
    return spool != null && spool.acknowledged() >= spool.spooled();
  }

  // ---- what the server says ----

  void answered(long id, Answer answer) {
    Frame frame = remove(id);
    if (frame == null) {
      return;
    }
    tally.duplicates.addAndGet(answer.duplicates());
    tally.gaps.addAndGet(answer.gaps().size());
    for (Answer.Rejection rejection : answer.rejected()) {
      rejected(rejection.problem().rule(), rejection.problem().pointer() + ": " + rejection.problem().message());
    }
    if (cameBack > 0) {
      // Whatever the server says: what came back is not acknowledged, nor what follows it.
      return;
    }
    take(answer.acknowledged());
    // Frames are answered in order, and an answered frame is settled whatever became of its events: nothing in it, or lost before it,
    // is to be sent again.
    if (frame.source() != null) {
      frame.source().acknowledge(frame.lastSeq());
    }
  }

  void busy(long id, long retryNanos, long nowNanos) {
    Frame frame = remove(id);
    if (frame == null) {
      return;
    }
    tally.busyAnswers.incrementAndGet();
    resumeAt = nowNanos + Math.max(SHORTEST_BUSY_NANOS, Math.min(retryNanos, LONGEST_BUSY_NANOS));
    comesBack(frame);
  }

  /** The server will never take this frame. If it has several events, each is sent alone, so that only the bad ones are lost. */
  void refused(long id, String rule, String message) {
    Frame frame = remove(id);
    if (frame == null) {
      return;
    }
    if (frame.source() == null || frame.events() == 1) {
      rejected(rule, message);
    }
    if (frame.source() != null && frame.events() == 1 && cameBack == 0) {
      frame.source().acknowledge(frame.lastSeq());
    } else {
      refusedIn = frame.source();
      refusedUpTo = frame.lastSeq();
      comesBack(frame);
    }
  }

  private void comesBack(Frame frame) {
    forget(frame);
    if (frame.isDurable() && (cameBack == 0 || frame.firstSeq() < cameBack)) {
      cameBack = frame.firstSeq();
    }
  }

  private void rejected(String rule, String message) {
    if (tally.rejectedByServer.incrementAndGet() % 1_000 == 1) {
      LOG.warn("the server refused an event by rule {}: {} (told once for every 1,000)", rule, message);
    }
  }

  private void take(Map<InstanceId, Long> acknowledged) {
    if (acknowledged.isEmpty()) {
      return;
    }
    Spool mine = own.get();
    Map<String, Spool> others = left.byInstance();
    acknowledged.forEach(
        (instance, seq) -> {
          if (mine != null && mine.instance().equals(instance)) {
            mine.acknowledge(Math.min(seq, mine.spooled()));
          }
          Spool other = others.get(instance.value());
          if (other != null) {
            other.acknowledge(seq);
          }
        });
  }

  private @Nullable Frame remove(long id) {
    for (Frame frame : inFlight) {
      if (frame.id() == id) {
        inFlight.remove(frame);
        return frame;
      }
    }
    return null;
  }

  // ---- durable events ----

  private void rewind() {
    left.rewind();
    Spool mine = own.get();
    if (mine != null) {
      mine.rewind();
    }
  }

  private int durableInFlight() {
    int count = 0;
    for (Frame frame : inFlight) {
      count += frame.isDurable() ? 1 : 0;
    }
    return count;
  }

  private boolean maySendDurable(long nowNanos) {
    return held == null && cameBack == 0 && nowNanos - resumeAt >= 0 && durableInFlight() < WINDOW;
  }

  /** Sends one frame of the oldest spool; false when there is nothing to send now. */
  private boolean sendDurable(long nowNanos) {
    Spool source = left.first();
    if (source == null) {
      source = own.get();
      if (source == null || !isWorthAFrame(source, nowNanos)) {
        return false;
      }
    }
    SpoolReader reader = source.reader();
    boolean found = reader.find();
    losses.add(Loss.SPOOL_DAMAGED, reader.takeLosses());
    if (!found) {
      return false;
    }
    Spool from = source;
    Frame frame = frames.durable(from, seq -> mustStandAlone(from, seq), nowNanos);
    lastSentAt = nowNanos;
    pace = Math.min(PACE_NANOS, frame.events() * PACE_NANOS_AN_EVENT);
    return transmit(frame);
  }

  /** Few events wait until the pace allows a frame; many are sent at once. */
  private boolean isWorthAFrame(Spool spool, long nowNanos) {
    long waiting = spool.spooled() - spool.reader().lastTaken();
    boolean isUrgent = urgent.getAsLong() > spool.reader().lastTaken();
    return waiting > 0 && (waiting >= ENOUGH || isUrgent || nowNanos - lastSentAt >= pace);
  }

  private boolean mustStandAlone(Spool source, long seq) {
    return source == refusedIn && seq <= refusedUpTo;
  }

  // ---- what describes the present ----

  private void sendPresent(long nowNanos) {
    boolean isUnderWay = inFlight.stream().anyMatch(frame -> !frame.isDurable());
    if (isUnderWay || nowNanos - resumeAt < 0) {
      return;
    }
    if (!frames.hasPresent() && reporter.isDue(nowNanos)) {
      frames.addPresent(reporter.take(nowNanos, MOST_PRESENT));
    }
    Frame frame = frames.present(nowNanos);
    if (frame != null) {
      transmit(frame);
    }
  }

  // ---- the link ----

  private boolean transmit(Frame frame) {
    if (!link.send(frame.text())) {
      held = frame;
      return false;
    }
    tally.framesSent.incrementAndGet();
    inFlight.add(frame);
    return true;
  }

  private boolean sendHeld(long nowNanos) {
    Frame frame = held;
    held = null;
    return frame == null || transmit(frame.sentAgain(nowNanos));
  }
}
