package dev.binnacle.server.scoring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Knows one series, and learns from each of its values.
 *
 * <p><b>Threads:</b> confined to one thread.
 */
interface Model {
  /**
   * How odd the value is by what came before it, and learns it.
   *
   * @param value finite
   * @return 0 or more, finite; null while it has not seen enough
   */
  @Nullable Double score(Instant at, double value);
}
