package dev.binnacle.server;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time of day at which something is due, every day or once a week, by the clocks of a zone. It is due once a day whatever the clocks
 * do: a time that is left out in spring is due as much later as they are set forward, a time that comes twice in autumn is due the first time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param day of the week; null for every day
 */
public record Schedule(@Nullable DayOfWeek day, LocalTime time, ZoneId zone) {
  /** How it is written: {@code 08:00}, {@code mon 08:00}. */
  static final String WRITTEN = "off, or a time of day such as 08:00";
  static final String WRITTEN_WEEKLY = "off, or a day and a time of day such as mon 08:00";

  public static Schedule daily(LocalTime time, ZoneId zone) {
    return new Schedule(null, time, zone);
  }

  public static Schedule weekly(DayOfWeek day, LocalTime time, ZoneId zone) {
    return new Schedule(day, time, zone);
  }

  /** One time at which it is due. {@code date} names it for good, in the zone. */
  public record Due(LocalDate date, Instant at) {}

  /** The first time after {@code after}. */
  public Due next(Instant after) {
    LocalDate date = onDay(after.atZone(zone).toLocalDate().minusDays(1));
    while (!at(date).isAfter(after)) {
      date = onDay(date.plusDays(1));
    }
    return new Due(date, at(date));
  }

  /** The last time at or before {@code now}, as long as it is after {@code since}: what is due if all up to {@code since} was done. */
  public Optional<Due> due(Instant since, Instant now) {
    LocalDate date = backToDay(now.atZone(zone).toLocalDate());
    if (at(date).isAfter(now)) {
      date = backToDay(date.minusDays(1));
    }
    return at(date).isAfter(since) ? Optional.of(new Due(date, at(date))) : Optional.empty();
  }

  private LocalDate onDay(LocalDate date) {
    return day == null ? date : date.with(TemporalAdjusters.nextOrSame(day));
  }

  private LocalDate backToDay(LocalDate date) {
    return day == null ? date : date.with(TemporalAdjusters.previousOrSame(day));
  }

  private Instant at(LocalDate date) {
    return ZonedDateTime.of(date, time, zone).toInstant();
  }

  /** Null when the text is not written as it should be. */
  static @Nullable Schedule parseWeekly(String text, ZoneId zone) {
    String[] words = text.strip().split("\\s+");
    DayOfWeek day = words.length == 2 ? day(words[0]) : null;
    return day == null ? null : weekly(day, LocalTime.parse(words[1]), zone);
  }

  private static @Nullable DayOfWeek day(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (word.length() >= 3 && day.name().startsWith(word.toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    return null;
  }
}
