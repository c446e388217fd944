package dev.binnacle.notify;

import dev.binnacle.notify.Outbox.Entry;
import dev.binnacle.notify.QuietHours.Treatment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the parcels that wait is next. Parcels that tell of one alert, or of one bot's events, keep their order: who waits for its
 * time holds up those behind it, and nobody else. Halts and alerts go before everything else.
 */
final class WaitingLine {
  private static final int FROM_ALERTS = 3;
  private static final int FROM_EVENTS = 5;
  private static final int MOST_ALERTS = 2_000;

  private final @Nullable QuietHours quietHours;

  /**
   * What is to be sent next.
   *
   * @param load in order, empty when nothing can go now
   * @param wake when to look again; null when only a new parcel can change it
   */
  record Choice(List<Entry> load, @Nullable Instant wake) {}

  WaitingLine(@Nullable QuietHours quietHours) {
    this.quietHours = quietHours;
  }

  /**
   * @param line the oldest first
   * @param permits how many sends may go now
   * @param alone ids that are not to be merged
   */
  Choice choose(List<Entry> line, Instant now, int permits, boolean merges, Set<Long> alone) {
    Set<Object> urgent = new HashSet<>();
    if (quietHours != null && quietHours.treatment() == Treatment.HELD) {
      // What breaks through takes along what is held of the same alert, else it would come before its own beginning.
      line.stream().filter(entry -> heldUntil(entry, now) == null).forEach(entry -> urgent.addAll(threads(entry)));
    }
    Set<Object> blocked = new HashSet<>();
    List<Entry> ready = new ArrayList<>();
    Instant wake = null;
    for (Entry entry : line) {
      List<? extends Object> threads = threads(entry);
      Instant held = threads.stream().anyMatch(urgent::contains) ? null : heldUntil(entry, now);
      Instant due = held != null && held.isAfter(entry.next()) ? held : entry.next();
      if (due.isAfter(now) || threads.stream().anyMatch(blocked::contains)) {
        blocked.addAll(threads);
        if (due.isAfter(now) && (wake == null || due.isBefore(wake))) {
          wake = due;
        }
      } else {
        ready.add(entry);
      }
    }
    return new Choice(ready.isEmpty() ? List.of() : load(ready, permits, merges, alone), wake);
  }

  private static List<Entry> load(List<Entry> ready, int permits, boolean merges, Set<Long> alone) {
    Entry first = ready.stream().filter(WaitingLine::isUrgent).findFirst().orElse(ready.getFirst());
    boolean mergeable = merges && first.parcel().kind() != EventKind.HALT && first.parcel().kind() != EventKind.TEST;
    if (!mergeable || alone.contains(first.id())) {
      return List.of(first);
    }
    boolean alert = first.parcel().kind() == EventKind.ALERT;
    List<Entry> all = new ArrayList<>();
    int alerts = 0;
    for (Entry entry : ready) {
      EventKind kind = entry.parcel().kind();
      boolean fits = alert ? kind == EventKind.ALERT : !isUrgent(entry) && kind != EventKind.TEST;
      if (!fits) {
        continue;
      }
      alerts += entry.parcel().alerts().size();
      if (entry.mayHaveArrived() != first.mayHaveArrived() || alone.contains(entry.id()) || alerts > MOST_ALERTS) {
        break; // what comes behind may belong to what this one tells of
      }
      all.add(entry);
    }
    long least = Math.max(permits + 1L, alert ? FROM_ALERTS : FROM_EVENTS);
    return all.size() >= least ? all : List.of(first);
  }

  /** From when on it waits for the channel alone: its decision, or the end of the quiet hours that it fell into and that hold it. */
  Instant since(Entry entry) {
    Instant held = heldUntil(entry, entry.decided());
    return held == null ? entry.decided() : held;
  }

  static boolean isUrgent(Entry entry) {
    return entry.parcel().kind() == EventKind.ALERT || entry.parcel().kind() == EventKind.HALT;
  }

  private @Nullable Instant heldUntil(Entry entry, Instant now) {
    if (quietHours == null || quietHours.treatment() != Treatment.HELD || entry.parcel().kind() == EventKind.TEST) {
      return null;
    }
    return quietHours.quietUntil(now, entry.parcel().level()).orElse(null);
  }

  /** What keeps its order. */
  private static List<? extends Object> threads(Entry entry) {
    Parcel parcel = entry.parcel();
    if (!parcel.alerts().isEmpty()) {
      return parcel.alerts();
    }
    return parcel.bot() == null ? List.of() : List.of(parcel.bot());
  }
}
