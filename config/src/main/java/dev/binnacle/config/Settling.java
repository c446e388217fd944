package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a changed file has come to rest: the same bytes and the same stamp over the quiet time. A file that is touched without
 * end is taken at twice the quiet time, if its bytes stayed the same for a quarter of it.
 *
 * <p><b>Threads:</b> confined to the writer's thread.
 */
final class Settling {
  /** What to do about the file. */
  enum Verdict {
    /** It is as it was dealt with. */
    SAME,
    /** Touched, or saved with the same bytes. */
    TOUCHED,
    /** Look again when {@link #dueAt} comes. */
    WAIT,
    /** At the cap and still moving: take it if it is good, else wait on. */
    CAPPED,
    SETTLED
  }

  private final long quiet;
  private final boolean tornRefused;
  private String handledHash = "";
  private Reading.@Nullable Stamp handledStamp;
  private @Nullable String hash;
  private Reading.@Nullable Stamp stamp;
  private long firstSeen;
  private long stampSince;
  private long hashSince;

  /** @param tornRefused whether a part of a file can never pass, so that the cap needs no rest */
  Settling(long quietNanos, boolean tornRefused) {
    this.quiet = quietNanos;
    this.tornRefused = tornRefused;
  }

  Verdict saw(String seenHash, Reading.Stamp seenStamp, long now) {
    if (seenHash.equals(handledHash)) {
      boolean moved = hash != null || !seenStamp.equals(handledStamp);
      handled(seenHash, seenStamp);
      return moved ? Verdict.TOUCHED : Verdict.SAME;
    }
    if (hash == null) {
      firstSeen = now;
    }
    if (!seenHash.equals(hash)) {
      hashSince = now;
      stampSince = now;
    } else if (!seenStamp.equals(stamp)) {
      stampSince = now;
    }
    hash = seenHash;
    stamp = seenStamp;
    boolean rested = now - hashSince >= quiet / 4;
    if (now - stampSince >= quiet || now - firstSeen >= 10 * quiet && rested) {
      return Verdict.SETTLED;
    }
    return now - firstSeen >= 2 * quiet && (rested || tornRefused) ? Verdict.CAPPED : Verdict.WAIT;
  }

  /** The bytes have been decided on, whatever the decision was. */
  void handled(String doneHash, Reading.@Nullable Stamp doneStamp) {
    handledHash = doneHash;
    handledStamp = doneStamp;
    hash = null;
    stamp = null;
  }

  /** Forgets a change that was under way, as when the file has gone. */
  void forget() {
    hash = null;
    stamp = null;
  }

  boolean isMoving() {
    return hash != null;
  }

  boolean isOverdue(long now) {
    return hash != null && now - firstSeen >= 10 * quiet;
  }

  boolean isHandled(String seenHash) {
    return seenHash.equals(handledHash);
  }

  /** Whether the file now is another one than that which was dealt with: it was renamed into place. */
  boolean isRenamed(Reading.Stamp seen) {
    Reading.Stamp before = handledStamp;
    return before != null && seen.key() != null && !seen.key().equals(before.key());
  }

  /** When to look again; {@link Long#MAX_VALUE} when nothing moves. */
  long dueAt(long now) {
    if (hash == null) {
      return Long.MAX_VALUE;
    }
    long capped = Math.max(firstSeen + 2 * quiet, hashSince + quiet / 4);
    long due = stampSince + quiet;
    return capped > now ? Math.min(due, capped) : due;
  }
}
