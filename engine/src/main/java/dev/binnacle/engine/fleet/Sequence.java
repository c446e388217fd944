package dev.binnacle.engine.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The numbers that one instance has used: all up to the highest one seen, but for the gaps. Remembers the content of the newest
 * ones by its hash.
 */
final class Sequence {
  /** What a number is to the sequence, and whether its content is the one that is remembered. */
  enum Standing {
    /** The one after the highest. */
    NEXT,
    /** Beyond that: the numbers in between are missing. */
    AHEAD,
    /** One that was missing. */
    LATE,
    /** Known, as far as is remembered with the same content. */
    DUPLICATE,
    /** Known with other content. */
    REUSED
  }

  /** The numbers {@code from} to {@code to} are missing. */
  record Gap(long from, long to, Instant since) {}

  private static final int SMALLEST = 16;
  private static final long UNKNOWN = 0;

  private final int largest;
  private final int gapBound;
  private long high;
  private final ArrayList<Gap> gaps = new ArrayList<>(0);
  /** The hash of number n is at n modulo the length, which is a power of two; only the newest so many are there. */
  private long[] contents = new long[SMALLEST];

  Sequence(Bounds bounds) {
    largest = Math.max(SMALLEST, Integer.highestOneBit(2 * bounds.contents() - 1));
    gapBound = bounds.gaps();
  }

  static Sequence restore(Bounds bounds, BotState.SequenceState state) {
    Sequence sequence = new Sequence(bounds);
    sequence.high = state.high();
    state.gaps().forEach(gap -> sequence.gaps.add(new Gap(gap.from(), gap.to(), gap.since())));
    sequence.grow(state.high());
    long number = state.high() - state.contents().size() + 1;
    for (long content : state.contents()) {
      sequence.remember(number++, content);
    }
    return sequence;
  }

  BotState.SequenceState state() {
    List<Long> remembered = new ArrayList<>();
    for (long number = Math.max(1, high - contents.length + 1); number <= high && high > 0; number++) {
      remembered.add(isMissing(number) ? UNKNOWN : contents[slot(number)]);
      if (number == Long.MAX_VALUE) {
        break;
      }
    }
    return new BotState.SequenceState(
        high, gaps.stream().map(gap -> new BotState.GapState(gap.from(), gap.to(), gap.since())).toList(), remembered);
  }

  Standing standing(long number, long content) {
    if (number > high) {
      return number - 1 == high ? Standing.NEXT : Standing.AHEAD;
    }
    if (isMissing(number)) {
      return Standing.LATE;
    }
    long known = isRemembered(number) ? contents[slot(number)] : UNKNOWN;
    return known == UNKNOWN || known == content ? Standing.DUPLICATE : Standing.REUSED;
  }

  /**
   * Leaves out the numbers {@code from} to {@code to}, which follow the highest.
   *
   * @return how many older gaps had to be given up for it
   */
  int skip(long from, long to, Instant since) {
    grow(to);
    high = to;
    for (long number = to; number >= from && isRemembered(number); number--) {
      contents[slot(number)] = UNKNOWN;
    }
    gaps.add(new Gap(from, to, since));
    return trim();
  }

  /**
   * Uses the number up.
   *
   * @return how many older gaps had to be given up for it
   */
  int take(long number, long content) {
    if (number > high) {
      grow(number);
      high = number;
    } else {
      fill(number);
    }
    remember(number, content);
    return trim();
  }

  /** The highest number seen. */
  long high() {
    return high;
  }

  /** The highest number up to which none is missing. */
  long whole() {
    return gaps.isEmpty() ? high : gaps.getFirst().from() - 1;
  }

  /** From the oldest on. */
  List<Gap> gaps() {
    return Collections.unmodifiableList(gaps);
  }

  /** Takes up where a retired sequence was left. */
  void resume(long highest) {
    grow(highest);
    high = highest;
  }

  private void fill(long number) {
    int at = gapWith(number);
    if (at < 0) {
      return;
    }
    Gap gap = gaps.remove(at);
    if (number < gap.to()) {
      gaps.add(at, new Gap(number + 1, gap.to(), gap.since()));
    }
    if (number > gap.from()) {
      gaps.add(at, new Gap(gap.from(), number - 1, gap.since()));
    }
  }

  private int trim() {
    int given = 0;
    while (gaps.size() > gapBound) {
      gaps.removeFirst();
      given++;
    }
    return given;
  }

  private boolean isMissing(long number) {
    return !gaps.isEmpty() && gapWith(number) >= 0;
  }

  private int gapWith(long number) {
    int low = 0;
    int up = gaps.size() - 1;
    while (low <= up) {
      int middle = (low + up) >>> 1;
      Gap gap = gaps.get(middle);
      if (number < gap.from()) {
        up = middle - 1;
      } else if (number > gap.to()) {
        low = middle + 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  private void remember(long number, long content) {
    if (isRemembered(number)) {
      contents[slot(number)] = content;
    }
  }

  private boolean isRemembered(long number) {
    return number > high - contents.length && number <= high && number > 0;
  }

  private int slot(long number) {
    return (int) (number & (contents.length - 1));
  }

  /** Most instances say little: the memory grows with what they say. */
  private void grow(long highest) {
    while (contents.length < largest && contents.length < highest) {
      long[] larger = new long[contents.length * 2];
      for (long number = Math.max(1, high - contents.length + 1); number <= high && high > 0; number++) {
        larger[(int) (number & (larger.length - 1))] = contents[slot(number)];
      }
      contents = larger;
    }
  }
}
