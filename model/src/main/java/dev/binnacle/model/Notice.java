package dev.binnacle.model;

import java.time.Instant;
import java.util.List;

/**
 * Something that people are to be told about alerts. Who is told in which way is decided from it by who knows the channels; that it is
 * to be told is decided once.
 *
 * @param id names it for good
 * @param level the highest of its alerts
 * @param group what the alerts have in common, such as their rule's name
 * @param alerts as they were when it was decided, never empty, at most {@link #MOST_ALERTS}
 * @param channels to which it goes whatever their filters say; empty to leave it to those
 * @param heldBack how many times the same would have been told since it was told last
 */
public record Notice(
    String id, Instant at, Kind kind, Level level, String group, List<Alert> alerts, List<ChannelName> channels, long heldBack) {
  public static final int MOST_ALERTS = 200;

  public Notice {
    Check.name("notice", id, 64, Check::isIdentifier, "letters, digits and . _ -");
    if (alerts.isEmpty() || alerts.size() > MOST_ALERTS) {
      throw new InvalidValueException(
          "alerts", "size", "a notice must have 1 to " + MOST_ALERTS + " alerts, had " + alerts.size());
    }
    alerts = List.copyOf(alerts);
    channels = List.copyOf(channels);
  }

  /** Why people are told. */
  public enum Kind {
    /** Alerts fire. */
    FIRING,
    /** A level rose. */
    RAISED,
    /** A good value was seen. */
    RESOLVED,
    /** What a firing alert looks at is not told any more. */
    NO_DATA,
    /** It comes and goes too often to be told each time. */
    FLAPPING,
    /** It fires still, and the time in which repeats are held back has ended. */
    REPEATED,
    /** Nobody has acknowledged it in time. */
    ESCALATED,
    /** An acknowledgement ended by itself and it fires still. */
    UNATTENDED,
    /** A silence has ended under which it fires still. */
    UNSILENCED
  }
}
