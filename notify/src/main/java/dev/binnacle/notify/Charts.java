package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Draws what a message may carry.
 *
 * <p><b>Threads:</b> thread-safe; called by workers, may block.
 */
@FunctionalInterface
public interface Charts {
  Charts NONE = (bot, from, to) -> Optional.empty();

  /**
   * The equity and the drawdown of a bot between two times.
   *
   * @param bot null for the fleet
   * @return empty when there is nothing to draw
   */
  Optional<Picture> equity(@Nullable BotId bot, Instant from, Instant to);

  /**
   * A picture.
   *
   * @param name of the file, such as {@code btc-trend-equity.png}
   * @param png never changed once it is here
   * @param description for who cannot see it
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, and copying a picture for each reader would be dear
  record Picture(String name, byte[] png, String description) {}

  /** Which picture a message asks for. */
  record Wanted(@Nullable BotId bot, Instant from, Instant to) {}
}
