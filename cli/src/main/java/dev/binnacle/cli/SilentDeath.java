package dev.binnacle.cli;

import java.time.Duration;

/**
 * When a bot dies without a word, and for how long nobody starts it again. Times count from the demo's start.
 *
 * <p><b>Threads:</b> confined to the thread that asks.
 */
final class SilentDeath {
  static final Duration AFTER = Duration.ofSeconds(30);
  static final Duration AWAY = Duration.ofMinutes(3);

  private final String bot;
  private boolean dead;

  SilentDeath(String bot) {
    this.bot = bot;
  }

  String bot() {
    return bot;
  }

  /** Whether it is time to kill it, which is said once. */
  boolean strikes(Duration elapsed) {
    if (dead || elapsed.compareTo(AFTER) < 0) {
      return false;
    }
    dead = true;
    return true;
  }

  /** Whether this bot must not be started now. */
  boolean keepsDown(String other, Duration elapsed) {
    return dead && other.equals(bot) && elapsed.compareTo(AFTER.plus(AWAY)) < 0;
  }
}
