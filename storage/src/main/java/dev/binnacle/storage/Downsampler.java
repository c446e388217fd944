package dev.binnacle.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes many readings into few points without losing an extreme: while there is room every reading is a point; then the stretch
 * is cut into equal buckets, each with its least, greatest and last reading and their number. Picking single readings, as LTTB
 * does, draws well but loses spikes, which are what people look for here.
 */
final class Downsampler {
  private final long from;
  private final double bucketMillis;
  private final int most;
  private List<Bucket> buckets = new ArrayList<>();
  private boolean full;

  /**
   * @param from the time of the first reading that will be added, in ms
   * @param to after the last one
   * @param most how many points there may be
   */
  Downsampler(long from, long to, int most) {
    this.from = from;
    this.most = most;
    this.bucketMillis = Math.max(1, (double) (to - from) / most);
  }

  private static final class Bucket {
    private final int number;
    private long time;
    private double last;
    private double min;
    private double max;
    private long count;

    Bucket(int number, long time, double last, double min, double max, long count) {
      this.number = number;
      this.time = time;
      this.last = last;
      this.min = min;
      this.max = max;
      this.count = count;
    }

    void take(long nextTime, double nextLast, double nextMin, double nextMax, long nextCount) {
      time = nextTime;
      last = nextLast;
      min = Math.min(min, nextMin);
      max = Math.max(max, nextMax);
      count += nextCount;
    }

    SampleStore.Point point() {
      return new SampleStore.Point(Instant.ofEpochMilli(time), last, min, max, count);
    }
  }

  /** Readings come in the order of their times. */
  void add(long time, double last, double min, double max, long count) {
    int number = Math.min(most - 1, (int) ((time - from) / bucketMillis));
    if (full && !buckets.isEmpty() && buckets.getLast().number == number) {
      buckets.getLast().take(time, last, min, max, count);
      return;
    }
    if (!full && buckets.size() == most) {
      full = true;
      List<Bucket> single = buckets;
      buckets = new ArrayList<>(most);
      single.forEach(b -> add(b.time, b.last, b.min, b.max, b.count));
      add(time, last, min, max, count);
      return;
    }
    buckets.add(new Bucket(number, time, last, min, max, count));
  }

  List<SampleStore.Point> points() {
    return buckets.stream().map(Bucket::point).toList();
  }
}
