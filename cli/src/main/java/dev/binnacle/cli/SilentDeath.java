package dev.binnacle.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a bot dies without a word, and for how long nobody starts it again: as soon as it leaves something behind that must be cancelled. Times
 * count from the demo's start.
 *
 * <p><b>Threads:</b> confined to the thread that asks.
 */
final class SilentDeath {
  static final Duration EARLIEST = Duration.ofSeconds(30);
  /** Whatever it leaves behind. */
  static final Duration LATEST = Duration.ofSeconds(90);
  static final Duration AWAY = Duration.ofMinutes(3);

  private final String bot;
  private @Nullable Duration died;

  SilentDeath(String bot) {
    this.bot = bot;
  }

  String bot() {
    return bot;
  }

  /**
   * Whether it is time to kill it, which is said once.
   *
   * @param holds whether the bot has an order or a position open
   */
  boolean strikes(Duration elapsed, BooleanSupplier holds) {
    if (died != null || elapsed.compareTo(EARLIEST) < 0 || (elapsed.compareTo(LATEST) < 0 && !holds.getAsBoolean())) {
      return false;
    }
    died = elapsed;
    return true;
  }

  /** Whether this bot must not be started now. */
  boolean keepsDown(String other, Duration elapsed) {
    return died != null && other.equals(bot) && elapsed.compareTo(died.plus(AWAY)) < 0;
  }
}
