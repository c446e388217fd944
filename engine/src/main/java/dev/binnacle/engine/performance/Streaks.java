package dev.binnacle.engine.performance;

/**
 * Runs of wins and of losses, in the order of closing. {@code current} counts wins up from zero and losses down; a trade that
 * broke even ends either.
 */
record Streaks(long longestWinning, long longestLosing, long current) {
  static final Streaks NONE = new Streaks(0, 0, 0);

  Streaks with(int sign) {
    long now = sign == 0 ? 0 : Long.signum(current) == sign ? current + sign : sign;
    return new Streaks(Math.max(longestWinning, now), Math.max(longestLosing, -now), now);
  }
}
