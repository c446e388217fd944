package dev.binnacle.client;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a spool that is deleted as a whole.
 *
 * <p><b>Threads:</b> written by the spool thread, read by the link thread; {@code end} publishes what was written before it.
 */
final class Segment {
  private static final long NOT_READ = Long.MAX_VALUE;

  final SegmentStore store;

  /** How many bytes can be read. */
  private volatile int end;

  /** The highest {@code seq} that it holds; of a segment of an earlier run only known when it has been read. */
  private volatile long lastSeq;

  private volatile boolean sealed;
  private volatile @Nullable Segment next;

  private Segment(SegmentStore store, int end, long lastSeq, boolean sealed) {
    this.store = store;
    this.end = end;
    this.lastSeq = lastSeq;
    this.sealed = sealed;
  }

  static Segment empty(SegmentStore store, long firstSeq) {
    return new Segment(store, 0, firstSeq - 1, false);
  }

  /** One that an earlier run has left. */
  static Segment left(SegmentStore store, int length) {
    return new Segment(store, length, NOT_READ, true);
  }

  int end() {
    return end;
  }

  /** Whether {@link #end} is final. Ask this first and for the end after it. */
  boolean isSealed() {
    return sealed;
  }

  @Nullable Segment next() {
    return next;
  }

  void append(Segment following) {
    next = following;
  }

  void written(int newEnd, long newLastSeq) {
    lastSeq = newLastSeq;
    end = newEnd;
  }

  void seal() {
    store.seal();
    sealed = true;
  }

  void readThrough(long highestSeq) {
    if (lastSeq == NOT_READ) {
      lastSeq = highestSeq;
    }
  }

  boolean isDone(long acknowledged) {
    return sealed && lastSeq <= acknowledged;
  }
}
