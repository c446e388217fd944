package dev.binnacle.config;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts and troubles, as {@link ConfigHealth} shows them. Threads: thread-safe. */
final class Board {
  /** What may be wrong, each by itself and each until it is over. */
  enum Trouble {
    /** The program started with an older version because the file was bad. */
    STARTED_ON_OLDER,
    FILE_UNREADABLE,
    FILE_MOVING,
    FILE_NOT_IN_FORCE,
    FILE_NOT_REPLACED,
    NOT_STORED,
    WATCH,
    WRITER
  }

  final AtomicLong reloads = new AtomicLong();
  final AtomicLong refusals = new AtomicLong();
  final AtomicLong noOps = new AtomicLong();
  final AtomicLong deferred = new AtomicLong();
  final AtomicLong turnedAway = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong pinsKept = new AtomicLong();
  volatile int failuresRunning;
  volatile @Nullable Instant lastReload;
  volatile @Nullable Instant missingSince;
  volatile boolean watching;
  private final Map<Trouble, String> troubles = new EnumMap<>(Trouble.class);

  /** @return whether this is news */
  synchronized boolean trouble(Trouble what, String reason) {
    return troubles.put(what, reason) == null;
  }

  synchronized void over(Trouble what) {
    troubles.remove(what);
  }

  /** Null when nothing is wrong. */
  synchronized @Nullable String degraded() {
    return troubles.isEmpty() ? null : String.join("; ", troubles.values());
  }
}
