package dev.binnacle.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt, to be written into the file.
 *
 * @param counted whether the attempt counts against a limit
 * @param doubt whether it is not known if the message went out
 */
record Outcome(
    List<Long> ids,
    Outbox.State state,
    @Nullable Instant next,
    @Nullable Instant ended,
    @Nullable String why,
    @Nullable String reference,
    boolean counted,
    boolean doubt) {
  private static final int LONGEST_TEXT = 1_000;

  Outcome {
    why = shortened(why);
    reference = shortened(reference);
  }

  static Outcome delivered(Collection<Long> ids, Instant at, @Nullable String reference) {
    return new Outcome(List.copyOf(ids), Outbox.State.DELIVERED, null, at, null, reference, false, false);
  }

  static Outcome later(Collection<Long> ids, Instant next, String why, boolean counted) {
    return new Outcome(List.copyOf(ids), Outbox.State.WAITING, next, null, why, null, counted, false);
  }

  static Outcome unknown(Collection<Long> ids, Instant next, String why) {
    return new Outcome(List.copyOf(ids), Outbox.State.WAITING, next, null, why, null, true, true);
  }

  static Outcome dead(Collection<Long> ids, Instant at, String why) {
    return new Outcome(List.copyOf(ids), Outbox.State.DEAD, null, at, why, null, false, false);
  }

  /** The entry as it is once this is written. */
  Outbox.Entry applyTo(Outbox.Entry entry) {
    return new Outbox.Entry(
        entry.id(),
        entry.parcel(),
        entry.decided(),
        state,
        entry.attempts() + (counted ? 1 : 0),
        next,
        entry.attempted(),
        ended,
        why,
        reference,
        entry.possiblyRepeated() || doubt);
  }

  static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }
}
