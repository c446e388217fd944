package dev.binnacle.model;

import java.time.Instant;
import java.util.List;

/**
 * What one run of a bot has said about a halt.
 *
 * @param since when it came to this
 * @param inFlight how many orders were sent whose fate the bot did not know when it spoke last
 * @param unknown those of them that it names, at most {@link #MOST_ORDERS}
 */
public record GuardWord(InstanceId instance, Stage stage, Instant since, long inFlight, List<OrderId> unknown) {
  public static final int MOST_ORDERS = 100;

  public GuardWord {
    if (unknown.size() > MOST_ORDERS) {
      throw new InvalidValueException(
          "unknown", "size", "unknown must name at most " + MOST_ORDERS + " orders, had " + unknown.size());
    }
    unknown = List.copyOf(unknown);
  }

  public enum Stage {
    /** It was told, or waits to be. */
    REQUESTED,
    /** Its guard is closed. */
    DELIVERED,
    /** Its guard is closed, nothing is in flight, and what the bot itself does about a halt is done. */
    CONFIRMED,
    /** It has said nothing for as long as it may. */
    UNCONFIRMED
  }
}
