package dev.binnacle.ingest;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a sequence whole when a frame of it is put off. The sender has sent the next frames before it hears that this one is to
 * come again; to let them in would leave a gap that is none. So what follows in the same sequence is put off too, until the
 * sender has gone back.
 *
 * <p>A sender that gave up the events in between must not be held forever: after as many frames as can have been under way, the
 * next is let in.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class HeldBack {
  private static final int MOST_SEQUENCES = 64;

  private final Map<InstanceId, Hold> holds = new HashMap<>();

  private static final class Hold {
    private final long seq;
    private int refusedSince;

    Hold(long seq) {
      this.seq = seq;
    }
  }

  /** Whether the frame comes after one that was put off. */
  boolean holds(LinkMessage.Events events) {
    Hold hold = holds.get(events.instance());
    if (hold == null) {
      return false;
    }
    long first = firstSeq(events);
    if (first == Envelope.UNSEQUENCED) {
      return false;
    }
    if (first <= hold.seq || ++hold.refusedSince > LinkSession.WINDOW) {
      holds.remove(events.instance());
      return false;
    }
    return true;
  }

  void hold(LinkMessage.Events events) {
    long first = firstSeq(events);
    if (first == Envelope.UNSEQUENCED) {
      return;
    }
    Hold known = holds.get(events.instance());
    if ((known == null && holds.size() < MOST_SEQUENCES) || (known != null && first < known.seq)) {
      holds.put(events.instance(), new Hold(first));
    }
  }

  private static long firstSeq(LinkMessage.Events events) {
    long first = Envelope.UNSEQUENCED;
    for (Arrival arrival : events.arrivals()) {
      long seq =
          switch (arrival) {
            case Arrival.Decoded decoded -> decoded.envelope().seq();
            case Arrival.Refused refused -> refused.seq();
          };
      if (seq != Envelope.UNSEQUENCED && (first == Envelope.UNSEQUENCED || seq < first)) {
        first = seq;
      }
    }
    return first;
  }
}
