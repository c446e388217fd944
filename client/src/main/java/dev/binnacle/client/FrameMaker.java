package dev.binnacle.client;

import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.EventWriter;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts events into frames, and says of each frame whether it is of the present.
 *
 * <p><b>Threads:</b> confined to the link thread.
 */
final class FrameMaker {
  private static final int MOST_EVENTS = 500;
  private static final int FRAME_BYTES = 256 << 10;

  /**
   * What happened at most so long before the link came up is still of the present: a critical error in a short outage is an alarm.
   */
  private static final long LIVE_GRACE_MILLIS = 10_000;

  private final InstanceId instance;
  private final Tally tally;
  private final LinkWriter writer = new LinkWriter();
  private final EventWriter encoder = new EventWriter();
  private final Deque<List<Event>> waiting = new ArrayDeque<>();
  private long nextId = 1;
  private long liveSinceMillis;

  FrameMaker(InstanceId instance, Tally tally) {
    this.instance = instance;
    this.tally = tally;
  }

  void opened(long nowMillis) {
    liveSinceMillis = nowMillis - LIVE_GRACE_MILLIS;
  }

  /**
   * A frame of what a spool's reader has found and finds next.
   *
   * @param mustStandAlone whether an event of that number gets a frame of its own
   */
  Frame durable(Spool source, LongPredicate mustStandAlone, long nowNanos) {
    SpoolReader reader = source.reader();
    boolean live = isLive(source, reader);
    long id = nextId++;
    writer.beginEvents(id, source.instance(), live);
    long firstSeq = reader.seq();
    long lastSeq;
    do {
      writer.addEncoded(reader.payload(), reader.payloadOffset(), reader.payloadLength());
      lastSeq = reader.seq();
      reader.take();
    } while (!mustStandAlone.test(lastSeq)
        && writer.count() < MOST_EVENTS
        && reader.find()
        && writer.length() + reader.payloadLength() < FRAME_BYTES
        && isLive(source, reader) == live);
    int events = writer.count();
    return new Frame(id, source, firstSeq, lastSeq, events, text(writer.endEvents()), nowNanos);
  }

  /** What another run spooled is never of the present. */
  private boolean isLive(Spool source, SpoolReader reader) {
    return source.instance().equals(instance) && reader.spooledAtMillis() >= liveSinceMillis;
  }

  boolean hasPresent() {
    return !waiting.isEmpty();
  }

  /** Takes events that describe the present; old ones and new ones do not share a frame. */
  void addPresent(List<Event> events) {
    List<Event> old = new ArrayList<>();
    List<Event> live = new ArrayList<>();
    for (Event event : events) {
      (isLive(event) ? live : old).add(event);
    }
    if (!live.isEmpty()) {
      waiting.add(live);
    }
    if (!old.isEmpty()) {
      waiting.add(old);
    }
  }

  private boolean isLive(Event event) {
    return event.at().toEpochMilli() >= liveSinceMillis;
  }

  /** A frame of what was added, or of as much of it as a frame may hold; null if there is nothing. */
  @Nullable Frame present(long nowNanos) {
    List<Event> events = waiting.poll();
    if (events == null) {
      return null;
    }
    long id = nextId++;
    writer.beginEvents(id, instance, isLive(events.get(0)));
    int taken = 0;
    while (taken < events.size() && writer.length() < FRAME_BYTES) {
      encode(events.get(taken));
      taken++;
    }
    if (taken < events.size()) {
      waiting.addFirst(events.subList(taken, events.size()));
    }
    return new Frame(id, null, 0, 0, taken, text(writer.endEvents()), nowNanos);
  }

  /** An event that cannot be encoded must not spoil the frame. */
  private void encode(Event event) {
    OutputBuffer out = encoder.buffer();
    out.clear();
    try {
      encoder.write(Envelope.of(event, null));
      writer.addEncoded(out.array(), 0, out.length());
    } catch (RuntimeException e) {
      tally.refusedCalls.increment();
    }
  }

  private static String text(OutputBuffer frame) {
    return new String(frame.array(), 0, frame.length(), StandardCharsets.UTF_8);
  }
}
