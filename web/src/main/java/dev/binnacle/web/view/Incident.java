package dev.binnacle.web.view;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Halt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the time around a halt, on one axis.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param halt as it is now, or as it ended
 * @param from the first time that was looked at
 * @param to the first time that was not; a little after the release, or the present
 * @param lines the oldest first, at most {@link #MOST_LINES}; where there were more, those nearest to its begin
 * @param leftOut how many of those that were read are not among them
 * @param whole false when there was more than is read at all
 */
public record Incident(Halt halt, Instant from, Instant to, List<Line> lines, long leftOut, boolean whole) {
  public static final int MOST_LINES = 5_000;

  public Incident {
    lines = List.copyOf(lines);
  }

  /** What a line tells of. */
  public enum Kind {
    /** Somebody asked for something: a halt, a wider one, an act at the exchange. */
    COMMAND,
    /** A run of a bot said what its guard does. */
    GUARD,
    /** The halt came a step further, for a bot or as a whole. */
    HALT,
    ORDER,
    /** An order filled, in part or whole. */
    FILL,
    TRADE,
    POSITION,
    ALERT,
    CONFIG,
    ERROR,
    /** A bot's status changed. */
    STATUS,
    RELEASE
  }

  /**
   * One thing that happened.
   *
   * @param bot null where it is of none, or of several
   * @param what a sentence for a person
   * @param detail what else is known; null for nothing
   * @param id of the order, trade, alert or halt that it is about; null where there is none
   * @param link where the dashboard has more of it, a path
   */
  public record Line(
      Instant at, Kind kind, @Nullable BotId bot, String what, @Nullable String detail, @Nullable String id, String link) {}
}
