package dev.binnacle.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A halt as a bot's guard holds it, in memory and on the bot's disk, until it is released by name.
 *
 * @param epoch of the halt when this was said; 0 for one that the bot began itself and no server knows yet. What comes with a lower
 *     epoch than the latch has is out of date and ignored
 * @param symbol the only instrument that it stops; null for all
 * @param by who asked: an operator, a trigger's name, or the bot
 */
public record Latch(
    HaltId id,
    long epoch,
    HaltMode mode,
    @Nullable Symbol symbol,
    HaltOrigin origin,
    String by,
    String reason,
    Instant at) {
  public Latch {
    if (epoch < 0) {
      throw new InvalidValueException("epoch", "not-negative", "epoch must be 0 or more, was " + epoch);
    }
    Check.text("by", by, HaltRequest.LONGEST_BY);
    Check.text("reason", reason, HaltRequest.LONGEST_REASON);
    Check.time("at", at);
  }
}
