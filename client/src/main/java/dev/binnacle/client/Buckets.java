package dev.binnacle.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often each length of time was recorded, since the beginning: counts in buckets whose width is 1/64 of their octave, so that a
 * value is known to within 0.8 % of itself. From 1 ns to 73 minutes; what is longer counts as that.
 *
 * <p>Counts are never reset, so that recording and reporting need not agree on anything: a reporter copies them now and then and looks
 * at the differences. They may overflow; differences are right as long as fewer than 2^32 fall between two copies.
 *
 * <p><b>Threads:</b> {@link #addAlone} by one thread, {@link #addShared} by any, but never both on one instance; reading by any.
 */
final class Buckets {
  private static final int PRECISION_BITS = 6;
  private static final int PER_OCTAVE = 1 << PRECISION_BITS;
  private static final int LARGEST_BITS = 42;
  static final int COUNT = (LARGEST_BITS - PRECISION_BITS + 1) * PER_OCTAVE;
  private static final long LARGEST = (1L << LARGEST_BITS) - 1;
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);

  private final int[] counts = new int[COUNT];

  /** The nearest value that has a bucket. */
  static long clamp(long nanos) {
    return Math.max(0, Math.min(nanos, LARGEST));
  }

  /** Which bucket a value lies in. Below zero counts as zero. */
  static int of(long nanos) {
    long value = clamp(nanos);
    int octave = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - PRECISION_BITS - 1);
    // Values of an octave above the first begin with a one bit, which is the half that the octaves below have used up.
    return (octave << PRECISION_BITS) + (int) (value >>> octave);
  }

  /** The middle of a bucket, in nanoseconds. */
  static double middle(int bucket) {
    if (bucket < 2 * PER_OCTAVE) {
      return bucket;
    }
    int octave = (bucket >> PRECISION_BITS) - 1;
    long from = (long) (bucket - (octave << PRECISION_BITS)) << octave;
    return from + ((1L << octave) - 1) / 2.0;
  }

  /** For the one thread that owns these buckets: no atomic instruction. */
  void addAlone(int bucket) {
    COUNTS.setOpaque(counts, bucket, counts[bucket] + 1);
  }

  void addShared(int bucket) {
    int ignored = (int) COUNTS.getAndAdd(counts, bucket, 1);
  }

  int count(int bucket) {
    return (int) COUNTS.getOpaque(counts, bucket);
  }
}
