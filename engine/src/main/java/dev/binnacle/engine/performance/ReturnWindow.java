package dev.binnacle.engine.performance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The newest complete periods' returns, in the order of time and in the order of size. Adding one costs two moves of at most
 * 32 kB; reading a percentile costs nothing. Many at once are sorted when somebody reads. The last {@code revocable} ones
 * came from marks that a late one may still change.
 */
final class ReturnWindow implements Curve.Closings {
  static final int CAPACITY = 4_000;

  private static final int FEW = 16;

  private double[] ring = new double[FEW];
  private double[] sorted = new double[FEW];
  private int oldest;
  private int size;
  private long revocable;
  private boolean stale;

  static ReturnWindow restore(List<Double> returns, long revocable) {
    ReturnWindow window = new ReturnWindow();
    window.ring = Arrays.copyOf(returns.stream().mapToDouble(Double::doubleValue).toArray(), Math.max(FEW, returns.size()));
    window.size = returns.size();
    window.revocable = revocable;
    window.sorted = new double[window.ring.length];
    window.stale = true;
    return window;
  }

  int size() {
    return size;
  }

  long revocable() {
    return revocable;
  }

  List<Double> toList() {
    return DoubleStream.of(inOrder()).boxed().toList();
  }

  @Override
  public void closed(double periodReturn) {
    evict();
    if (!stale) {
      int slot = slotOf(periodReturn);
      System.arraycopy(sorted, slot, sorted, slot + 1, size - slot);
      sorted[slot] = periodReturn;
    }
    ring[(oldest + size) % ring.length] = periodReturn;
    size++;
    revocable++;
  }

  @Override
  public void idle(long periods) {
    stale |= periods > FEW;
    for (long i = Math.min(periods, CAPACITY); i > 0; i--) {
      closed(0);
    }
    revocable += Math.max(0, periods - CAPACITY);
  }

  /** The oldest of the revocable returns can no longer change. */
  void settle(long count) {
    revocable -= count;
  }

  /** Forgets the returns that may have changed. */
  void revoke() {
    size -= (int) Math.min(size, revocable);
    revocable = 0;
    stale = true;
  }

  /** The i-th smallest of these returns. */
  double ranked(int i) {
    sort();
    return sorted[i];
  }

  /** How many of these returns are smaller, give or take those that are equal. */
  int rankOf(double value) {
    sort();
    return slotOf(value);
  }

  private void sort() {
    if (stale) {
      sorted = Arrays.copyOf(inOrder(), ring.length);
      Arrays.sort(sorted, 0, size);
      stale = false;
    }
  }

  private void evict() {
    if (size == CAPACITY) {
      if (!stale) {
        int slot = slotOf(ring[oldest]);
        System.arraycopy(sorted, slot + 1, sorted, slot, size - slot - 1);
      }
      oldest = (oldest + 1) % ring.length;
      size--;
    } else if (size == ring.length) {
      ring = Arrays.copyOf(inOrder(), Math.min(CAPACITY, 2 * size));
      sorted = Arrays.copyOf(sorted, ring.length);
      oldest = 0;
    }
  }

  /** Where the value stands among the sorted ones, or would stand. */
  private int slotOf(double value) {
    int at = Arrays.binarySearch(sorted, 0, size, value);
    return at < 0 ? -at - 1 : at;
  }

  private double[] inOrder() {
    double[] ordered = new double[size];
    for (int i = 0; i < size; i++) {
      ordered[i] = ring[(oldest + i) % ring.length];
    }
    return ordered;
  }
}
