package dev.binnacle.testkit;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server has taken: each numbered event once, in the order of its arrival.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class FakeLedger {
  /**
   * An event as it came.
   *
   * @param live what its frame said
   * @param batch how many events its frame held
   */
  record Taken(Envelope envelope, boolean live, int batch) {}

  private final List<Taken> taken = new ArrayList<>();
  private final Map<InstanceId, Map<Long, Long>> hashes = new HashMap<>();
  private final Map<InstanceId, Long> highest = new HashMap<>();
  private final Map<InstanceId, Long> heldFrom = new HashMap<>();
  private final List<String> surprises = new ArrayList<>();
  private int duplicates;

  synchronized Answer take(LinkMessage.Events events) {
    int accepted = 0;
    int again = 0;
    Map<InstanceId, Long> acknowledged = new HashMap<>();
    for (Arrival arrival : events.arrivals()) {
      if (arrival instanceof Arrival.Decoded decoded) {
        boolean isNew = isNew(decoded.envelope(), decoded.contentHash());
        if (isNew) {
          taken.add(new Taken(decoded.envelope(), events.live(), events.arrivals().size()));
        }
        accepted += isNew ? 1 : 0;
        again += isNew ? 0 : 1;
      } else if (arrival instanceof Arrival.Refused refused) {
        surprises.add("refused: " + refused.problem());
      }
    }
    duplicates += again;
    if (hashes.containsKey(events.instance())) {
      acknowledged.put(events.instance(), highest(events.instance()));
    }
    return new Answer(accepted, again, List.of(), 0, List.of(), acknowledged);
  }

  /** A sequence that was put off is put off until it begins again where it was: the rest of it would only be a gap. */
  synchronized boolean holdsBack(LinkMessage.Events events) {
    Long from = heldFrom.get(events.instance());
    long first = firstSeq(events);
    if (from != null && first > 0 && first <= from) {
      heldFrom.remove(events.instance());
      return false;
    }
    return from != null && first > 0;
  }

  synchronized void holdBack(LinkMessage.Events events) {
    if (firstSeq(events) > 0) {
      heldFrom.putIfAbsent(events.instance(), firstSeq(events));
    }
  }

  private static long firstSeq(LinkMessage.Events events) {
    return events.arrivals().stream()
        .mapToLong(arrival -> arrival instanceof Arrival.Decoded decoded ? decoded.envelope().seq() : 0)
        .filter(seq -> seq > 0)
        .findFirst()
        .orElse(0);
  }

  /** A refused event uses up its number. */
  synchronized void useUp(LinkMessage.Events events) {
    for (Arrival arrival : events.arrivals()) {
      if (arrival instanceof Arrival.Decoded decoded && decoded.envelope().isSequenced()) {
        hashes.computeIfAbsent(events.instance(), key -> new HashMap<>()).put(decoded.envelope().seq(), decoded.contentHash());
        highest.merge(events.instance(), decoded.envelope().seq(), Math::max);
      }
    }
  }

  private boolean isNew(Envelope envelope, long hash) {
    InstanceId instance = envelope.instance();
    if (!envelope.isSequenced() || instance == null) {
      return true;
    }
    Map<Long, Long> known = hashes.computeIfAbsent(instance, key -> new HashMap<>());
    Long before = known.get(envelope.seq());
    if (before != null && before != hash) {
      surprises.add("seq " + envelope.seq() + " of " + instance + " came with another content");
    }
    if (before == null && envelope.seq() != highest(instance) + 1) {
      surprises.add("seq " + envelope.seq() + " of " + instance + " came after " + highest(instance));
    }
    known.putIfAbsent(envelope.seq(), hash);
    highest.merge(instance, envelope.seq(), Math::max);
    return before == null;
  }

  private long highest(InstanceId instance) {
    return highest.getOrDefault(instance, 0L);
  }

  synchronized Map<InstanceId, Long> acknowledged() {
    Map<InstanceId, Long> all = new HashMap<>();
    hashes.keySet().forEach(instance -> all.put(instance, highest(instance)));
    return all;
  }

  synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  synchronized List<String> surprises() {
    return List.copyOf(surprises);
  }

  synchronized int duplicates() {
    return duplicates;
  }
}
