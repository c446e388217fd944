package dev.binnacle.engine.fleet;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what the intake took, refused and let go. */
final class Tally {
  long accepted;
  long duplicates;
  long rejected;
  long unkeyed;
  long samples;
  long gaps;
  long fenced;
  private final long[] dropped = new long[Bound.values().length];

  void restore(FleetSnapshot.Counters counters) {
    accepted = counters.accepted();
    duplicates = counters.duplicates();
    rejected = counters.rejected();
    unkeyed = counters.unkeyed();
    samples = counters.samples();
    gaps = counters.gaps();
    fenced = counters.fenced();
    for (Bound bound : Bound.values()) {
      dropped[bound.ordinal()] = counters.dropped().getOrDefault(bound.label(), 0L);
    }
  }

  void dropped(Bound bound) {
    dropped(bound, 1);
  }

  void dropped(Bound bound, long count) {
    dropped[bound.ordinal()] += count;
  }

  FleetSnapshot.Counters counters() {
    SortedMap<String, Long> named = new TreeMap<>();
    for (Bound bound : Bound.values()) {
      if (dropped[bound.ordinal()] > 0) {
        named.put(bound.label(), dropped[bound.ordinal()]);
      }
    }
    return new FleetSnapshot.Counters(accepted, duplicates, rejected, unkeyed, samples, gaps, fenced, named);
  }
}
