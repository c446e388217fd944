package dev.binnacle.client;

import dev.binnacle.model.InstanceId;
import java.security.SecureRandom;

/** Ids for runs: the time in milliseconds and 40 random bits, in 18 characters that sort by time. */
final class InstanceIds {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 8;
  private static final int BITS = 5;

  private InstanceIds() {}

  static InstanceId next(long nowMillis) {
    return new InstanceId(text(nowMillis, TIME_CHARACTERS) + text(new SecureRandom().nextLong(), RANDOM_CHARACTERS));
  }

  private static String text(long bits, int characters) {
    char[] text = new char[characters];
    for (int i = characters - 1, shift = 0; i >= 0; i--, shift += BITS) {
      text[i] = ALPHABET[(int) (bits >>> shift) & 31];
    }
    return new String(text);
  }
}
