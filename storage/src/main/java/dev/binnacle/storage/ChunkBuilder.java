package dev.binnacle.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts readings together into chunks: as they are, or all of one stretch of time as one.
 *
 * <p>Readings come in the order of their times.
 */
final class ChunkBuilder {
  private final long step;
  private final boolean full;
  private final List<Chunk> chunks = new ArrayList<>();
  private long[] times = new long[128];
  private double[] last = new double[128];
  private double[] min;
  private double[] max;
  private long[] counts;
  private int count;
  private long stretch = Long.MIN_VALUE;

  private ChunkBuilder(long step, boolean full) {
    this.step = step;
    this.full = full;
    min = new double[full ? 0 : last.length];
    max = new double[min.length];
    counts = new long[min.length];
  }

  /** Keeps every reading. {@code full} when each is a single sample. */
  static ChunkBuilder joining(boolean full) {
    return new ChunkBuilder(0, full);
  }

  /** Makes one reading of all within each {@code step} ms. */
  static ChunkBuilder rollingUp(long step) {
    return new ChunkBuilder(step, false);
  }

  /** Adds those readings of the chunk whose times lie from {@code from} (inclusive) to {@code to} (exclusive). */
  void add(Chunk chunk, long from, long to) {
    for (int i = 0; i < chunk.count(); i++) {
      long time = chunk.times()[i];
      if (time >= from && time < to) {
        add(time, chunk.last()[i], chunk.min()[i], chunk.max()[i], chunk.countAt(i));
      }
    }
  }

  private void add(long time, double lastValue, double least, double greatest, long samples) {
    long own = step == 0 ? time : Tier.floor(time, step);
    if (own == stretch && count > 0) {
      int i = count - 1;
      times[i] = time;
      last[i] = lastValue;
      min[i] = Math.min(min[i], least);
      max[i] = Math.max(max[i], greatest);
      counts[i] += samples;
      return;
    }
    stretch = own;
    if (count == Chunk.LARGEST) {
      finish();
    } else if (count == times.length) {
      grow();
    }
    times[count] = time;
    last[count] = lastValue;
    if (!full) {
      min[count] = least;
      max[count] = greatest;
      counts[count] = samples;
    }
    count++;
  }

  private void grow() {
    int places = count * 2;
    times = Arrays.copyOf(times, places);
    last = Arrays.copyOf(last, places);
    if (!full) {
      min = Arrays.copyOf(min, places);
      max = Arrays.copyOf(max, places);
      counts = Arrays.copyOf(counts, places);
    }
  }

  private void finish() {
    if (count == 0) {
      return;
    }
    long[] ownTimes = Arrays.copyOf(times, count);
    double[] ownLast = Arrays.copyOf(last, count);
    chunks.add(
        full
            ? Chunk.full(count, ownTimes, ownLast)
            : new Chunk(count, ownTimes, ownLast, Arrays.copyOf(min, count), Arrays.copyOf(max, count),
                Arrays.copyOf(counts, count)));
    count = 0;
  }

  List<Chunk> chunks() {
    finish();
    return List.copyOf(chunks);
  }
}
