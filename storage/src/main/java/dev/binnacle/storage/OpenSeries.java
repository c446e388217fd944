package dev.binnacle.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The youngest part of one series, which is not on disk yet: one open chunk that takes samples, closed ones that wait for the
 * disk, and transitions of state.
 *
 * <p>The open chunk is two plain arrays that grow to {@value #CHUNK} places, 1.9 kB: encoding it as a whole when it closes packs
 * it better than a stream could, since the best code is only known then.
 *
 * <p><b>Threads:</b> every method that touches samples locks the series.
 */
final class OpenSeries {
  static final int CHUNK = 120;
  private static final int FIRST_PLACES = 8;
  private static final long NEVER = Long.MIN_VALUE;

  /** A change of state at a time in ms. */
  record Change(long time, String word) {}

  /** What lies only in memory, oldest first. */
  record Unwritten(List<Chunk> chunks, List<Change> changes) {}

  enum Verdict {
    KEPT,
    LATE,
    /** The series was removed because nothing is left of it: look it up again. */
    RETIRED
  }

  private final SampleStore.Series key;
  private final int id;
  /** Known to the file. Only the sampler's thread touches it. */
  private boolean stored;

  private long lastTime;
  private long lastChange;
  private @Nullable String word;
  private boolean retired;
  private int count;
  private long[] times = new long[FIRST_PLACES];
  private double[] values = new double[FIRST_PLACES];
  private long openedAt;
  private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(1);
  private final List<Change> changes = new ArrayList<>(0);

  OpenSeries(SampleStore.Series key, int id) {
    this.key = key;
    this.id = id;
    this.lastTime = NEVER;
    this.lastChange = NEVER;
  }

  /** A series as the file knows it; {@code lastTime} is null without any number, {@code word} without any state. */
  static OpenSeries loaded(SampleStore.Series key, int id, @Nullable Long lastTime, long lastChange, @Nullable String word) {
    OpenSeries series = new OpenSeries(key, id);
    series.stored = true;
    if (lastTime != null) {
      series.lastTime = lastTime;
    }
    if (word != null) {
      series.lastChange = lastChange;
      series.word = word;
    }
    return series;
  }

  SampleStore.Series key() {
    return key;
  }

  int id() {
    return id;
  }

  boolean isStored() {
    return stored;
  }

  void markStored() {
    stored = true;
  }

  /** {@code now} is the store's time, by which an open chunk ages. */
  synchronized Verdict keep(long time, double value, long now) {
    if (retired) {
      return Verdict.RETIRED;
    }
    if (time <= lastTime) {
      return Verdict.LATE;
    }
    if (count == 0) {
      openedAt = now;
    } else if (count == times.length) {
      int places = Math.min(CHUNK, count * 2);
      times = Arrays.copyOf(times, places);
      values = Arrays.copyOf(values, places);
    }
    lastTime = time;
    times[count] = time;
    // Zero has one sign here: a second one would spoil the packing and says nothing.
    values[count] = value + 0.0;
    if (++count == CHUNK) {
      close();
    }
    return Verdict.KEPT;
  }

  synchronized Verdict keep(long time, String newWord) {
    if (retired) {
      return Verdict.RETIRED;
    }
    if (time <= lastChange) {
      return Verdict.LATE;
    }
    lastChange = time;
    if (!newWord.equals(word)) {
      word = newWord;
      changes.add(new Change(time, newWord));
    }
    return Verdict.KEPT;
  }

  /** Closes the open chunk if its first sample came at or before this time. */
  synchronized void closeIfOpenedBy(long latest) {
    if (count > 0 && openedAt <= latest) {
      close();
    }
  }

  private void close() {
    waiting.add(Chunk.full(count, Arrays.copyOf(times, count), Arrays.copyOf(values, count)));
    count = 0;
    // A busy series will need all places again; a quiet one gives them back.
    if (times.length < CHUNK) {
      times = new long[FIRST_PLACES];
      values = new double[FIRST_PLACES];
    }
  }

  synchronized boolean hasClosed() {
    return !waiting.isEmpty() || !changes.isEmpty();
  }

  synchronized Unwritten closed() {
    return new Unwritten(List.copyOf(waiting), List.copyOf(changes));
  }

  /** Everything in memory, the open chunk included. */
  synchronized Unwritten unwritten() {
    List<Chunk> chunks = new ArrayList<>(waiting);
    if (count > 0) {
      chunks.add(Chunk.full(count, Arrays.copyOf(times, count), Arrays.copyOf(values, count)));
    }
    return new Unwritten(chunks, List.copyOf(changes));
  }

  /** These are on disk now. */
  synchronized void written(Unwritten onDisk) {
    for (Chunk chunk : onDisk.chunks) {
      // By identity: the oldest may have been dropped meanwhile.
      waiting.removeIf(other -> other == chunk);
    }
    changes.removeAll(onDisk.changes);
  }

  /** Drops what waits beyond the youngest {@code most} chunks and transitions, and says how many samples that were. */
  synchronized long shed(int most) {
    long lost = 0;
    while (waiting.size() > most) {
      lost += waiting.remove().count();
    }
    for (Iterator<Change> oldest = changes.iterator(); changes.size() > most && oldest.hasNext(); lost++) {
      oldest.next();
      oldest.remove();
    }
    return lost;
  }

  /**
   * Ends the past at this time, or at the last hour before the oldest number in memory: nothing older is taken from now on. Gives
   * the time at which it did end.
   */
  synchronized long settle(long time, long step) {
    long end = count > 0 || !waiting.isEmpty() ? Math.min(time, Tier.floor(firstUnwritten(), step)) : time;
    settleBefore(end);
    return end;
  }

  /** Nothing before this time is taken from now on. */
  synchronized void settleBefore(long time) {
    lastTime = Math.max(lastTime, time - 1);
  }

  private long firstUnwritten() {
    return waiting.isEmpty() ? times[0] : waiting.element().firstTime();
  }

  /** Ends the series if nothing of it is in memory. */
  synchronized boolean retire() {
    retired = count == 0 && waiting.isEmpty() && changes.isEmpty();
    return retired;
  }
}
