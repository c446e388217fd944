package dev.binnacle.client;

import dev.binnacle.model.InstanceId;

/**
 * Ids for runs, in 18 characters that sort by time: the time in milliseconds and 40 bits scattered from the process and its nanosecond.
 * They need to be different, not secret; a source of secrets would cost a bot half a megabyte.
 */
final class InstanceIds {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 8;
  private static final int BITS = 5;

  private InstanceIds() {}

  static InstanceId next(long nowMillis) {
    return new InstanceId(text(nowMillis, TIME_CHARACTERS)
        + text(scatter(System.nanoTime() ^ ProcessHandle.current().pid() << 40), RANDOM_CHARACTERS));
  }

  /** The finisher of SplitMix64: each bit of the input turns half of the output. */
  private static long scatter(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  private static String text(long bits, int characters) {
    char[] text = new char[characters];
    for (int i = characters - 1, shift = 0; i >= 0; i--, shift += BITS) {
      text[i] = ALPHABET[(int) (bits >>> shift) & 31];
    }
    return new String(text);
  }
}
